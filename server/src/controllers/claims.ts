import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import type { Context } from 'koa';
import { api } from '../../../contracts/api';
import type { Claim } from '../../../contracts/claim';
import type { ClaimPage } from '../core/mail/claim-page';
import { plainIp } from '../core/rules/ip-list';
import { accountClaimsOf } from '../services/people';
import { describeError } from '../utils/describe-error';
import { handle } from '../utils/handle';

/** For sites with a page of their own for buyers who take over an account. */
export default ({ strapi }: { strapi: Core.Strapi }) => {
  const claims = accountClaimsOf(strapi);
  const limit = (ctx: Context): void => {
    ctx.set('Cache-Control', 'no-store');
    if (!claims.allowsFrom(plainIp(ctx.ip))) {
      throw new errors.RateLimitError('Too many requests. Try again in ten minutes.');
    }
  };

  return {
    ask: handle(api['claims.ask'], async (ctx, { body }) => {
      limit(ctx);
      // Not awaited: how long it takes would say whether the address is known.
      void claims.ask(body.email).catch((error: unknown) => {
        strapi.log.error(`[kartra] A claim link was not mailed (${describeError(error)}).`);
      });
      return Promise.resolve({ data: { ok: true as const } });
    }),

    look: handle(api['claims.look'], async (ctx, { body }) => {
      limit(ctx);
      return { data: show(await claims.look(body.code)) };
    }),

    use: handle(api['claims.use'], async (ctx, { body }) => {
      limit(ctx);
      const { code, password } = body;
      const answer = password === undefined ? { confirm: true as const } : { password };
      const page = await claims.use(code, answer);
      ctx.status = page.type === 'claimed' || page.type === 'confirmed' ? 200 : 400;
      return { data: show(page) };
    }),
  };
};

function show(page: ClaimPage): Claim {
  switch (page.type) {
    case 'claim':
      return {
        state: 'open',
        account: page.account,
        provider: null,
        fewestCharacters: page.fewest,
        problem: page.problem,
      };
    case 'provider':
      return { ...CLOSED, state: 'open', account: page.account, provider: page.provider };
    case 'claimed':
      return { ...CLOSED, state: 'claimed' };
    case 'confirmed':
      return { ...CLOSED, state: 'claimed', provider: page.provider };
    case 'unknown':
      return { ...CLOSED, state: 'unknown' };
    default:
      return { ...CLOSED, state: 'ended' };
  }
}

const CLOSED = { account: null, provider: null, fewestCharacters: null, problem: null } as const;
