import accessLevels from './admin/access-levels';
import activity from './admin/activity';
import connection from './admin/connection';
import jobs from './admin/jobs';
import mappings from './admin/mappings';
import members from './admin/members';
import offers from './admin/offers';
import overview from './admin/overview';
import previews from './admin/previews';
import testEvents from './admin/test-events';
import webhookLogs from './admin/webhook-logs';

import me from './content-api/me';

/** The public webhook route is not among these: see middlewares/webhook. */
export const routes = {
  'content-api': me,
  admin: {
    type: 'admin',
    routes: [
      ...accessLevels,
      ...activity,
      ...connection,
      ...jobs,
      ...mappings,
      ...members,
      ...offers,
      ...overview,
      ...previews,
      ...testEvents,
      ...webhookLogs,
    ],
  },
};
