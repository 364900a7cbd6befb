import type { Core } from '@strapi/strapi';
import type { Context, Next } from 'koa';
import { keepHeaders } from '../core/kartra/headers';
import { describeError } from '../utils/describe-error';
import { getService } from '../utils/get-service';
import { readBody } from './read-body';
import { webhookKeyOf } from './webhook-path';

/**
 * The only public write route: Kartra cannot sign in and signs nothing, so the key in the address is what
 * authenticates. Answered here, in front of Strapi's logger (which prints addresses) and its body parser (which
 * guesses by header and refuses with a logged stack): neither ever sees a webhook. That is why no route declares it.
 */
export function addWebhookMiddleware(strapi: Core.Strapi): void {
  const prefix = strapi.config.get<string>('api.rest.prefix', '/api');
  strapi.server.use(async (ctx: Context, next: Next) => {
    const key = webhookKeyOf(ctx.url, prefix);
    if (key === null) {
      await next();
      return;
    }
    try {
      await answer(strapi, ctx, key);
    } catch (error) {
      // Koa would print the error with everything it holds.
      strapi.log.error(`[kartra] A webhook could not be answered (${describeError(error)}).`);
      if (ctx.method === 'POST') getService(strapi, 'lost-webhooks').count(Date.now());
      unavailable(ctx);
    }
  });
}

async function answer(strapi: Core.Strapi, ctx: Context, key: string): Promise<void> {
  ctx.set('Cache-Control', 'no-store');
  ctx.set('Referrer-Policy', 'no-referrer');
  const door = await getService(strapi, 'connection').open(key);
  if (door === 'unavailable') return unavailable(ctx);
  if (!door || !['GET', 'HEAD', 'POST'].includes(ctx.method)) return notFound(ctx);

  if (ctx.method !== 'POST') {
    ctx.status = 200;
    ctx.type = 'text/plain; charset=utf-8';
    ctx.body = 'This is the webhook URL of the Kartra integration. It works; Kartra posts to it.\n';
    return;
  }
  const body = await readBody(ctx.req);
  // Whoever dawdles is not waited for: the rest is cut off with the answer.
  if (body.type === 'too-slow') ctx.set('Connection', 'close');
  const headers = keepHeaders(ctx.headers);
  const { status, word } = await getService(strapi, 'inbox').receive(door, body, headers);
  if (status === 503) return unavailable(ctx);
  ctx.status = status;
  ctx.body = { status: word };
}

/** The same for an unknown key, a wrong one, another method, and a connection that is off. */
function notFound(ctx: Context): void {
  ctx.status = 404;
  ctx.body = '';
  ctx.remove('Content-Type');
}

function unavailable(ctx: Context): void {
  ctx.status = 503;
  ctx.set('Retry-After', '30');
  ctx.body = { status: 'unavailable' };
}
