import { nameSet, without } from './level-sets';
import {
  line,
  sourceValues,
  type ExplainedPurchase,
  type Giver,
  type Line,
} from './explain-sources';

/** A level that is denied until a date (ISO 8601). */
export interface Denied {
  readonly giver: Giver;
  readonly until: string;
}

const endOf = ({ purchase, override }: Giver) => {
  if (purchase?.end) return { at: purchase.end.at, on: purchase.end.on };
  return override?.until ? { at: Date.parse(override.until), on: override.until } : null;
};

/** Whether it still gives its level then (epoch ms). */
const outlasts = (giver: Giver, at: number): boolean =>
  (endOf(giver)?.at ?? Number.POSITIVE_INFINITY) > at;

/** The first denial whose end date lets something count again; `denied` are the highest first. */
export function denialEnds(
  denied: readonly Denied[],
  nameOf: (roleId: number | null) => string | null
): Line[] {
  const [first] = denied
    .filter(({ giver, until }) => outlasts(giver, Date.parse(until)))
    .sort((a, b) => Date.parse(a.until) - Date.parse(b.until));
  if (!first) return [];
  const { giver, until } = first;
  const level = nameOf(giver.roleId);
  return [line('explain.next.denial-ends', { level, until })];
}

/**
 * What comes next without another event: the level ends, or the denial of a higher one does. `givers` are those not denied, highest
 * first; `denied` those above them come first.
 */
export function nextLine(
  givers: readonly Giver[],
  denied: readonly Denied[],
  nameOf: (roleId: number | null) => string | null,
  fallback: string | null
): Line {
  const level = givers[0]?.roleId ?? null;
  const highest = givers.filter(({ roleId }) => roleId === level);
  const ends = highest
    .map(endOf)
    .sort((a, b) => (a?.at ?? Number.POSITIVE_INFINITY) - (b?.at ?? Number.POSITIVE_INFINITY));
  const last = ends.at(-1);
  const [shown] = denialEnds(
    denied.filter(({ until }) => !last || Date.parse(until) < last.at),
    nameOf
  );
  if (shown) return shown;
  if (!last) return withoutEnd(highest);
  const remaining = givers.filter((giver) => outlasts(giver, last.at));
  const kept = remaining.flatMap(({ roleIds }) => roleIds);
  const ending = highest.flatMap(({ roleIds }) => without(roleIds, kept));
  return line('explain.next.ends', {
    level: nameSet([...new Set(ending)].map(nameOf)),
    until: last.on,
    after: nameSet((remaining[0]?.roleIds ?? []).map(nameOf)) ?? fallback,
  });
}

/** Nothing ends it; what payments let expect instead. */
function withoutEnd(givers: readonly Giver[]): Line {
  const purchases = givers.flatMap(({ purchase }) => purchase ?? []);
  const overdueSince = purchases.find(({ outlook }) => outlook.overdueSince)?.outlook.overdueSince;
  if (overdueSince) {
    return line('explain.next.overdue', { dueAt: overdueSince });
  }
  const next = purchases.find(({ outlook }) => outlook.nextPaymentOn)?.outlook.nextPaymentOn;
  if (next) {
    return line('explain.next.payment', { dueAt: next });
  }
  return purchases.some(({ state }) => state === 'completed')
    ? line('explain.next.paid-in-full', {})
    : line('explain.next.none', {});
}

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
  return line(
    'explain.ended',
    { ...sourceValues(purchase), level, how: purchase.endReason, endedAt: purchase.endedAt },
    purchase.webhookLogIds
  );
}
