import type { Context } from 'koa';
import type { Viewer } from '../services/connection';
import { actorOf, isAllowed } from '../utils/admin-context';

/** Who looks at the connection, and how they came here. */
export function viewerOf(ctx: Context): Viewer {
  // Nothing of an answer that may hold the webhook URL stays in a cache or goes on as a referrer.
  ctx.set('Cache-Control', 'no-store');
  ctx.set('Referrer-Policy', 'no-referrer');
  return {
    actor: actorOf(ctx),
    seesSecrets: isAllowed(ctx, 'manageSecrets'),
    origin: browserOrigin(ctx),
  };
}

/** A browser names its page's address only when it writes; otherwise what it asked for, as the proxy passes it on. */
function browserOrigin(ctx: Context): string {
  const [protocol = ''] = ctx.get('x-forwarded-proto').split(',');
  const scheme = /^https?$/.test(protocol.trim()) ? protocol.trim() : ctx.protocol;
  const candidates = [ctx.get('origin'), `${scheme}://${ctx.host}`];
  for (const candidate of candidates) {
    if (/^https?:\/\//.test(candidate) && URL.canParse(candidate)) return new URL(candidate).origin;
  }
  return 'http://localhost';
}
