import { alertMails, alertsOf, newRulesOf, overviewOf } from './health';
import {
  welcomeMails,
  mailboxOf,
  outboxOf,
  siteOriginOfAdministrators,
  welcomeMailOf,
} from './messages';
import { applyMappings, recomputeMembers, applyNewRules, compareNewRules, hooksOf } from './engine';
import { replayWebhooks, replayOf, settlementsOf, testEventsOf, webhookLogsOf } from './logs';
import {
  accessOf,
  accountClaimsOf,
  accountLinksOf,
  claimMails,
  driftOf,
  driftSweepOf,
  memberCareOf,
  membersOf,
  overridesOf,
  secondAddressesOf,
  renewalsOf,
  userWatchOf,
} from './people';
import {
  accessLevelsOf,
  mappingsOf,
  offersOf,
  paidPeriodsOf,
  previewOf,
  ruleChangesOf,
} from './catalogue';
import { activityOf } from './activity';
import { connectionOf, siteAnswerOf, webhookKeysOf } from './connection';
import { contentOf } from './content';
import { housekeepingOf } from './upkeep';
import { doorCountsOf, inboxOf, lostWebhooksOf, processingOf } from './receiving';
import { jobsOf, pauseOf } from './background';
import { backgroundOf } from './run';

import type { Core } from '@strapi/strapi';
import { watchImports } from '../repositories/imports';

type Made<Of> = Of extends (strapi: Core.Strapi) => infer Service ? Service : never;

/** What Strapi asks for a service: one that is made the first time it is needed. */
const named =
  <Of extends (strapi: Core.Strapi) => unknown>(of: Of) =>
  ({ strapi }: { strapi: Core.Strapi }): Made<Of> =>
    of(strapi) as Made<Of>;

export const services = {
  access: named(accessOf),
  'access-levels': named(accessLevelsOf),
  'account-claims': named(accountClaimsOf),
  'account-links': named(accountLinksOf),
  activity: named(activityOf),
  alerts: named(alertsOf),
  background: named(backgroundOf),
  connection: named(connectionOf),
  content: named(contentOf),
  'door-counts': named(doorCountsOf),
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
  'site-answer': named(siteAnswerOf),
  'site-origin': named(siteOriginOfAdministrators),
  settlements: named(settlementsOf),
  'test-events': named(testEventsOf),
  'user-watch': named(userWatchOf),
  'webhook-keys': named(webhookKeysOf),
  'webhook-logs': named(webhookLogsOf),
  'welcome-mail': named(welcomeMailOf),
};

export { backgroundOf };

/** Who does what the queues hold, and when it has to wait. */
export function connectServices(strapi: Core.Strapi): void {
  const pause = pauseOf(strapi);
  watchImports(strapi, { begun: () => pause.begin('import'), over: () => pause.end('import') });

  const jobs = jobsOf(strapi);
  jobs.handle(applyMappings);
  jobs.handle(recomputeMembers);
  jobs.handle(compareNewRules);
  jobs.handle(applyNewRules);
  jobs.handle(replayWebhooks);

  const mailbox = mailboxOf(strapi);
  mailbox.handle(welcomeMails);
  mailbox.handle(claimMails);
  mailbox.handle(alertMails);
}
