/**
 * Reference model of the policies and of the paid period (DESIGN section 4, RULES M5 and M6), as literal as their
 * sentences: days are counted one by one on the wall clock, and New York's clock is asked of `Intl`.
 */
import type { Policy } from '../../server/src/core/rules/policy';
import type { History, Moment } from '../../server/src/core/entitlements/history';
import type { Term } from '../../server/src/core/entitlements/term';
import { paidUntil } from './reference-period';
import { isPaid } from './reference-events';
import { daysLater, inNewYork, monthsLater } from './wall-clock';

type Told = Pick<Term, 'state' | 'reason' | 'endsAt' | 'endedAt'>;

const reasonOf = ({ kind }: Moment): Told['reason'] =>
  kind === 'chargeback' ? 'charged-back' : kind === 'cancellation' ? 'cancelled' : 'refunded';

const ended = (reason: Told['reason'], endedAt: string | null): Told => ({
  state: 'ended',
  reason,
  endsAt: null,
  endedAt,
});

/** All instalments are paid, by the payments of the present product and price point (RULES M5). */
function isPaidInFull(payments: readonly Moment[]): boolean {
  const counted = payments.filter(({ isPresent }) => isPresent);
  const latest = counted.at(-1);
  const numberOf = ({ kind, payNumber }: Moment): number =>
    payNumber === null ? (kind === 'sale' ? 1 : Number.NaN) : Number(payNumber);
  return counted.slice(0, -1).some((earlier) => {
    const left = earlier.paymentsLeft ?? 0;
    if (latest === undefined || left <= 0) return false;
    if (latest.paymentsLeft !== null) return latest.paymentsLeft === 0;
    return numberOf(latest) >= numberOf(earlier) + left;
  });
}

export function referenceTerm({ type, moments }: History, policy: Policy, now: number): Told {
  const takesBack = ({ kind }: Moment): boolean =>
    kind === 'chargeback' ||
    (kind === 'refund' && policy.onRefund === 'end-now') ||
    (kind === 'partial-refund' && policy.onPartialRefund === 'end-now');
  const loud = moments.filter(({ isQuiet }) => !isQuiet);
  const payments = moments.filter(({ kind }) => isPaid(kind));
  const lastPaid = payments
    .flatMap(({ date }) => date ?? [])
    .sort()
    .at(-1);
  const expiry =
    policy.durationDays === null || lastPaid === undefined
      ? null
      : daysLater(lastPaid, policy.durationDays);
  const isOver = (date: string | null): date is string => date !== null && inNewYork(date) <= now;
  const unlessExpired = (told: Told): Told =>
    expiry !== null && told.endedAt !== null && expiry <= told.endedAt
      ? ended('expired', expiry)
      : told;
  const live = (state: Told['state'], ...ends: (string | null)[]): Told => {
    const times = ends.flatMap((end) => (end === null ? [] : inNewYork(end)));
    return { state, reason: null, endsAt: times.length ? Math.min(...times) : null, endedAt: null };
  };

  const lastLoudPayment = loud.findLastIndex(({ kind }) => isPaid(kind));
  const since = type === 'one-time' ? loud : loud.slice(lastLoudPayment + 1);
  const isFull = type === 'subscription' && isPaidInFull(loud.filter(({ kind }) => isPaid(kind)));
  const open = since.filter(
    ({ kind }) => !isPaid(kind) && !(isFull && (kind === 'cancellation' || kind === 'failed'))
  );
  const endings = open.filter((moment) => takesBack(moment) || moment.kind === 'cancellation');
  const deciding = type === 'one-time' ? endings[0] : endings.at(-1);
  const failed = type === 'one-time' ? undefined : open.find(({ kind }) => kind === 'failed');
  const grace =
    failed?.date && policy.graceDays !== null ? daysLater(failed.date, policy.graceDays) : null;

  if (deciding && policy.onCancellation === 'end-now')
    return unlessExpired(ended(reasonOf(deciding), deciding.date));
  const reversals = endings.filter(takesBack);
  const reversal = type === 'one-time' ? reversals[0] : reversals.at(-1);
  if (reversal) return unlessExpired(ended(reasonOf(reversal), reversal.date));

  const [cancelled] = endings;
  if (cancelled && deciding) {
    const calm = endOfPaid(moments, cancelled, false, null, policy);
    const isLate = failed?.date != null && calm !== null && failed.date > calm;
    const until =
      failed === undefined || isLate ? calm : endOfPaid(moments, cancelled, true, grace, policy);
    if (until === null) return unlessExpired(ended('cancelled', deciding.date));
    if (isOver(expiry) && inNewYork(expiry) < inNewYork(until)) return ended('expired', expiry);
    return isOver(until) ? ended('cancelled', until) : live('leaving', until, expiry);
  }
  if (isFull) {
    const until =
      policy.whenPaidInFull === 'keep' ? null : (paidUntil(moments, policy.period)?.until ?? null);
    const [first] = [until, expiry].filter((end) => end !== null).sort();
    return isOver(first ?? null)
      ? ended('expired', first ?? null)
      : live('completed', until, expiry);
  }
  if (isOver(expiry)) return ended('expired', expiry);
  if (!failed) return live('active', expiry);
  return isOver(grace)
    ? { ...live('past-due', expiry), reason: 'suspended', endedAt: grace }
    : live('past-due', grace, expiry);
}

/** The end of a cancelled subscription that runs until what was paid for is over; null: nothing to count from. */
function endOfPaid(
  moments: readonly Moment[],
  cancelled: Moment,
  isFailing: boolean,
  grace: string | null,
  { period }: Policy
): string | null {
  const paid = paidUntil(moments, period);
  if (cancelled.date === null) return paid && ([paid.until, grace ?? ''].sort().at(-1) ?? null);
  const areRenewalsUntold = paid !== null && !paid.isToldByIpn && !isFailing;
  const until = areRenewalsUntold
    ? paid.firstAtOrAfter(daysEarlier(cancelled.date))
    : (paid?.until ?? null);
  if (until === null) return monthsLater(cancelled.date, 1);
  return [until, cancelled.date, grace ?? ''].sort().at(-1) ?? until;
}

/** A day earlier. */
function daysEarlier(date: string): string {
  const at = Date.parse(`${date.replace(' ', 'T')}Z`) - 86_400_000;
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ');
}
