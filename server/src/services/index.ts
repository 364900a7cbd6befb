import access from './access';
import accessLevels from './access-levels';
import accountLinks from './account-links';
import activity from './activity';
import alerts from './alerts';
import connection from './connection';
import drift from './drift';
import driftSweep from './drift-sweep';
import hooks from './hooks';
import housekeeping from './housekeeping';
import inbox from './inbox';
import jobs from './jobs';
import lostWebhooks from './lost-webhooks';
import mailbox from './mailbox';
import mappings from './mappings';
import memberCare from './member-care';
import members from './members';
import newRules from './new-rules';
import offers from './offers';
import outbox from './outbox';
import paidPeriods from './paid-periods';
import overrides from './overrides';
import overview from './overview';
import preview from './preview';
import processing from './processing';
import replay from './replay';
import ruleChanges from './rule-changes';
import secondAddresses from './second-addresses';
import renewals from './renewals';
import settlements from './settlements';
import testEvents from './test-events';
import userWatch from './user-watch';
import webhookLogs from './webhook-logs';
import welcomeMail from './welcome-mail';

export const services = {
  access,
  'access-levels': accessLevels,
  'account-links': accountLinks,
  activity,
  alerts,
  connection,
  drift,
  'drift-sweep': driftSweep,
  hooks,
  housekeeping,
  inbox,
  jobs,
  'lost-webhooks': lostWebhooks,
  mailbox,
  mappings,
  'member-care': memberCare,
  members,
  'new-rules': newRules,
  offers,
  outbox,
  overrides,
  'paid-periods': paidPeriods,
  overview,
  preview,
  processing,
  replay,
  'rule-changes': ruleChanges,
  'second-addresses': secondAddresses,
  renewals,
  settlements,
  'test-events': testEvents,
  'user-watch': userWatch,
  'webhook-logs': webhookLogs,
  'welcome-mail': welcomeMail,
};
