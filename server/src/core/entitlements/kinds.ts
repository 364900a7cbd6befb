import type { EventKind } from '../kartra/event';

const RANK: Readonly<Record<EventKind, number>> = {
  sale: 0,
  rebill: 1,
  failed: 2,
  'partial-refund': 2,
  cancellation: 3,
  refund: 4,
  chargeback: 5,
};

export const rankOf = (kind: EventKind): number => RANK[kind];

export const isPayment = (kind: EventKind): boolean => kind === 'sale' || kind === 'rebill';

/** A reversal takes money back: it speaks about the payment it names. */
export const isReversal = (kind: EventKind): boolean => kind === 'refund' || kind === 'chargeback';

export const isEnding = (kind: EventKind): boolean => kind === 'cancellation' || isReversal(kind);
