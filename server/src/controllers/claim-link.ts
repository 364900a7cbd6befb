import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { renderClaimPage, type ClaimPage } from '../core/mail/claim-page';
import { PAGE_LANGUAGES } from '../core/mail/link-page';
import { accountClaimsOf } from '../services/people';
import { readBody } from '../services/receiving';
import { describeError } from '../utils/describe-error';

const STATUS: Readonly<Record<ClaimPage['type'], number>> = {
  claim: 200,
  provider: 200,
  claimed: 200,
  confirmed: 200,
  'claim-ended': 410,
  renewed: 200,
  unknown: 404,
  unavailable: 503,
};

/** It loads nothing, posts to itself only, and is shown in no frame. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** The page of a mailed link. Only the middleware leads here: the code in its address takes over an account. */
export default ({ strapi }: { strapi: Core.Strapi }) => ({
  async answer(ctx: Context, code: string): Promise<void> {
    ctx.set('Cache-Control', 'no-store');
    ctx.set('Referrer-Policy', 'no-referrer');
    ctx.set('X-Content-Type-Options', 'nosniff');
    try {
      if (ctx.method === 'GET') show(ctx, await accountClaimsOf(strapi).look(code));
      else if (ctx.method === 'POST') show(ctx, await post(strapi, ctx, code));
      else ctx.status = ctx.method === 'HEAD' ? 200 : 405;
    } catch (error) {
      strapi.log.error(`[kartra] A claim link could not be used (${describeError(error)}).`);
      show(ctx, { type: 'unavailable' });
    }
  },
});

async function post(strapi: Core.Strapi, ctx: Context, code: string): Promise<ClaimPage> {
  const claims = accountClaimsOf(strapi);
  const form = await readForm(ctx);
  if (form.get('again') === 'true') return claims.askAgain(code);
  if (form.get('confirm') === 'true') return claims.use(code, { confirm: true });
  return claims.use(code, { password: form.get('password') ?? '' });
}

const FORM_LIMITS = { bytes: 8192, ms: 10_000 };

/** No fields where it is too long or too slow: then the page is shown again. */
async function readForm(ctx: Context): Promise<URLSearchParams> {
  const body = await readBody(ctx.req, FORM_LIMITS);
  return new URLSearchParams(body.type === 'bytes' ? body.bytes.toString('utf8') : '');
}

function show(ctx: Context, page: ClaimPage): void {
  const asked = PAGE_LANGUAGES.find((each) => each === ctx.acceptsLanguages([...PAGE_LANGUAGES]));
  const isRefused = page.type === 'claim' && page.problem !== null;
  ctx.status = isRefused ? 400 : STATUS[page.type];
  ctx.set('Content-Security-Policy', POLICY);
  ctx.type = 'text/html; charset=utf-8';
  ctx.body = renderClaimPage(page, asked ?? 'en');
}
