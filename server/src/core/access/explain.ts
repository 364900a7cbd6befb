import type { MessageValue } from '../../../../contracts/common';
import { sayDay as day } from '../activity/days';
import { isLive } from '../entitlements/term';

/** Facts from which a person can derive a member's level; the sentences are made of nothing else. */
export interface ExplainedPurchase {
  readonly state: string;
  /** Why it ended, or gives nothing. */
  readonly endReason: string | null;
  /** Level its mapping gives; null: not mapped. */
  readonly roleId: number | null;
  readonly productId: string;
  readonly product: string;
  readonly order: string | null;
  readonly boughtAt: string | null;
  /** Kartra's dates of the renewals, oldest first. */
  readonly renewedAt: readonly string[];
  readonly endedAt: string | null;
  /** Kartra's date of the open cancellation, or of the failed payment. */
  readonly cancelledAt: string | null;
  readonly failedAt: string | null;
  readonly end: ExplainedEnd | null;
  readonly webhookLogIds: readonly number[];
}

/** An end that will come by itself. */
export interface ExplainedEnd {
  /** Epoch ms, and the same by Kartra's clock. */
  readonly at: number;
  readonly on: string;
  readonly because: 'cancelled' | 'failed' | 'duration' | null;
  /** Of a fixed duration: how long, and from which payment. */
  readonly days: number | null;
  readonly from: string | null;
}

export interface ExplainedOverride {
  readonly effect: 'grant' | 'deny';
  readonly source: string;
  readonly roleId: number | null;
  /** ISO date. */
  readonly until: string | null;
  readonly reason: string | null;
  readonly author: string | null;
  readonly givenAt: string;
}

export interface ExplainInput {
  readonly purchases: readonly ExplainedPurchase[];
  /** Those that count now. */
  readonly overrides: readonly ExplainedOverride[];
  /** Highest first. */
  readonly levels: readonly { readonly roleId: number; readonly name: string }[];
  readonly fallback: string | null;
  readonly user: {
    readonly roleId: number | null;
    readonly roleName: string | null;
    readonly blocked: boolean;
  } | null;
  /** Since when the role is known to be another one by hand; ISO date. */
  readonly changedByHandAt: string | null;
  readonly isProtected: boolean;
  readonly heldReason: string | null;
}

export interface Line {
  readonly code: string;
  readonly text: string;
  readonly values: Readonly<Record<string, MessageValue>>;
  readonly webhookLogIds: readonly number[];
}

/**
 * Why a member has the level they have: now, beneath, past, against, waiting, one sentence a line. Whoever takes the
 * highest rank among the lines that give a level, less what a line denies, comes to the level of the first line.
 */
export function explainAccess(input: ExplainInput): Line[] {
  const rank = new Map(input.levels.map(({ roleId }, index) => [roleId, index + 1]));
  const nameOf = (roleId: number | null) =>
    input.levels.find((level) => level.roleId === roleId)?.name ?? null;
  const gives = ({ state, endReason }: ExplainedPurchase) => isLive({ state, reason: endReason });
  const live = input.purchases.filter(gives);
  const denials = input.overrides.filter(({ effect }) => effect === 'deny');
  const isDenied = (roleId: number) =>
    denials.some((denial) => denial.roleId === null || denial.roleId === roleId);

  const givers: Giver[] = [
    ...live.flatMap((purchase) =>
      purchase.roleId !== null && rank.has(purchase.roleId)
        ? { roleId: purchase.roleId, purchase, override: null }
        : []
    ),
    ...input.overrides.flatMap((override) =>
      override.effect === 'grant' && override.roleId !== null && rank.has(override.roleId)
        ? { roleId: override.roleId, purchase: null, override }
        : []
    ),
  ].sort((a, b) => (rank.get(a.roleId) ?? 0) - (rank.get(b.roleId) ?? 0));
  const [first, ...rest] = givers.filter(({ roleId }) => !isDenied(roleId));

  const values = (giver: Giver) => ({
    level: nameOf(giver.roleId),
    rank: rank.get(giver.roleId) ?? null,
    roleId: giver.roleId,
  });
  const lines: Line[] = [];
  if (first) lines.push(giverLine('now', first, values(first)));
  else lines.push(fallbackLine(input));
  for (const giver of rest) {
    lines.push(
      giverLine('also', giver, { ...values(giver), higher: nameOf(first?.roleId ?? null) })
    );
  }
  for (const giver of givers.filter(({ roleId }) => isDenied(roleId))) {
    lines.push(giverLine('denied-source', giver, values(giver)));
  }
  for (const denial of denials) lines.push(denialLine(denial, nameOf(denial.roleId), rank));
  for (const purchase of live.filter(({ roleId }) => roleId === null)) {
    lines.push(
      line(
        'explain.waiting',
        { ...sourceValues(purchase) },
        `${sourceOf(purchase)} waits: the product is not mapped.`,
        purchase.webhookLogIds
      )
    );
  }
  if (first) {
    const undenied = givers.filter(({ roleId }) => !isDenied(roleId));
    lines.push(nextLine(undenied, nameOf, input.fallback));
  }
  const past = input.purchases.filter((purchase) => !gives(purchase));
  for (const purchase of past.slice(-3).reverse()) lines.push(endedLine(purchase, nameOf));
  return [...lines, ...standingLines(input, nameOf(first?.roleId ?? null))];
}

interface Giver {
  readonly roleId: number;
  readonly purchase: ExplainedPurchase | null;
  readonly override: ExplainedOverride | null;
}

const line = (
  code: string,
  values: Line['values'],
  text: string,
  webhookLogIds: readonly number[] = []
): Line => ({ code, values, text, webhookLogIds });

function giverLine(
  where: 'now' | 'also' | 'denied-source',
  { purchase, override }: Giver,
  values: Readonly<Record<string, MessageValue>>
): Line {
  const level = String(values['level'] ?? '');
  if (purchase) {
    const source = sourceOf(purchase);
    const texts = {
      now: `${level} because of ${source}.`,
      also: `${capital(source)} gives ${level}${
        values['higher'] === values['level'] ? ' too' : `; ${String(values['higher'])} is higher`
      }.`,
      'denied-source': `${capital(source)} would give ${level}.`,
    };
    return line(
      `explain.${where}.purchase`,
      { ...values, ...sourceValues(purchase) },
      texts[where],
      purchase.webhookLogIds
    );
  }
  const heldBefore = override?.source === 'held-before';
  const given = heldBefore
    ? `${level} was held before Kartra and is kept.`
    : `${level} because ${override?.author ?? 'an administrator'} gave it on ${day(override?.givenAt ?? null)}${
        override?.until ? `, until ${day(override.until)}` : ''
      }${override?.reason ? `: “${override.reason}”` : ''}.`;
  return line(
    `explain.${where}.${heldBefore ? 'held-before' : 'given'}`,
    {
      ...values,
      author: override?.author ?? null,
      givenAt: override?.givenAt ?? null,
      until: override?.until ?? null,
      reason: override?.reason ?? null,
    },
    given
  );
}

/** When the level will next fall by itself, and to what; `givers` are those not denied, highest first. */
function nextLine(
  givers: readonly Giver[],
  nameOf: (roleId: number | null) => string | null,
  fallback: string | null
): Line {
  const level = givers[0]?.roleId ?? null;
  const endOf = ({ purchase, override }: Giver) => {
    if (purchase?.end) return { at: purchase.end.at, on: purchase.end.on };
    return override?.until ? { at: Date.parse(override.until), on: override.until } : null;
  };
  const ends = givers
    .filter(({ roleId }) => roleId === level)
    .map(endOf)
    .sort((a, b) => (a?.at ?? Number.POSITIVE_INFINITY) - (b?.at ?? Number.POSITIVE_INFINITY));
  const last = ends.at(-1);
  if (!last) return line('explain.next.none', {}, 'Next: nothing is due to end.');
  const left = givers.find((giver) => (endOf(giver)?.at ?? Number.POSITIVE_INFINITY) > last.at);
  const values = {
    level: nameOf(level),
    until: last.on,
    after: nameOf(left?.roleId ?? null) ?? fallback,
  };
  return line(
    'explain.next.ends',
    values,
    `Next: on ${day(last.on)} ${values.level ?? 'the level'} ends; then ${values.after ?? 'no role'}.`
  );
}

function fallbackLine({ fallback }: ExplainInput): Line {
  return line(
    'explain.now.fallback',
    { level: fallback, rank: null, roleId: null },
    `${fallback ?? 'No role'}, the fallback level: no purchase gives an access level now.`
  );
}

function denialLine(
  denial: ExplainedOverride,
  level: string | null,
  rank: ReadonlyMap<number, number>
): Line {
  const what = denial.roleId === null ? 'Every level' : (level ?? 'A level');
  return line(
    'explain.denied',
    {
      level,
      roleId: denial.roleId,
      rank: denial.roleId === null ? null : (rank.get(denial.roleId) ?? null),
      author: denial.author,
      givenAt: denial.givenAt,
      until: denial.until,
      reason: denial.reason,
    },
    `${what} is denied by ${denial.author ?? 'an administrator'} since ${day(denial.givenAt)}${
      denial.reason ? `: “${denial.reason}”` : ''
    }.`
  );
}

const END_WORDS: Readonly<Record<string, string>> = {
  cancelled: 'cancelled',
  refunded: 'refunded',
  'charged-back': 'charged back',
  expired: 'for a limited time',
  suspended: 'not paid again after a failed payment',
};

function endedLine(
  purchase: ExplainedPurchase,
  nameOf: (roleId: number | null) => string | null
): Line {
  const level = nameOf(purchase.roleId);
  const how = END_WORDS[purchase.endReason ?? ''] ?? 'ended';
  return line(
    'explain.ended',
    { ...sourceValues(purchase), level, how: purchase.endReason, endedAt: purchase.endedAt },
    `${level ?? 'Access'} ended ${day(purchase.endedAt)}: ${named(purchase)} was ${how}.`,
    purchase.webhookLogIds
  );
}

/** What stands between the level by purchases and the role of the user. */
function standingLines(input: ExplainInput, level: string | null): Line[] {
  const { user, isProtected, fallback } = input;
  const due = level ?? fallback;
  if (!user) return [];
  if (isProtected) {
    return [
      line(
        'explain.staff',
        { role: user.roleName, level: due },
        `${user.roleName ?? 'This role'} is a staff role and is never changed. Purchases would give ${due ?? 'nothing'}.`
      ),
    ];
  }
  const lines: Line[] = [];
  if (input.heldReason === 'unconfirmed-account') {
    lines.push(
      line(
        'explain.unconfirmed',
        { level: due },
        `The e-mail address is not confirmed, and this site asks for it; ${due ?? 'the level'} waits.`
      )
    );
  } else if (user.roleName !== due) {
    lines.push(
      line(
        'explain.by-hand',
        { role: user.roleName, level: due, changedAt: input.changedByHandAt },
        `Changed by hand to ${user.roleName ?? 'no role'}${
          input.changedByHandAt ? ` on ${day(input.changedByHandAt)}` : ''
        }; by purchases it would be ${due ?? 'nothing'}.`
      )
    );
  }
  if (user.blocked) {
    lines.push(
      line(
        'explain.blocked',
        { level: due },
        `The account is blocked: ${due ?? 'the level'} is kept, but nobody can sign in with it.`
      )
    );
  }
  return lines;
}

function sourceValues(purchase: ExplainedPurchase): Line['values'] {
  return {
    order: purchase.order,
    product: purchase.product,
    productId: purchase.productId,
    state: purchase.state,
    boughtAt: purchase.boughtAt,
    renewals: purchase.renewedAt.length,
    renewedAt: purchase.renewedAt.at(-1) ?? null,
    cancelledAt: purchase.cancelledAt,
    failedAt: purchase.failedAt,
    until: purchase.end?.on ?? null,
    because: purchase.end?.because ?? null,
    days: purchase.end?.days ?? null,
    from: purchase.end?.from ?? null,
  };
}

const named = ({ order, product }: ExplainedPurchase): string =>
  order === null ? product : `order ${order} (${product})`;

/** "order 9410021 (Meal Plan, bought 3 May 2026, renewed 3 June 2026)". */
function sourceOf(purchase: ExplainedPurchase): string {
  const { order, product, boughtAt, renewedAt, cancelledAt, failedAt, end } = purchase;
  const last = renewedAt.at(-1);
  const parts = [
    product,
    boughtAt === null ? null : `bought ${day(boughtAt)}`,
    last === undefined
      ? null
      : renewedAt.length < 3
        ? `renewed ${renewedAt.map(day).join(' and ')}`
        : `renewed ${renewedAt.length} times, last ${day(last)}`,
    failedAt === null ? null : `payment failed ${day(failedAt)}`,
    cancelledAt === null ? null : `cancelled ${day(cancelledAt)}`,
    end && sayEnd(end),
  ].filter((part) => part !== null);
  const told = parts.join(', ');
  return order === null ? `a purchase (${told})` : `order ${order} (${told})`;
}

function sayEnd({ on, because, days, from }: ExplainedEnd): string {
  if (because === 'duration') return `for ${days ?? 'some'} days from ${day(from)}`;
  const unless = because === 'failed' ? ' unless a renewal comes' : '';
  return `access until ${day(on)}${unless}`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
