import {
  isEnding,
  isPayment,
  isReversal,
  rankOf,
} from '../../../server/src/core/entitlements/kinds';
import { EVENT_KINDS, type EventKind } from '../../../server/src/core/kartra/event';

/** What each kind is, in the order in which events of one moment count. */
const KINDS: Readonly<Record<EventKind, readonly string[]>> = {
  sale: ['payment'],
  rebill: ['payment'],
  failed: [],
  'partial-refund': [],
  cancellation: ['ending'],
  refund: ['reversal', 'ending'],
  chargeback: ['reversal', 'ending'],
};

it.each(EVENT_KINDS)('%s', (kind) => {
  const is = [
    ...(isPayment(kind) ? ['payment'] : []),
    ...(isReversal(kind) ? ['reversal'] : []),
    ...(isEnding(kind) ? ['ending'] : []),
  ];
  expect(is).toEqual(KINDS[kind]);
});

it('at one moment, payments come first and what takes most comes last', () => {
  const order: readonly (readonly EventKind[])[] = [
    ['sale'],
    ['rebill'],
    ['failed', 'partial-refund'],
    ['cancellation'],
    ['refund'],
    ['chargeback'],
  ];
  for (const [at, kinds] of order.entries()) {
    expect(new Set(kinds.map(rankOf)).size).toBe(1);
    for (const later of order.slice(at + 1).flat())
      for (const kind of kinds) expect(rankOf(kind)).toBeLessThan(rankOf(later));
  }
});
