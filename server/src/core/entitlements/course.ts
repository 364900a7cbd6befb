import type { Draft } from './drafts';
import type { EndReason, LedgerEvent, PurchaseState } from './fact';
import { Progress, type History, type Moment } from './history';
import { compareEvents } from './order';
import { isEnding } from './kinds';
import { ReversedPayments } from './reversed';

/** An event of a purchase at the place at which it counts. */
export interface Step {
  readonly event: LedgerEvent;
  readonly moment: Moment;
  /** The payment that a reversal names and comes after, where that is later than the reversal itself. */
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
    // A one-time purchase ends for good, wherever its ending is in the order.
    const isAfter =
      named !== null && this.type === 'subscription' && compareEvents(named, event) > 0;
    return {
      event,
      moment: this.draft.momentOf(event, this.pricePoint, isQuiet),
      after: isAfter ? named : null,
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

/** A reversal comes right after the payment that it names, at the earliest. */
export function compareSteps(a: Place, b: Place): number {
  const [first, second] = [a.after ?? a.event, b.after ?? b.event];
  return (
    compareEvents(first, second) ||
    Number(a.after !== null) - Number(b.after !== null) ||
    compareEvents(a.event, b.event)
  );
}

export const historyOf = ({ type }: Course, steps: readonly Step[]): History => ({
  type,
  moments: steps.map(({ moment }) => moment),
});

export function stateOf({ type }: Course, steps: readonly Step[]): PurchaseState {
  const progress = new Progress(type);
  for (const { moment } of steps) progress.add(moment);
  const { open } = progress;
  const eventOf = (moment: Moment | undefined): LedgerEvent | undefined =>
    moment && steps.find((step) => step.moment === moment)?.event;

  const endings = open.filter(({ kind }) => isEnding(kind));
  // Money given back ends a one-time purchase for good; of a subscription the last word counts.
  const ending = type === 'one-time' ? endings[0] : endings.at(-1);
  const by = eventOf(ending);
  if (ending && by) return { kind: 'ended', reason: endReasonOf(ending), by };
  if (progress.isPaidInFull) return { kind: 'completed' };
  const since = eventOf(open.find(({ kind }) => kind === 'failed'));
  return since && type === 'subscription' ? { kind: 'past-due', since } : { kind: 'active' };
}

export function endReasonOf({ kind }: Pick<Moment, 'kind'>): EndReason {
  if (kind === 'chargeback') return 'charged-back';
  return kind === 'cancellation' ? 'cancelled' : 'refunded';
}
