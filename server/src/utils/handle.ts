import type { Context } from 'koa';
import type { z } from 'zod';
import type { Action } from '../../../contracts/api';
import type { Immutable } from '../../../contracts/schema';
import { bodyOf } from './body-of';
import { validate } from './validate';

type Part = 'params' | 'query' | 'body';

/** What was read out of a request: the parts that the action takes. */
type Asked<Of extends Action> = {
  readonly [Name in Part as Of[Name] extends z.ZodType ? Name : never]: Of[Name] extends z.ZodType
    ? z.output<Of[Name]>
    : never;
};

/**
 * A controller's action, by its entry in `contracts/api.ts`: what it takes is validated before `work` begins, and
 * TypeScript holds what it answers against the contract. An action with several statuses sets its own.
 */
export const handle =
  <const Of extends Action>(
    { params, query, body, statuses = [200] }: Of,
    work: (ctx: Context, asked: Asked<Of>) => Promise<Immutable<z.input<Of['answer']>>>
  ) =>
  async (ctx: Context): Promise<void> => {
    const asked = {
      ...(params ? { params: validate(params, ctx['params']) } : {}),
      ...(query ? { query: validate(query, ctx.query) } : {}),
      ...(body ? { body: validate(body, bodyOf(ctx)) } : {}),
    };
    const answer = await work(ctx, asked as Asked<Of>);
    if (statuses.length === 1) ctx.status = statuses[0];
    ctx.body = answer;
  };
