import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { isAllowedIp, plainIp } from '../core/rules/ip-list';
import { keepHeaders } from '../core/kartra/headers';
import {
  doorCountsOf,
  doorOf,
  inboxOf,
  lostWebhooksOf,
  readBody,
  sendersOf,
  type Answer,
} from '../services/receiving';
import { describeError } from '../utils/describe-error';
import { nowOf } from '../services/background';

/**
 * The only public write route: Kartra cannot sign in and signs nothing, so the key in the address is what
 * authenticates. No route leads here, only the webhook middleware, which runs before Strapi's own.
 */
export default ({ strapi }: { strapi: Core.Strapi }) => ({
  async receive(ctx: Context, key: string): Promise<void> {
    try {
      await answer(strapi, ctx, key);
    } catch (error) {
      // Koa would print the error with everything it holds.
      strapi.log.error(`[kartra] A webhook could not be answered (${describeError(error)}).`);
      if (ctx.method === 'POST') lostWebhooksOf(strapi).count(nowOf(strapi));
      unavailable(ctx);
    }
  },
});

async function answer(strapi: Core.Strapi, ctx: Context, key: string): Promise<void> {
  ctx.set('Cache-Control', 'no-store');
  ctx.set('Referrer-Policy', 'no-referrer');
  const door = await doorOf(strapi).open(key);
  if (door === 'unavailable') return unavailable(ctx);
  if (door === 'wrong' && ctx.method === 'POST') doorCountsOf(strapi).countWrong(nowOf(strapi));
  if (door === 'wrong' || door === 'off' || !['GET', 'HEAD', 'POST'].includes(ctx.method)) {
    return notFound(ctx);
  }

  if (ctx.method !== 'POST') {
    ctx.status = 200;
    ctx.type = 'text/plain; charset=utf-8';
    ctx.body = 'This is the webhook URL of the Kartra integration. It works; Kartra posts to it.\n';
    return;
  }
  doorCountsOf(strapi).countUse(door.keyId, nowOf(strapi));
  const ip = plainIp(ctx.ip);
  sendersOf(strapi).note({ ip, at: nowOf(strapi) });
  if (!isAllowedIp(ip, door.allowedIps)) {
    // Its body stays unread.
    ctx.set('Connection', 'close');
    return tell(ctx, await inboxOf(strapi).refuseSender(door, ip, keepHeaders(ctx.headers)));
  }
  const body = await readBody(ctx.req);
  // Don't wait for what was not read: close the connection after responding.
  if (body.type !== 'bytes') ctx.set('Connection', 'close');
  const headers = keepHeaders(ctx.headers);
  tell(ctx, await inboxOf(strapi).receive(door, body, headers));
}

function tell(ctx: Context, { status, word }: Answer): void {
  if (status === 503) return unavailable(ctx);
  ctx.status = status;
  ctx.body = { status: word };
}

/** The same for an unknown key, a wrong one, another method, and a connection that is off. */
function notFound(ctx: Context): void {
  ctx.status = 404;
  // Its body stays unread.
  if (ctx.method === 'POST') ctx.set('Connection', 'close');
  ctx.body = '';
  ctx.remove('Content-Type');
}

function unavailable(ctx: Context): void {
  ctx.status = 503;
  ctx.set('Retry-After', '30');
  ctx.body = { status: 'unavailable' };
}
