import type { Context } from 'koa';
import { ACTIONS, type ActionName } from '../constants';

interface Administrator {
  readonly firstname?: string | null;
  readonly lastname?: string | null;
  readonly username?: string | null;
  readonly email?: string | null;
}

/** Who is asking, as shown in the activity: the name, or the e-mail where there is none. */
export function actorOf(ctx: Context): string {
  const user = ctx.state['user'] as Administrator | undefined;
  const name = [user?.firstname, user?.lastname].filter(Boolean).join(' ');
  return name || user?.username || user?.email || 'An administrator';
}

/** Beside the permission that the route itself needs: whether what it shows may hold more. */
export function isAllowed(ctx: Context, action: ActionName): boolean {
  const ability = ctx.state['userAbility'] as { can(action: string): boolean } | undefined;
  return ability?.can(ACTIONS[action]) === true;
}

/** The body of a request; Strapi's body parser has read it. */
export const bodyOf = (ctx: Context): unknown => (ctx.request as { body?: unknown }).body ?? {};
