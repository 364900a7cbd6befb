import type { Draft } from './drafts';
import type { EndReason, LedgerEvent, PurchaseState } from './fact';
import { Progress, type History, type Moment } from './history';
import { compareEvents, isEnding } from './order';
import { ReversedPayments } from './reversed';

/** An event of a purchase at the place at which it counts. */
export interface Step extends Moment {
  readonly event: LedgerEvent;
  /** The payment that a reversal names and stands behind, where that is later than the reversal itself. */
  readonly after: LedgerEvent | null;
}

type Place = Pick<Step, 'event' | 'after'>;

/** What is the same for all steps of a purchase; payments are complete before the first ending is placed. */
export class Course {
  readonly type: Draft['type'];
  readonly pricePoint: string | null;
  private readonly reversed: ReversedPayments;

  constructor(readonly draft: Draft) {
    this.type = draft.type;
    this.pricePoint = draft.pricePoint;
    this.reversed = new ReversedPayments(draft);
  }

  step(event: LedgerEvent, isFloating = false): Step {
    const named = this.reversed.namedBy(event);
    const isQuiet = isFloating || this.reversed.isOfOldProduct(event);
    return {
      ...this.draft.momentOf(event, this.pricePoint, isQuiet),
      event,
      // A one-time purchase ends for good, wherever its ending stands.
      after:
        named && this.type === 'subscription' && compareEvents(named, event) > 0 ? named : null,
    };
  }

  steps(): Step[] {
    const { draft } = this;
    return [
      ...draft.payments.map((event) => this.step(event)),
      ...draft.others.map((event) => this.step(event)),
      ...draft.floating.map((event) => this.step(event, true)),
    ].sort(compareSteps);
  }
}

/** Money given back stands right after the payment that it names, at the earliest. */
export function compareSteps(a: Place, b: Place): number {
  const [first, second] = [a.after ?? a.event, b.after ?? b.event];
  return (
    compareEvents(first, second) ||
    Number(a.after !== null) - Number(b.after !== null) ||
    compareEvents(a.event, b.event)
  );
}

export function historyOf({ type }: Course, steps: readonly Step[]): History {
  return {
    type,
    moments: steps.map(({ event: _event, after: _after, ...moment }) => moment),
  };
}

export function stateOf({ type }: Course, steps: readonly Step[]): PurchaseState {
  const progress = new Progress<Step>(type);
  for (const step of steps) progress.add(step);
  const endings = progress.open.filter(({ kind }) => isEnding(kind));
  // Money given back ends a one-time purchase for good; of a subscription the last word counts.
  const ending = type === 'one-time' ? endings[0] : endings.at(-1);
  if (ending) return { kind: 'ended', reason: endReasonOf(ending), by: ending.event };
  if (progress.isPaidInFull) return { kind: 'completed' };
  const failed = progress.open.find(({ kind }) => kind === 'failed');
  return failed && type === 'subscription'
    ? { kind: 'past-due', since: failed.event }
    : { kind: 'active' };
}

export function endReasonOf({ kind }: Pick<Moment, 'kind'>): EndReason {
  if (kind === 'chargeback') return 'charged-back';
  return kind === 'cancellation' ? 'cancelled' : 'refunded';
}
