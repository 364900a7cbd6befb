import server from './server/src';
import type { accessOf } from './server/src/services/people/access';

/** For code of the site: `strapi.plugin('kartra').service<AccessService>('access')`. */
export type AccessService = ReturnType<typeof accessOf>;

export type { ProtectRule } from './server/src/core/content/rule';
export type { AccessReport, ProtectOptions } from './server/src/services/content';

export type {
  AccessChanged,
  AccountHook,
  Background,
  Hooks,
  KartraEvents,
  MemberCreated,
  NewAccount,
  NewAccountAnswer,
  OfferDiscovered,
  WebhookDead,
} from './contracts/hooks';

export default server;
