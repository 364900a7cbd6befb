import accessLevels from './access-levels';
import activity from './activity';
import claimLink from './claim-link';
import claims from './claims';
import connection from './connection';
import contentAccess from './content-access';
import jobs from './jobs';
import mappings from './mappings';
import me from './me';
import members from './members';
import newRules from './new-rules';
import offers from './offers';
import overview from './overview';
import passwordLink from './password-link';
import previews from './previews';
import suggestions from './suggestions';
import testEvents from './test-events';
import webhook from './webhook';
import webhookKeys from './webhook-keys';
import webhookLogs from './webhook-logs';

export const controllers = {
  'access-levels': accessLevels,
  activity,
  'claim-link': claimLink,
  claims,
  connection,
  'content-access': contentAccess,
  jobs,
  mappings,
  me,
  members,
  'new-rules': newRules,
  offers,
  overview,
  'password-link': passwordLink,
  previews,
  suggestions,
  'test-events': testEvents,
  webhook,
  'webhook-keys': webhookKeys,
  'webhook-logs': webhookLogs,
};
