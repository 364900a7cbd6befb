/**
 * What leaves the site: events for the site's own code, and mails.
 *
 * Promises: sent after the commit, at least once; a slow mail server keeps no event waiting.
 * Never: knows what a mail is about; topics are registered in `services/index.ts`.
 */
export { readMailFacts } from './mail-facts';
export { mailboxOf, type MailKind } from './mailbox';
export { outboxOf } from './outbox';
export type { Delivery } from './outbox-lane';
export { sendMail } from './send-mail';
export { welcomeMails, queueWelcomes, welcomeMailOf } from './welcome-mail';
