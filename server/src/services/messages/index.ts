/**
 * What leaves the site: events for the site's own code, and mails.
 *
 * Promises: sent after the commit, at least once; a slow mail server keeps no event waiting.
 * Never: knows what a mail is about; topics are registered in `services/index.ts`.
 */
export { CLAIM, queueClaimAgain, queueClaims } from './claim-queue';
export { endedCodesOf } from './ended-codes';
export { levelAndProductOf } from './mail-values';
export { readMailFacts } from './mail-facts';
export { mailboxOf, type MailKind } from './mailbox';
export { outboxOf } from './outbox';
export { NotReadyError, type Delivery } from './outbox-lane';
export { endPasswordLinks, hashCode, openLink } from './password-links';
export { sendMail } from './send-mail';
export { readSiteLanguage } from './site-language';
export { siteOriginOf, siteOriginOfAdministrators } from './site-origin';
export { welcomeMails, queueWelcomes, welcomeMailOf } from './welcome-mail';
