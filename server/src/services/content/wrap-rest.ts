import type { Core } from '@strapi/strapi';
import { findLeak, inFilters, inPopulate, inSort } from '../../core/content/query-leaks';
import type { Readable } from '../../core/content/prune';
import { isAuth, isUntouched, USERS_STRATEGY } from './auth';
import { guardOf } from './guard';
import { protectionsOf } from './protections';

type Verify = (auth: unknown, config?: unknown) => Promise<unknown>;
type Check = (value: unknown, schema: unknown, options?: { auth?: unknown }) => unknown;

/** Of Strapi's own, what is wrapped. */
export interface Wrapped {
  readonly auth: { verify: Verify };
  readonly sanitize: Record<string, Check>;
  readonly validate: Record<string, Check>;
}

export function wrappedOf(strapi: Core.Strapi): Wrapped {
  const { sanitize, validate } = strapi.contentAPI as unknown as Omit<Wrapped, 'auth'>;
  return { auth: strapi.get<Wrapped['auth']>('auth'), sanitize, validate };
}

/** Where the type is read. Writing asks for its own box, as before, and Strapi's own controllers ask for reading too, for what they answer. */
const READ = /^(.+)\.(?:find|findOne)$/;

/**
 * Strapi asks `auth.verify` whether a user may take an action: for a route, for each relation that a query names, for
 * each relation in an answer, and for each field of GraphQL's `Query`. For reading a protected type the level alone
 * decides, so that a set of levels works with the one role that Strapi knows.
 */
export function wrapVerify(strapi: Core.Strapi): void {
  const { auth: service } = wrappedOf(strapi);
  const guard = guardOf(strapi);
  const protections = protectionsOf(strapi);
  const verify = service.verify.bind(service);
  service.verify = async (auth, config) => {
    const scopes = scopesOf(config);
    const guarded = scopes.flatMap((scope) => {
      const uid = READ.exec(scope)?.[1];
      return uid !== undefined && protections.find(uid) ? [{ scope, uid }] : [];
    });
    if (guarded.length === 0 || !isAuth(auth) || isUntouched(auth)) return verify(auth, config);
    for (const { uid } of guarded) await guard.enter(uid, auth);
    const others = scopes.filter((scope) => !guarded.some((one) => one.scope === scope));
    if (auth.strategy.name !== USERS_STRATEGY) return verify(auth, config);
    if (others.length > 0) return verify(auth, { ...(config as object), scope: others });
    return undefined;
  };
}

function scopesOf(config: unknown): string[] {
  const scope = (config as { scope?: unknown } | null | undefined)?.scope;
  const scopes: unknown[] = Array.isArray(scope) ? scope : [scope];
  return scopes.filter((one) => typeof one === 'string');
}

const FINDERS: Readonly<
  Record<string, (value: unknown, uid: string, readable: Readable) => string | null>
> = {
  query: findLeak,
  filters: (value, uid, readable) => inFilters(value, uid, readable, 'filters'),
  sort: (value, uid, readable) => inSort(value, uid, readable, 'sort'),
  populate: (value, uid, readable) => inPopulate(value, uid, readable, 'populate'),
};

const uidOf = (schema: unknown): string | null => {
  const uid = (schema as { uid?: unknown } | null | undefined)?.uid;
  return typeof uid === 'string' ? uid : null;
};

/**
 * Every core controller, GraphQL resolver and custom controller that does what Strapi asks of it sends its query and its
 * answer through these. Both halves refuse the same, because a custom controller may call only one.
 */
export function wrapContentApi(strapi: Core.Strapi): void {
  const { sanitize, validate } = wrappedOf(strapi);
  const guard = guardOf(strapi);
  for (const half of [sanitize, validate]) {
    for (const [name, find] of Object.entries(FINDERS)) {
      const check = half[name];
      if (!check) continue;
      half[name] = async (value, schema, options) => {
        const uid = uidOf(schema);
        if (uid !== null) {
          await guard.enter(uid, options?.auth);
          await guard.query((readable) => find(value, uid, readable), options?.auth);
        }
        return check(value, schema, options);
      };
    }
  }
  const output = sanitize['output'];
  if (!output) throw new Error('Strapi has no contentAPI.sanitize.output.');
  sanitize['output'] = async (data, schema, options) => {
    const answer = await output(data, schema, options);
    const uid = uidOf(schema);
    return uid === null ? answer : guard.output(answer, uid, options?.auth);
  };
}
