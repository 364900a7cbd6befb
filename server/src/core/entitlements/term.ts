import type { Policy } from '../access/policy';
import { epochOf, plusDays, readPeriod } from './calendar';
import type { EndReason } from './fact';
import type { History, Moment } from './history';
import { isPayment } from './order';
import { endOfPeriod, learnPeriod } from './period';

/** How a purchase stands at one moment, by the policy of its mapping. */
export interface Term {
  readonly state: 'active' | 'past-due' | 'leaving' | 'ended';
  /** Why it ended; `suspended`: past due, and the days of grace are over. */
  readonly reason: EndReason | 'expired' | 'suspended' | null;
  /** Epoch ms at which this changes by itself; null: no end is due. */
  readonly endsAt: number | null;
  /** The same by Kartra's clock. */
  readonly endsOn: string | null;
  /** What is behind that end. */
  readonly endsBecause: 'cancelled' | 'failed' | 'duration' | null;
  /** Kartra's date of the cancellation or failed payment behind `leaving` and `past-due`. */
  readonly since: string | null;
  /** Kartra's date of the end; null while it has none, or none is known. */
  readonly endedAt: string | null;
}

/** Gives access. */
export const isLive = ({ state, reason }: { state: string; reason: string | null }): boolean =>
  state !== 'ended' && reason !== 'suspended';

/** The same for every order of arrival, as the history is; only the moment moves it on. */
export function termOf(history: History, policy: Policy, now: number): Term {
  const course =
    history.type === 'one-time' ? ofOneTime(history, policy) : ofSubscription(history, policy);
  const expiry = expiryOf(history, policy);
  if (course.kind === 'ended') {
    const wasOver = expiry !== null && course.at !== null && expiry <= course.at;
    return wasOver ? ended('expired', expiry) : ended(course.reason, course.at);
  }

  const ends = [
    ...(course.kind === 'leaving'
      ? [{ at: course.until, reason: 'cancelled' as const, because: 'cancelled' as const }]
      : []),
    ...(expiry === null
      ? []
      : [{ at: expiry, reason: 'expired' as const, because: 'duration' as const }]),
  ].sort((a, b) => epochOf(a.at) - epochOf(b.at));
  const [end] = ends;
  if (end && epochOf(end.at) <= now) return ended(end.reason, end.at);

  const since = course.kind === 'active' ? null : course.since;
  const due = { state: course.kind, since, endedAt: null };
  const atEnd = end
    ? { endsAt: epochOf(end.at), endsOn: end.at, endsBecause: end.because }
    : { endsAt: null, endsOn: null, endsBecause: null };
  const graceEnd = course.kind === 'past-due' && course.until !== null ? course.until : null;
  if (graceEnd === null) return { ...due, ...atEnd, reason: null };
  if (epochOf(graceEnd) <= now) {
    return { ...due, ...atEnd, reason: 'suspended', endedAt: graceEnd };
  }
  return end && end.at <= graceEnd
    ? { ...due, ...atEnd, reason: null }
    : { ...due, reason: null, endsAt: epochOf(graceEnd), endsOn: graceEnd, endsBecause: 'failed' };
}

const ended = (reason: EndReason | 'expired', endedAt: string | null): Term => ({
  state: 'ended',
  reason,
  endsAt: null,
  endsOn: null,
  endsBecause: null,
  since: null,
  endedAt,
});

/** How it stands before the clock has its say; dates are Kartra's. */
type Course =
  | { readonly kind: 'active' }
  | { readonly kind: 'past-due'; readonly since: string | null; readonly until: string | null }
  | { readonly kind: 'leaving'; readonly since: string | null; readonly until: string }
  | { readonly kind: 'ended'; readonly reason: EndReason; readonly at: string | null };

const endedBy = ({ kind, date }: Moment): Course => {
  const reason =
    kind === 'chargeback' ? 'charged-back' : kind === 'cancellation' ? 'cancelled' : 'refunded';
  return { kind: 'ended', reason, at: date };
};

/** Money given back that ends access, by this policy. A chargeback always does. */
const endsByReversal =
  ({ onRefund, onPartialRefund }: Policy) =>
  ({ kind }: Moment): boolean =>
    kind === 'chargeback' ||
    (kind === 'refund' && onRefund === 'end-now') ||
    (kind === 'partial-refund' && onPartialRefund === 'end-now');

/** Money given back ends a one-time purchase for good. */
function ofOneTime({ moments }: History, policy: Policy): Course {
  const reversal = moments.find(endsByReversal(policy));
  return reversal ? endedBy(reversal) : { kind: 'active' };
}

/** Whatever stands behind the last payment counts; a payment makes everything before it good. */
function ofSubscription(history: History, policy: Policy): Course {
  const { moments } = history;
  const open = moments.slice(moments.findLastIndex(({ kind }) => isPayment(kind)) + 1);
  const endings = open.filter(
    (moment) => moment.kind === 'cancellation' || endsByReversal(policy)(moment)
  );
  const last = endings.at(-1);
  const failed = open.find(({ kind }) => kind === 'failed');
  const graceEnd =
    failed?.date && policy.graceDays !== null ? plusDays(failed.date, policy.graceDays) : null;

  if (!last) {
    return failed ? { kind: 'past-due', since: failed.date, until: graceEnd } : { kind: 'active' };
  }
  const reversal = endings.findLast(({ kind }) => kind !== 'cancellation');
  if (policy.onCancellation === 'end-now' || reversal) {
    return endedBy(policy.onCancellation === 'end-now' ? last : (reversal ?? last));
  }
  const [cancelled] = endings;
  const until = cancelled?.date && paidUntil(history, cancelled.date, policy);
  if (!cancelled || !until) return endedBy(last);
  // A period that was not paid for is not waited for longer than any other unpaid one.
  const end = graceEnd !== null && graceEnd < until ? graceEnd : until;
  return { kind: 'leaving', since: cancelled.date, until: end };
}

function paidUntil(history: History, cancelledAt: string, policy: Policy): string | null {
  const period = readPeriod(policy.period) ?? learnPeriod(history);
  return period && endOfPeriod(history, cancelledAt, period);
}

/** Last day of a fixed duration, counted from the latest payment that has a date. */
function expiryOf({ moments }: History, { durationDays }: Policy): string | null {
  if (durationDays === null) return null;
  const latest = moments
    .flatMap(({ kind, date }) => (isPayment(kind) ? (date ?? []) : []))
    .reduce<string | null>((best, date) => (best === null || date > best ? date : best), null);
  return latest === null ? null : plusDays(latest, durationDays);
}
