/**
 * Whose data this is. A copy of another site processes nothing and mails no one before an administrator has said what it is.
 *
 * Promises: a command, a loopback address, another port and a test never make a copy of a site.
 * Never: answers the question itself.
 */
export { siteOf } from './site';
