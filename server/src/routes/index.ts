import accessLevels from './admin/access-levels';
import activity from './admin/activity';
import connection from './admin/connection';
import contentAccess from './admin/content-access';
import jobs from './admin/jobs';
import mappings from './admin/mappings';
import members from './admin/members';
import newRules from './admin/new-rules';
import offers from './admin/offers';
import overview from './admin/overview';
import previews from './admin/previews';
import suggestions from './admin/suggestions';
import testEvents from './admin/test-events';
import webhookKeys from './admin/webhook-keys';
import webhookLogs from './admin/webhook-logs';
import type { requires } from '../utils/requires';

/** What a copy of another site answers: questions, and the one answer that ends the state. */
const ANSWERED_BY_A_COPY = 'connection.answerSite';

export interface Route {
  readonly method: string;
  readonly path: string;
  readonly handler: string;
  readonly config: ReturnType<typeof requires>;
}

/** Changes are only made where it is known whose site this is. */
const onKnownSite = (route: Route) =>
  route.method === 'GET' || route.handler === ANSWERED_BY_A_COPY
    ? route
    : { ...route, config: { ...route.config, middlewares: ['plugin::kartra.known-site'] } };

/**
 * The public webhook route is not among these: see middlewares/webhook. The one for members is added in register, as it
 * needs Strapi itself, and Strapi 5.12 knows no content routes that are a function.
 */
export const routes = {
  admin: {
    type: 'admin',
    routes: [
      ...accessLevels,
      ...activity,
      ...connection,
      ...contentAccess,
      ...jobs,
      ...mappings,
      ...members,
      ...newRules,
      ...offers,
      ...overview,
      ...previews,
      ...suggestions,
      ...testEvents,
      ...webhookKeys,
      ...webhookLogs,
    ].map(onKnownSite),
  },
};
