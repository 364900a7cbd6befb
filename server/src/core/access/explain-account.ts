import { line, type ExplainInput, type Line } from './explain-sources';

/**
 * What is true of the account now, where it differs from purchases and overrides: these lines come first
 * (RULES M10). `level` is what those give; null: none.
 */
export function accountLines(input: ExplainInput, level: string | null): Line[] {
  const { user, isProtected, fallback } = input;
  const due = level ?? fallback;
  if (!user) return goneLines(input, due);
  const role = user.roleName;
  if (isProtected) {
    return [line('explain.staff', { role, level: due })];
  }
  return [...differenceLines(input, due), ...blockedLines(input, due)];
}

/** No one can be given anything: the account is gone. */
function goneLines({ userGoneAt, heldReason }: ExplainInput, due: string | null): Line[] {
  if (userGoneAt === null || heldReason !== 'account-deleted') return [];
  return [line('explain.account-deleted', { level: due, goneAt: userGoneAt })];
}

function differenceLines(input: ExplainInput, due: string | null): Line[] {
  const { heldReason, changedByHandAt } = input;
  const role = input.user?.roleName ?? null;
  if (heldReason === 'unconfirmed-account') {
    return [line('explain.unconfirmed', { level: due })];
  }
  // What a stuck webhook has not done yet was done by no one.
  const isStuck = input.purchases.some(({ stuck }) => stuck !== null);
  if (role === due || (isStuck && changedByHandAt === null)) return [];
  return [line('explain.by-hand', { role, level: due, changedAt: changedByHandAt })];
}

function blockedLines({ user }: ExplainInput, due: string | null): Line[] {
  if (!user?.blocked) return [];
  return [line('explain.blocked', { level: due })];
}
