/**
 * What leaves the site: events for the site's own code, and mails.
 *
 * Promises: sent after the commit, at least once; a slow mail server keeps no event waiting.
 * Never: knows what a mail is about; topics are registered in `services/index.ts`.
 */
export { endedCodesOf } from './ended-codes';
export { readMailFacts } from './mail-facts';
export { mailboxOf, type MailKind } from './mailbox';
export { outboxOf } from './outbox';
export type { Delivery } from './outbox-lane';
export { endPasswordLinks, openLink } from './password-links';
export { sendMail } from './send-mail';
export { siteOriginOfAdministrators } from './site-origin';
export { welcomeMails, queueWelcomes, welcomeMailOf } from './welcome-mail';
