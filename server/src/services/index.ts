import { ALERT, deliverAlert } from './health/alerts';
import { deliverWelcome, WELCOME } from './messages/welcome-mail';
import { applyMappings, recomputeMembers } from './engine/recompute-jobs';
import { applyNewRules, compareNewRules } from './engine/new-rules-jobs';
import { replayWebhooks } from './logs/replay-job';
import { accessOf } from './people/access';
import { accessLevelsOf } from './catalogue/access-levels';
import { accountLinksOf } from './people/account-links';
import { activityOf } from './activity/activity';
import { alertsOf } from './health/alerts';
import { connectionOf } from './connection/connection';
import { driftOf } from './people/drift';
import { driftSweepOf } from './people/drift-sweep';
import { hooksOf } from './engine/hooks';
import { housekeepingOf } from './upkeep/housekeeping';
import { inboxOf } from './receiving/inbox';
import { jobsOf } from './background/jobs';
import { lostWebhooksOf } from './receiving/lost-webhooks';
import { mailboxOf } from './messages/mailbox';
import { mappingsOf } from './catalogue/mappings';
import { memberCareOf } from './people/member-care';
import { membersOf } from './people/members';
import { newRulesOf } from './health/new-rules';
import { offersOf } from './catalogue/offers';
import { outboxOf } from './messages/outbox';
import { paidPeriodsOf } from './catalogue/paid-periods';
import { overridesOf } from './people/overrides';
import { overviewOf } from './health/overview';
import { previewOf } from './catalogue/preview';
import { processingOf } from './receiving/processing';
import { replayOf } from './logs/replay';
import { ruleChangesOf } from './catalogue/rule-changes';
import { secondAddressesOf } from './people/second-addresses';
import { renewalsOf } from './people/renewals';
import { settlementsOf } from './logs/settlements';
import { testEventsOf } from './logs/test-events';
import { userWatchOf } from './people/user-watch';
import { webhookLogsOf } from './logs/webhook-logs';
import { welcomeMailOf } from './messages/welcome-mail';

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
