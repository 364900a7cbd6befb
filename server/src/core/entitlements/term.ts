import type { Policy } from '../rules/policy';
import { epochOf, plus, plusDays } from './calendar';
import { endReasonOf } from './course';
import { duesOf, paidUntilOf } from './dues';
import { END_REASONS, type EndReason } from './fact';
import { Progress, type History, type Moment } from './history';
import { isPayment } from './kinds';

export const TERM_STATES = ['active', 'past-due', 'leaving', 'completed', 'ended'] as const;
export const TERM_REASONS = [...END_REASONS, 'expired', 'suspended'] as const;

export type TermState = (typeof TERM_STATES)[number];
export type TermReason = (typeof TERM_REASONS)[number];

/** State of a purchase at one moment, by the policy of its mapping. */
export interface Term {
  /** `completed`: paid in full, so that no renewal is expected and there is nothing to cancel. */
  readonly state: TermState;
  /** Why it ended; `suspended`: past due, and the days of grace are over. */
  readonly reason: TermReason | null;
  /** Epoch ms at which this changes without another event; null: no end is due. */
  readonly endsAt: number | null;
  /** The same by Kartra's clock. */
  readonly endsOn: string | null;
  /**
   * What is behind that end. `unknown-period`: a cancellation, and nothing says how long was paid for; the end is a
   * month after it until an administrator says better.
   */
  readonly endsBecause:
    | 'cancelled'
    | 'unknown-period'
    | 'failed'
    | 'duration'
    | 'paid-in-full'
    | null;
  /** Kartra's date of the cancellation or failed payment behind `leaving` and `past-due`. */
  readonly since: string | null;
  /** Kartra's date of the end; null while it has none, or none is known. */
  readonly endedAt: string | null;
}

/** Gives access. */
export const isLive = ({ state, reason }: Pick<Term, 'state' | 'reason'>): boolean =>
  state !== 'ended' && reason !== 'suspended';

/** The same for every order of arrival, as the history is; only the moment moves it on. */
export function termOf(history: History, policy: Policy, now: number): Term {
  const course = courseOf(history, policy);
  const expiry = expiryOf(history, policy);
  if (course.kind === 'ended') {
    const wasOver = expiry !== null && course.at !== null && expiry <= course.at;
    return wasOver ? ended('expired', expiry) : ended(course.reason, course.at);
  }

  const [end] = [
    ...endsOf(course),
    ...(expiry === null
      ? []
      : [{ at: expiry, reason: 'expired' as const, because: 'duration' as const }]),
  ].sort((a, b) => epochOf(a.at) - epochOf(b.at));
  if (end && epochOf(end.at) <= now) return ended(end.reason, end.at);

  const since = 'since' in course ? course.since : null;
  const due = { state: course.kind, since, endedAt: null };
  const atEnd = end
    ? { endsAt: epochOf(end.at), endsOn: end.at, endsBecause: end.because }
    : { endsAt: null, endsOn: null, endsBecause: null };
  const graceEnd = course.kind === 'past-due' ? course.until : null;
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

/** State from events alone, before any end date is applied; dates are Kartra's. */
type Course =
  | { readonly kind: 'active' }
  | { readonly kind: 'completed'; readonly until: string | null }
  | { readonly kind: 'past-due'; readonly since: string | null; readonly until: string | null }
  | Leaving
  | { readonly kind: 'ended'; readonly reason: EndReason; readonly at: string | null };

/** Cancelled, and what was paid for is not over. */
interface Leaving {
  readonly kind: 'leaving';
  readonly since: string | null;
  readonly until: string;
  readonly because: 'cancelled' | 'unknown-period';
}

/** What ends it for good, unless something happens first. */
function endsOf(course: Exclude<Course, { kind: 'ended' }>) {
  if (course.kind === 'leaving') {
    return [{ at: course.until, reason: 'cancelled' as const, because: course.because }];
  }
  return course.kind === 'completed' && course.until !== null
    ? [{ at: course.until, reason: 'expired' as const, because: 'paid-in-full' as const }]
    : [];
}

const endedBy = (ending: Moment): Course => ({
  kind: 'ended',
  reason: endReasonOf(ending),
  at: ending.date,
});

/** Money given back that ends access, by this policy. A chargeback always does. */
const endsByReversal =
  ({ onRefund, onPartialRefund }: Policy) =>
  ({ kind }: Moment): boolean =>
    kind === 'chargeback' ||
    (kind === 'refund' && onRefund === 'end-now') ||
    (kind === 'partial-refund' && onPartialRefund === 'end-now');

function courseOf(history: History, policy: Policy): Course {
  const { open, isPaidInFull } = Progress.of(history);
  const endings = open.filter(
    (moment) => moment.kind === 'cancellation' || endsByReversal(policy)(moment)
  );
  // What was bought once ends once; of a subscription the latest ending counts.
  const decisive = history.type === 'one-time' ? endings[0] : endings.at(-1);
  const failed =
    history.type === 'subscription' ? open.find(({ kind }) => kind === 'failed') : undefined;
  if (decisive) return courseOfEnding(history, policy, decisive, endings, failed);
  if (isPaidInFull) {
    const until =
      policy.whenPaidInFull === 'end-of-period'
        ? (duesOf(history, policy)?.paidUntil ?? null)
        : null;
    return { kind: 'completed', until };
  }
  return failed
    ? { kind: 'past-due', since: failed.date, until: graceAfter(failed, policy) }
    : { kind: 'active' };
}

/** End of the days of grace after a payment that failed; null: there is none, or it has no date. */
const graceAfter = ({ date }: Moment, { graceDays }: Policy): string | null =>
  date !== null && graceDays !== null ? plusDays(date, graceDays) : null;

function courseOfEnding(
  history: History,
  policy: Policy,
  decisive: Moment,
  endings: readonly Moment[],
  failed: Moment | undefined
): Course {
  if (policy.onCancellation === 'end-now') return endedBy(decisive);
  const reversals = endings.filter(({ kind }) => kind !== 'cancellation');
  const reversal = history.type === 'one-time' ? reversals[0] : reversals.at(-1);
  const [cancelled] = endings;
  if (reversal || !cancelled) return endedBy(reversal ?? decisive);
  return leavingBy(history, policy, cancelled, failed) ?? endedBy(decisive);
}

/** Access after a cancellation, until what was paid for ends; null: it has no date, and no end is known. */
function leavingBy(
  history: History,
  policy: Policy,
  { date, endsOn }: Moment,
  failed: Moment | undefined
): Leaving | null {
  const leaving = { kind: 'leaving', since: date } as const;
  if (endsOn) return { ...leaving, until: endsOn, because: 'cancelled' };
  const endIf = (unpaid: Moment | null): Leaving | null => {
    const hasFailed = unpaid !== null;
    const paidUntil = paidUntilOf(history, policy, { cancelledAt: date, hasFailed });
    if (paidUntil === null) {
      return date === null
        ? null
        : { ...leaving, until: plus(date, GUESSED_PERIOD), because: 'unknown-period' };
    }
    const grace = unpaid && graceAfter(unpaid, policy);
    return { ...leaving, until: latest(paidUntil, date, grace), because: 'cancelled' };
  };
  const end = endIf(null);
  // A charge that fails after that end says nothing about what was paid for, and the payment is no longer due.
  const isLate = failed?.date != null && end !== null && failed.date > end.until;
  return failed && !isLate ? endIf(failed) : end;
}

const latest = (...ends: readonly (string | null)[]): string =>
  ends.reduce<string>((best, end) => (end !== null && end > best ? end : best), '');

/** Access that a cancelled purchase keeps where it is unknown how long was paid for (RULES M6). */
const GUESSED_PERIOD = { count: 1, unit: 'M' } as const;

/** Last day of a fixed duration, counted from the latest payment that has a date. */
function expiryOf({ moments }: History, { durationDays }: Policy): string | null {
  if (durationDays === null) return null;
  const latest = moments
    .flatMap(({ kind, date }) => (isPayment(kind) ? (date ?? []) : []))
    .reduce<string | null>((best, date) => (best === null || date > best ? date : best), null);
  return latest === null ? null : plusDays(latest, durationDays);
}
