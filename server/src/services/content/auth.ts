import type { Core } from '@strapi/strapi';

/** What Strapi found out about who sends a request (`ctx.state.auth`). */
export interface Auth {
  readonly strategy: { readonly name: string };
  /** The user; null: a visitor. */
  readonly credentials?: unknown;
}

export interface RequestState {
  readonly auth?: unknown;
  readonly user?: unknown;
  readonly route?: { readonly info?: { readonly type?: string } };
}

export const USERS_STRATEGY = 'users-permissions';

/** A front end that fetches with a token decides for itself, and administrators see everything in the panel. */
const UNTOUCHED: readonly string[] = [
  'content-api-token',
  'api-token',
  'admin',
  'admin-token',
  'data-transfer',
];

export const isAuth = (value: unknown): value is Auth =>
  typeof (value as { strategy?: { name?: unknown } } | null | undefined)?.strategy?.name ===
  'string';

export const isUntouched = ({ strategy }: Auth): boolean => UNTOUCHED.includes(strategy.name);

/** The request that is being answered, as far as it matters here; undefined: none, as in a job of the site. */
export function requestOf(strapi: Core.Strapi) {
  const ctx: unknown = strapi.requestContext.get();
  return ctx as
    | {
        readonly state: RequestState;
        readonly response: { get(name: string): string };
        set(name: string, value: string): void;
        vary(name: string): void;
      }
    | undefined;
}

export interface SignedIn {
  readonly id: number;
  readonly roleId: number | null;
}

/** The user behind a request; null: a visitor. */
export function signedIn(value: unknown): SignedIn | null {
  const user = value as { id?: unknown; role?: { id?: unknown } | null } | null | undefined;
  if (typeof user?.id !== 'number') return null;
  return { id: user.id, roleId: typeof user.role?.id === 'number' ? user.role.id : null };
}
