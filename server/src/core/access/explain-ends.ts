import { sayDay as day } from '../activity/days';
import { nameSet, without } from './level-sets';
import {
  line,
  named,
  sourceValues,
  type ExplainedPurchase,
  type Giver,
  type Line,
} from './explain-sources';

/** When the level will next fall by itself, and to what; `givers` are those not denied, highest first. */
export function nextLine(
  givers: readonly Giver[],
  nameOf: (roleId: number | null) => string | null,
  fallback: string | null
): Line {
  const level = givers[0]?.roleId ?? null;
  const endOf = ({ purchase, override }: Giver) => {
    if (purchase?.end) return { at: purchase.end.at, on: purchase.end.on };
    return override?.until ? { at: Date.parse(override.until), on: override.until } : null;
  };
  const highest = givers.filter(({ roleId }) => roleId === level);
  const ends = highest
    .map(endOf)
    .sort((a, b) => (a?.at ?? Number.POSITIVE_INFINITY) - (b?.at ?? Number.POSITIVE_INFINITY));
  const last = ends.at(-1);
  if (!last) return line('explain.next.none', {}, 'Next: nothing is due to end.');
  const remaining = givers.filter(
    (giver) => (endOf(giver)?.at ?? Number.POSITIVE_INFINITY) > last.at
  );
  const kept = remaining.flatMap(({ roleIds }) => roleIds);
  const ending = highest.flatMap(({ roleIds }) => without(roleIds, kept));
  const values = {
    level: nameSet([...new Set(ending)].map(nameOf)),
    until: last.on,
    after: nameSet((remaining[0]?.roleIds ?? []).map(nameOf)) ?? fallback,
  };
  return line(
    'explain.next.ends',
    values,
    `Next: on ${day(last.on)} ${values.level ?? 'the level'} ends; then ${values.after ?? 'no role'}.`
  );
}

const END_WORDS: Readonly<Record<string, string>> = {
  cancelled: 'cancelled',
  refunded: 'refunded',
  'charged-back': 'charged back',
  expired: 'for a limited time',
  suspended: 'not paid again after a failed payment',
};

const TOLD_ENDS = 3;

/** The ones that ended last, the latest first. */
export function pastOf(
  purchases: readonly ExplainedPurchase[],
  nameOf: (roleId: number | null) => string | null
): Line[] {
  const endOf = ({ endedAt, boughtAt }: ExplainedPurchase) => endedAt ?? boughtAt ?? '';
  return [...purchases]
    .sort((a, b) => (endOf(a) < endOf(b) ? 1 : -1))
    .slice(0, TOLD_ENDS)
    .map((purchase) => endedLine(purchase, nameOf));
}

/** What a purchase gave until it ended, and why it did. */
function endedLine(
  purchase: ExplainedPurchase,
  nameOf: (roleId: number | null) => string | null
): Line {
  const level = nameSet(purchase.roleIds.map(nameOf));
  const how = END_WORDS[purchase.endReason ?? ''] ?? 'ended';
  return line(
    'explain.ended',
    { ...sourceValues(purchase), level, how: purchase.endReason, endedAt: purchase.endedAt },
    `${level ?? 'Access'} ended ${day(purchase.endedAt)}: ${named(purchase)} was ${how}.`,
    purchase.webhookLogIds
  );
}
