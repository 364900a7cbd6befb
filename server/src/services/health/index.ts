/**
 * How the integration is doing: overview, problems, alerts, and the question about new rules.
 *
 * Promises: each problem is mailed once, and again only after it was gone.
 * Never: changes a member.
 */
export { alertMails, alertsOf } from './alerts';
export { newRulesOf } from './new-rules';
export { overviewOf } from './overview';
