import type { Core } from '@strapi/strapi';
import type { FindTeaser } from '../../core/content/models';
import { teaserFor } from '../../core/content/rule';
import { perStrapi } from '../../utils/per-strapi';
import {
  isAuth,
  isUntouched,
  requestOf,
  signedIn,
  USERS_STRATEGY,
  type Auth,
  type RequestState,
} from './auth';
import { heldOf } from './held';
import { protectionsOf } from './protections';

/** Everything is open: no request is being answered, or not one that levels are about. */
const OPEN: FindTeaser = () => null;

/** Who reads, and what is left for them of each protected type. The levels are asked once for each request. */
export const readerOf = perStrapi(({ strapi }) => {
  const protections = protectionsOf(strapi);
  const known = new WeakMap<Auth, Promise<FindTeaser>>();

  const visitor: FindTeaser = (uid) => protections.find(uid)?.teaser ?? null;

  const ask = async (auth: Auth): Promise<FindTeaser> => {
    const state = requestOf(strapi)?.state;
    const user = signedIn(auth.strategy.name === USERS_STRATEGY ? auth.credentials : state?.user);
    if (user === null) return visitor;
    // Strapi lets in no account that still has to confirm its address.
    const holder = { userId: user.id, roleId: user.roleId, status: 'ready' } as const;
    const { held, levels } = await heldOf(strapi).read(holder);
    return (uid) => {
      const protection = protections.find(uid);
      return protection ? teaserFor(protection, held, levels) : null;
    };
  };

  return {
    /** What a person without any level may read. */
    visitor,

    /** `auth` as the caller has it; without one, that of the request that is being answered. */
    async teasers(given?: unknown): Promise<FindTeaser> {
      const request = requestOf(strapi);
      const auth = isAuth(given) ? given : request?.state.auth;
      if (!isAuth(auth)) return request && !isOfPanel(request.state) ? visitor : OPEN;
      if (isUntouched(auth)) return OPEN;
      keepFromCaches(strapi);
      const asked = known.get(auth) ?? ask(auth);
      known.set(auth, asked);
      return asked;
    },
  };
});

const isOfPanel = ({ route }: RequestState): boolean => route?.info?.type === 'admin';

/** The answer depends on who asks, so that no cache between may give it to anyone else. */
function keepFromCaches(strapi: Core.Strapi): void {
  const request = requestOf(strapi);
  if (!request) return;
  request.vary('Authorization');
  if (!request.response.get('Cache-Control').includes('no-store'))
    request.set('Cache-Control', 'private');
}
