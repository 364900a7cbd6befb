import type { EventKind, Surface } from '../kartra/event';
import { isEnding, isPayment } from './kinds';

/** One event of a purchase, as far as the length of access depends on it. */
export interface Moment {
  readonly kind: EventKind;
  /** Kartra's date, `YYYY-MM-DD HH:MM:SS` in Kartra's clock; null when it sent none. */
  readonly date: string | null;
  readonly trial: boolean;
  readonly trialDays: number | null;
  readonly payNumber: string | null;
  /** Instalments left after this payment; null: Kartra didn't say. */
  readonly paymentsLeft: number | null;
  /** Surfaces that reported it, sorted. */
  readonly toldBy: readonly Surface[];
  /** Of the product and price point that the purchase has now. */
  readonly isPresent: boolean;
  /** It changes nothing: a refund of a payment before the product change, or a renewal that may belong elsewhere. */
  readonly isQuiet: boolean;
  /** Of a cancellation: the end of access that an administrator gave, in Kartra's clock. */
  readonly endsOn?: string;
}

export const PURCHASE_TYPES = ['one-time', 'subscription'] as const;

/**
 * What a purchase went through, in the order in which it counts: of a subscription, a reversal comes right after
 * the payment that it names. Small enough to be stored with the entitlement, so that policies and time can be applied
 * without the facts.
 */
export interface History {
  readonly type: (typeof PURCHASE_TYPES)[number];
  readonly moments: readonly Moment[];
}

/** Instalment number; the sale is the first one where Kartra sends none (PROTOCOL section 8). */
export function numberOf({ kind, payNumber }: Moment): number | null {
  if (payNumber === null) return kind === 'sale' ? 1 : null;
  const number = Number(payNumber);
  return Number.isInteger(number) ? number : null;
}

/** A purchase on its way through its moments: the one state machine, which policies read and the fold steps through. */
export class Progress {
  /** What counts against the purchase: everything with an effect since its last payment. */
  readonly open: Moment[] = [];
  private hasEnding = false;
  /**
   * All instalments are paid (RULES M5): an earlier payment of the present product had instalments left, and the
   * latest has none, or has a number that reaches the last of them.
   */
  isPaidInFull = false;
  private hadPaymentsLeft = false;
  /** Number that the last instalment has, by the earliest plan that Kartra sent. */
  private lastNumber = Number.POSITIVE_INFINITY;

  constructor(private readonly type: History['type']) {}

  static of({ type, moments }: History): Progress {
    const progress = new Progress(type);
    for (const moment of moments) progress.add(moment);
    return progress;
  }

  add(step: Moment): void {
    if (step.isQuiet) return;
    if (isPayment(step.kind)) {
      if (this.type === 'one-time') return;
      this.open.length = 0;
      this.hasEnding = false;
      if (step.isPresent) this.countInstalment(step);
      return;
    }
    const isNothing = step.kind === 'cancellation' || step.kind === 'failed';
    if (this.isPaidInFull && isNothing) return;
    this.open.push(step);
    this.hasEnding ||= isEnding(step.kind);
  }

  private countInstalment(payment: Moment): void {
    const { paymentsLeft } = payment;
    const number = numberOf(payment);
    this.isPaidInFull =
      paymentsLeft === null
        ? number !== null && number >= this.lastNumber
        : paymentsLeft === 0 && this.hadPaymentsLeft;
    if (paymentsLeft === null || paymentsLeft === 0) return;
    this.hadPaymentsLeft = true;
    if (number !== null) this.lastNumber = Math.min(this.lastNumber, number + paymentsLeft);
  }

  /** Ended, under the default policies. */
  get isOver(): boolean {
    return this.hasEnding;
  }
}
