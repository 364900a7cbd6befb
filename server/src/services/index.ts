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
  accountLinksOf,
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
import { connectionOf, webhookKeysOf } from './connection';
import { contentOf } from './content';
import { housekeepingOf, unreadableValuesOf } from './upkeep';
import { doorCountsOf, inboxOf, lostWebhooksOf, processingOf } from './receiving';
import { jobsOf } from './background';

import type { Core } from '@strapi/strapi';

type Made<Of> = Of extends (strapi: Core.Strapi) => infer Service ? Service : never;

/** What Strapi asks for a service: one that is made the first time it is needed. */
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
  'site-origin': named(siteOriginOfAdministrators),
  settlements: named(settlementsOf),
  'test-events': named(testEventsOf),
  'user-watch': named(userWatchOf),
  'webhook-keys': named(webhookKeysOf),
  'webhook-logs': named(webhookLogsOf),
  'welcome-mail': named(welcomeMailOf),
};

/**
 * What runs beside the requests, on every instance. Begun in this order and ended in reverse: what queues messages
 * ends before what sends them, and lost webhooks are counted to the last.
 */
const BACKGROUND = [
  unreadableValuesOf,
  lostWebhooksOf,
  doorCountsOf,
  mailboxOf,
  outboxOf,
  driftSweepOf,
  housekeepingOf,
  secondAddressesOf,
  userWatchOf,
  jobsOf,
  processingOf,
] as const;

export function startBackground(strapi: Core.Strapi): void {
  for (const of of BACKGROUND) of(strapi).bootstrap();
}

/** Nothing new is begun; what runs ends, or is given back for another instance. */
export async function stopBackground(strapi: Core.Strapi): Promise<void> {
  for (const of of [...BACKGROUND].reverse()) await of(strapi).destroy();
}

/** Who does what the queues hold. */
export function connectServices(strapi: Core.Strapi): void {
  const jobs = jobsOf(strapi);
  jobs.handle(applyMappings);
  jobs.handle(recomputeMembers);
  jobs.handle(compareNewRules);
  jobs.handle(applyNewRules);
  jobs.handle(replayWebhooks);

  const mailbox = mailboxOf(strapi);
  mailbox.handle(welcomeMails);
  mailbox.handle(alertMails);
}
