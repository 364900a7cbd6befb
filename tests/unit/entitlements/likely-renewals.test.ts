/** Payments without ids that look like the renewals of a cancelled subscription: a person is asked (RULES M3, case 14). */
import type { Fact, Settlement } from '../../../server/src/core/entitlements/fact';
import { foldFacts } from '../../../server/src/core/entitlements/fold';
import { likelyRenewals } from '../../../server/src/core/entitlements/likely-renewals';
import type { FactContent } from '../../model/histories';
import { named } from '../../model/named-facts';

type Fields = Partial<FactContent>;
const on = (date: string): string => `2026-${date} 10:00:00`;
const sale = (name: string, date: string, fields: Fields = {}) =>
  named(name, 'sale', { orderId: name, date: on(date), ...fields });
const cancel = (date: string, fields: Fields = {}) =>
  named('CANCEL', 'cancellation', {
    orderId: '90',
    originalId: 'A',
    internalSubscriptionId: 'S1',
    date: on(date),
    ...fields,
  });

function questions(facts: readonly Fact[], settlements: readonly Settlement[] = []): string[] {
  const { purchases } = foldFacts(facts, settlements);
  return likelyRenewals([...purchases].reverse(), settlements).map(
    ({ purchase, others }) => `${purchase.key}: ${others.map(({ key }) => key).join(' ')}`
  );
}

const [A, B, C] = [sale('A', '01-01'), sale('B', '02-01'), sale('C', '03-01')];
const CANCELLED = cancel('03-15');

describe('are they renewals', () => {
  it.each<[string, Fact[], string[]]>([
    ['a month apart, and then cancelled', [A, B, C, CANCELLED], ['A: B C']],
    [
      'cancelled by the processor’s id',
      [A, B, cancel('03-15', { internalSubscriptionId: null, processorSubscriptionId: 'I-1' })],
      ['A: B'],
    ],
    ['a week apart', [A, sale('B', '01-08'), sale('C', '01-15'), CANCELLED], ['A: B C']],
    ['on the day of the cancellation', [A, B, cancel('02-01')], ['A: B']],
    ['not later', [A, B, C, cancel('02-15')], ['A: B']],
    ['not at another distance', [A, B, sale('C', '02-08'), CANCELLED], ['A: B']],
    [
      'one at another distance is passed over',
      [A, B, sale('X', '02-08'), C, CANCELLED],
      ['A: B C'],
    ],
    ['at no distance that sellers use', [A, sale('B', '01-20'), CANCELLED], []],
    ['at the same moment', [A, sale('B', '01-01'), CANCELLED], []],
    ['without a date', [A, sale('B', '02-01', { date: null }), CANCELLED], []],
    ['not of another product', [A, sale('B', '02-01', { productId: 'Q' }), CANCELLED], []],
    [
      'not what names a subscription',
      [A, sale('B', '02-01', { internalSubscriptionId: 'S2' }), CANCELLED],
      [],
    ],
    [
      'not what names one of the processor',
      [A, sale('B', '02-01', { processorSubscriptionId: 'I-2' }), CANCELLED],
      [],
    ],
    [
      'not what ended',
      [
        A,
        B,
        named('BACK', 'refund', { orderId: '91', parentId: 'B', date: on('02-02') }),
        CANCELLED,
      ],
      [],
    ],
    [
      'not what has renewals',
      [A, B, named('R', 'rebill', { orderId: 'R', originalId: 'B', date: on('02-20') }), CANCELLED],
      [],
    ],
    [
      'not what names both',
      [
        A,
        sale('B', '02-01', { internalSubscriptionId: 'S2', processorSubscriptionId: 'I-2' }),
        CANCELLED,
      ],
      [],
    ],
    [
      'cancelled by both ids',
      [A, B, cancel('03-15', { processorSubscriptionId: 'I-1' })],
      ['A: B'],
    ],
    [
      'not where the cancelled one has no date',
      [sale('A', '01-01', { date: null }), B, CANCELLED],
      [],
    ],
    ['not where it was not cancelled', [A, B, C], []],
    [
      'not where it was refunded',
      [
        A,
        B,
        named('BACK', 'refund', {
          orderId: '91',
          parentId: 'A',
          internalSubscriptionId: 'S1',
          date: on('03-15'),
        }),
      ],
      [],
    ],
    [
      'not where the cancellation names no subscription',
      [A, B, cancel('03-15', { internalSubscriptionId: null })],
      [],
    ],
    [
      'not where the cancelled one names its own',
      [sale('A', '01-01', { internalSubscriptionId: 'S1' }), B, CANCELLED],
      [],
    ],
  ])('%s', (_rule, facts, expected) => {
    expect(questions(facts)).toEqual(expected);
  });
});

describe('once it was answered', () => {
  const settle = (eventHash: string, purchaseHash: string | null): Settlement => ({
    eventHash,
    purchaseHash,
    sequence: 1,
  });

  it('one that was said to be none is not asked about', () => {
    expect(questions([A, B, CANCELLED], [settle('B', null)])).toEqual([]);
    expect(questions([A, B, C, CANCELLED], [settle('C', null)])).toEqual(['A: B']);
  });

  it('also where only one of the webhooks that told of it was asked about', () => {
    const again = sale('B2', '02-01', { orderId: 'B', surface: 'ipn' });
    expect(questions([A, B, again, CANCELLED])).toEqual(['A: B']);
    expect(questions([A, B, again, CANCELLED], [settle('B2', null)])).toEqual([]);
  });

  it('one that was said to be of a purchase that is gone is asked about still', () => {
    expect(questions([A, B, CANCELLED], [settle('B', 'GONE')])).toEqual(['A: B']);
  });

  it('one that was said to be one is part of it, and the next follows it', () => {
    expect(questions([A, B, C, CANCELLED], [settle('B', 'A')])).toEqual(['A: C']);
  });
});
