import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { PAGE_LANGUAGES, renderLinkPage, type LinkPage } from '../core/mail/link-page';
import { openLink, welcomeMailOf } from '../services/messages';
import { describeError } from '../utils/describe-error';

const STATUS: Readonly<Record<LinkPage, number>> = {
  ended: 410,
  renewed: 200,
  unknown: 404,
  unavailable: 503,
};

/** It loads nothing, posts to itself only, and is shown in no frame. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/**
 * The link in a welcome mail. Only the middleware leads here, before Strapi's own logger, so that the code in the
 * address, which opens an account, is in no log.
 */
export default ({ strapi }: { strapi: Core.Strapi }) => ({
  async answer(ctx: Context, code: string): Promise<void> {
    ctx.set('Cache-Control', 'no-store');
    ctx.set('Referrer-Policy', 'no-referrer');
    ctx.set('X-Content-Type-Options', 'nosniff');
    try {
      if (ctx.method === 'GET') await open(strapi, ctx, code);
      else if (ctx.method === 'POST') await renew(strapi, ctx, code);
      // A scanner that only asks whether it is there opens nothing.
      else ctx.status = ctx.method === 'HEAD' ? 200 : 405;
    } catch (error) {
      strapi.log.error(`[kartra] A password link could not be opened (${describeError(error)}).`);
      show(ctx, 'unavailable');
    }
  },
});

async function open(strapi: Core.Strapi, ctx: Context, code: string): Promise<void> {
  const opened = await openLink(strapi, code);
  if (opened.type !== 'open') return show(ctx, opened.type);
  ctx.redirect(opened.address);
  ctx.body = '';
}

async function renew(strapi: Core.Strapi, ctx: Context, code: string): Promise<void> {
  // Its form has no fields: don't wait for what is sent anyway, close the connection after responding.
  ctx.set('Connection', 'close');
  show(ctx, (await welcomeMailOf(strapi).renew(code)) ? 'renewed' : 'unknown');
}

function show(ctx: Context, page: LinkPage): void {
  const asked = PAGE_LANGUAGES.find((each) => each === ctx.acceptsLanguages([...PAGE_LANGUAGES]));
  ctx.status = STATUS[page];
  ctx.set('Content-Security-Policy', POLICY);
  ctx.type = 'text/html; charset=utf-8';
  ctx.body = renderLinkPage(page, asked ?? 'en');
}
