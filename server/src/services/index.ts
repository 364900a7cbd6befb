import { ALERT, deliverAlert } from './alerts';
import { deliverWelcome, WELCOME } from './welcome-mail';
import { applyMappings, recomputeMembers } from './recompute-jobs';
import { applyNewRules, compareNewRules } from './new-rules-jobs';
import { replayWebhooks } from './replay-job';
import { accessOf } from './access';
import { accessLevelsOf } from './access-levels';
import { accountLinksOf } from './account-links';
import { activityOf } from './activity';
import { alertsOf } from './alerts';
import { connectionOf } from './connection';
import { driftOf } from './drift';
import { driftSweepOf } from './drift-sweep';
import { hooksOf } from './hooks';
import { housekeepingOf } from './housekeeping';
import { inboxOf } from './inbox';
import { jobsOf } from './jobs';
import { lostWebhooksOf } from './lost-webhooks';
import { mailboxOf } from './mailbox';
import { mappingsOf } from './mappings';
import { memberCareOf } from './member-care';
import { membersOf } from './members';
import { newRulesOf } from './new-rules';
import { offersOf } from './offers';
import { outboxOf } from './outbox';
import { paidPeriodsOf } from './paid-periods';
import { overridesOf } from './overrides';
import { overviewOf } from './overview';
import { previewOf } from './preview';
import { processingOf } from './processing';
import { replayOf } from './replay';
import { ruleChangesOf } from './rule-changes';
import { secondAddressesOf } from './second-addresses';
import { renewalsOf } from './renewals';
import { settlementsOf } from './settlements';
import { testEventsOf } from './test-events';
import { userWatchOf } from './user-watch';
import { webhookLogsOf } from './webhook-logs';
import { welcomeMailOf } from './welcome-mail';

import type { Core } from '@strapi/strapi';

type Made<Of> = Of extends (strapi: Core.Strapi) => infer Service ? Service : never;

/** What Strapi asks for a service: one that is made the first time somebody needs it. */
const named =
  <Of extends (strapi: Core.Strapi) => unknown>(of: Of) =>
  ({ strapi }: { strapi: Core.Strapi }): Made<Of> =>
    of(strapi) as Made<Of>;

export const services = {
  access: named(accessOf),
  'access-levels': named(accessLevelsOf),
  'account-links': named(accountLinksOf),
  activity: named(activityOf),
  alerts: named(alertsOf),
  connection: named(connectionOf),
  drift: named(driftOf),
  'drift-sweep': named(driftSweepOf),
  hooks: named(hooksOf),
  housekeeping: named(housekeepingOf),
  inbox: named(inboxOf),
  jobs: named(jobsOf),
  'lost-webhooks': named(lostWebhooksOf),
  mailbox: named(mailboxOf),
  mappings: named(mappingsOf),
  'member-care': named(memberCareOf),
  members: named(membersOf),
  'new-rules': named(newRulesOf),
  offers: named(offersOf),
  outbox: named(outboxOf),
  overrides: named(overridesOf),
  overview: named(overviewOf),
  'paid-periods': named(paidPeriodsOf),
  preview: named(previewOf),
  processing: named(processingOf),
  renewals: named(renewalsOf),
  replay: named(replayOf),
  'rule-changes': named(ruleChangesOf),
  'second-addresses': named(secondAddressesOf),
  settlements: named(settlementsOf),
  'test-events': named(testEventsOf),
  'user-watch': named(userWatchOf),
  'webhook-logs': named(webhookLogsOf),
  'welcome-mail': named(welcomeMailOf),
};

/** Who does what the queues hold. */
export function connectServices(strapi: Core.Strapi): void {
  const jobs = jobsOf(strapi);
  jobs.handle(applyMappings);
  jobs.handle(recomputeMembers);
  jobs.handle(compareNewRules);
  jobs.handle(applyNewRules);
  jobs.handle(replayWebhooks);

  const mailbox = mailboxOf(strapi);
  mailbox.handle(WELCOME, deliverWelcome);
  mailbox.handle(ALERT, deliverAlert);
}
