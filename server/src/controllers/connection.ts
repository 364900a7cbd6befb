import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import type { Context } from 'koa';
import type { Viewer } from '../services/connection';
import { actorOf, bodyOf, isAllowed } from '../utils/admin-context';
import { getService } from '../utils/get-service';
import { validate } from '../utils/validate';
import {
  disableConnectionBody,
  previewWelcomeBody,
  rotateConnectionBody,
  updateConnectionBody,
} from './validation/connection';
import { nothing } from './validation/common';

export default ({ strapi }: { strapi: Core.Strapi }) => {
  const connection = () => getService(strapi, 'connection');

  return {
    async find(ctx: Context) {
      ctx.body = { data: await connection().get(viewerOf(ctx)), meta: {} };
    },

    async enable(ctx: Context) {
      validate(nothing, bodyOf(ctx));
      ctx.body = { data: await connection().enable(viewerOf(ctx)), meta: {} };
    },

    async disable(ctx: Context) {
      const { mode } = validate(disableConnectionBody, bodyOf(ctx));
      ctx.body = { data: await connection().disable(mode, viewerOf(ctx)), meta: {} };
    },

    async rotate(ctx: Context) {
      const body = validate(rotateConnectionBody, bodyOf(ctx));
      ctx.body = { data: await connection().rotate(body, viewerOf(ctx)), meta: {} };
    },

    async update(ctx: Context) {
      const body = validate(updateConnectionBody, bodyOf(ctx));
      if (body.ipnSecrets && !isAllowed(ctx, 'manageSecrets')) {
        throw new errors.ForbiddenError('Your role may not set IPN secrets.');
      }
      ctx.body = { data: await connection().update(body, viewerOf(ctx)), meta: {} };
    },

    async previewWelcome(ctx: Context) {
      const body = validate(previewWelcomeBody, bodyOf(ctx));
      ctx.body = { data: await getService(strapi, 'welcome-mail').preview(body), meta: {} };
    },

    async findAlertRecipients(ctx: Context) {
      ctx.body = { data: await getService(strapi, 'alerts').recipients(), meta: {} };
    },
  };
};

function viewerOf(ctx: Context): Viewer {
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
