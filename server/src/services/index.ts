import accessLevels from './access-levels';
import activity from './activity';
import connection from './connection';
import inbox from './inbox';
import jobs from './jobs';
import lostWebhooks from './lost-webhooks';
import mappings from './mappings';
import members from './members';
import offers from './offers';
import outbox from './outbox';
import overview from './overview';
import processing from './processing';
import webhookLogs from './webhook-logs';

export const services = {
  'access-levels': accessLevels,
  activity,
  connection,
  inbox,
  jobs,
  'lost-webhooks': lostWebhooks,
  mappings,
  members,
  offers,
  outbox,
  overview,
  processing,
  'webhook-logs': webhookLogs,
};
