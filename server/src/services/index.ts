import accessLevels from './access-levels';
import activity from './activity';
import connection from './connection';
import housekeeping from './housekeeping';
import inbox from './inbox';
import jobs from './jobs';
import lostWebhooks from './lost-webhooks';
import mappings from './mappings';
import members from './members';
import offers from './offers';
import outbox from './outbox';
import overview from './overview';
import processing from './processing';
import replay from './replay';
import settlements from './settlements';
import userWatch from './user-watch';
import webhookLogs from './webhook-logs';

export const services = {
  'access-levels': accessLevels,
  activity,
  connection,
  housekeeping,
  inbox,
  jobs,
  'lost-webhooks': lostWebhooks,
  mappings,
  members,
  offers,
  outbox,
  overview,
  processing,
  replay,
  settlements,
  'user-watch': userWatch,
  'webhook-logs': webhookLogs,
};
