import { sayDay as day } from '../wording/days';
import { line, type ExplainInput, type Line } from './explain-sources';

/**
 * What is true of the account now, where it is not what purchases and overrides say: told before anything else
 * (RULES M10). `level` is what those give; null: none.
 */
export function accountLines(input: ExplainInput, level: string | null): Line[] {
  const { user, isProtected, fallback } = input;
  const due = level ?? fallback;
  if (!user) return goneLines(input, due);
  const role = user.roleName;
  if (isProtected) {
    const text = `${role ?? 'This role'}, a staff role that is never changed. Purchases would give ${due ?? 'nothing'}.`;
    return [line('explain.staff', { role, level: due }, text)];
  }
  return [...differenceLines(input, due), ...blockedLines(input, due)];
}

/** No one can be given anything: the account is gone. */
function goneLines({ userGoneAt, heldReason }: ExplainInput, due: string | null): Line[] {
  if (userGoneAt === null || heldReason !== 'account-deleted') return [];
  const text = `The account was deleted on ${day(userGoneAt)}; ${due ?? 'the level'} waits.`;
  return [line('explain.account-deleted', { level: due, goneAt: userGoneAt }, text)];
}

function differenceLines(input: ExplainInput, due: string | null): Line[] {
  const { heldReason, changedByHandAt } = input;
  const role = input.user?.roleName ?? null;
  if (heldReason === 'unconfirmed-account') {
    const text = `The e-mail address is not confirmed, and this site asks for it; ${due ?? 'the level'} waits.`;
    return [line('explain.unconfirmed', { level: due }, text)];
  }
  // What a stuck webhook has not done yet was done by no one.
  const isStuck = input.purchases.some(({ stuck }) => stuck !== null);
  if (role === due || (isStuck && changedByHandAt === null)) return [];
  const when = changedByHandAt === null ? '' : ` on ${day(changedByHandAt)}`;
  return [
    line(
      'explain.by-hand',
      { role, level: due, changedAt: changedByHandAt },
      `${role ?? 'No role'}, changed by hand${when}; purchases give ${due ?? 'nothing'}.`
    ),
  ];
}

function blockedLines({ user }: ExplainInput, due: string | null): Line[] {
  if (!user?.blocked) return [];
  const text = `Blocked in Strapi; would have ${due ?? 'no role'}.`;
  return [line('explain.blocked', { level: due }, text)];
}
