import type { Context } from 'koa';
import { PERMISSION_NAMES } from '../core/viewer/permissions';
import { ACTIONS } from '../constants';
import type { Viewer } from '../core/viewer/viewer';

interface Administrator {
  readonly firstname?: string | null;
  readonly lastname?: string | null;
  readonly username?: string | null;
  readonly email?: string | null;
}

/** What Strapi's authentication leaves with a request; `admin-token` acts for the administrator who made it. */
interface Auth {
  readonly strategy?: { readonly name?: string };
  readonly credentials?: { readonly name?: string } | null;
}

const KINDS: Readonly<Record<string, Viewer['kind']>> = {
  admin: 'administrator',
  'admin-token': 'api-token',
  'api-token': 'api-token',
  'content-api-token': 'api-token',
};

/** Who asks, made of what Strapi found out. Controllers make it once and hand it on. */
export function viewerOf(ctx: Context): Viewer {
  const auth = ctx.state['auth'] as Auth | undefined;
  const kind = KINDS[auth?.strategy?.name ?? ''] ?? 'nobody';
  const ability = ctx.state['userAbility'] as { can(action: string): boolean } | undefined;
  return {
    kind,
    actor: actorOf(ctx, kind, auth),
    permissions: new Set(PERMISSION_NAMES.filter((name) => ability?.can(ACTIONS[name]) === true)),
    origin: originOf(ctx),
  };
}

/** The name, or the e-mail where there is none; a token acts for the administrator who made it, and says so. */
function actorOf(ctx: Context, kind: Viewer['kind'], auth: Auth | undefined): string {
  const user = ctx.state['user'] as Administrator | undefined;
  const person = [user?.firstname, user?.lastname].filter(Boolean).join(' ');
  const known = person || user?.username || user?.email;
  if (kind !== 'api-token') return known || 'An administrator';
  const token = auth?.credentials?.name;
  if (!token) return known || 'An API token';
  return known ? `${known}, by token “${token}”` : `Token “${token}”`;
}

/** A browser names its page's address only when it writes; otherwise what it asked for, as the proxy passes it on. */
function originOf(ctx: Context): string {
  const [protocol = ''] = ctx.get('x-forwarded-proto').split(',');
  const scheme = /^https?$/.test(protocol.trim()) ? protocol.trim() : ctx.protocol;
  const candidates = [ctx.get('origin'), `${scheme}://${ctx.host}`];
  for (const candidate of candidates) {
    if (/^https?:\/\//.test(candidate) && URL.canParse(candidate)) return new URL(candidate).origin;
  }
  return 'http://localhost';
}
