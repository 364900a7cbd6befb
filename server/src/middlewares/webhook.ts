import type { Core } from '@strapi/strapi';
import type { Context, Next } from 'koa';
import { controllers } from '../controllers';
import { webhookKeyOf } from './webhook-path';

/**
 * Recognizes Kartra's requests in front of Strapi's logger (which prints addresses) and its body parser (which guesses
 * by header and refuses with a logged stack), and hands them to the controller. Neither ever sees a webhook, which is
 * why no route declares it.
 */
export function addWebhookMiddleware(strapi: Core.Strapi): void {
  const prefix = strapi.config.get<string>('api.rest.prefix', '/api');
  const webhook = controllers.webhook({ strapi });
  strapi.server.use(async (ctx: Context, next: Next) => {
    const key = webhookKeyOf(ctx.url, prefix);
    await (key === null ? next() : webhook.receive(ctx, key));
  });
}
