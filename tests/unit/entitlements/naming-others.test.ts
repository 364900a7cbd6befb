/** Ids that name purchases of other people, and endings that name no one (RULES M2). */
import type { Fact } from '../../../server/src/core/entitlements/fact';
import type { FactContent } from '../../model/histories';
import { day, FOLDS, lee, named, nobody } from '../../model/named-facts';

type Fields = Partial<FactContent>;

/** A plan of the first of March, and what ends something on the 20th. */
const plan = (name: string, s: string | null, fields: Fields = {}) =>
  named(name, 'sale', { orderId: name, internalSubscriptionId: s, date: day(1), ...fields });
const ending =
  (kind: Fact['kind']) =>
  (fields: Fields = {}) =>
    named('END', kind, { orderId: '900', date: day(20), ...fields });
const [refund, cancel, fail] = [ending('refund'), ending('cancellation'), ending('failed')];

describe.each(FOLDS)('%s: ids that name other people’s purchases', (_, told) => {
  const THEIRS = plan('THEIRS', 'S1', {
    ...lee,
    processorSubscriptionId: 'I-1',
    originalId: 'THEIRS',
  });
  const theirs = 'subscription active: THEIRS';

  test.each<[string, Fields, string]>([
    ['a subscription', { internalSubscriptionId: 'S1' }, 'conflicting-id: END'],
    ['a first order', { originalId: 'THEIRS' }, 'conflicting-id: END'],
    ['its own order', { orderId: 'THEIRS' }, 'conflicting-id: END'],
    ['a processor’s is absent', { processorSubscriptionId: 'I-1' }, 'unmatched: END'],
    [
      'one of another product says nothing',
      { originalId: 'THEIRS', productId: 'Q' },
      'unmatched: END',
    ],
  ])('%s', (_rule, fields, held) => {
    expect(told([THEIRS, cancel(fields)])).toEqual([theirs, held]);
  });

  test('a parent', () => {
    expect(told([THEIRS, refund({ parentId: 'THEIRS' })])).toEqual([theirs, 'conflicting-id: END']);
  });

  test('a failed charge is only held: no one has to decide about it', () => {
    expect(told([THEIRS, fail({ internalSubscriptionId: 'S1' })])).toEqual([
      theirs,
      'unmatched: END',
    ]);
  });

  test('one’s own purchase is before that of others', () => {
    const own = plan('OWN', 'S2');
    expect(told([THEIRS, own, cancel({ internalSubscriptionId: 'S1', orderId: 'OWN' })])).toEqual([
      theirs,
      'subscription ended cancelled: OWN END',
    ]);
  });

  test('a processor’s id of others leaves it to what runs', () => {
    const own = plan('OWN', 'S2', { processorSubscriptionId: 'I-2' });
    expect(told([THEIRS, own, cancel({ processorSubscriptionId: 'I-1' })])).toEqual([
      theirs,
      'subscription ended cancelled: OWN END',
    ]);
  });

  test('an address that changed: the subscription decides where no leads can be compared', () => {
    const mail = (emailToken: string) => ({ leadToken: null, emailToken });
    const sale = plan('SALE', 'S1', mail('mail-1'));
    const ended = ['subscription ended cancelled: SALE END'];
    expect(told([sale, cancel({ internalSubscriptionId: 'S1', ...mail('mail-2') })])).toEqual(
      ended
    );
    expect(told([sale, cancel({ originalId: 'SALE', ...mail('mail-2') })])).toEqual([
      'subscription active: SALE',
      'conflicting-id: END',
    ]);
    const other = plan('OTHER', 'S1', { ...mail('mail-3'), date: day(2) });
    expect(
      told([sale, other, cancel({ internalSubscriptionId: 'S1', ...mail('mail-2') })])
    ).toEqual(['subscription active: OTHER', 'subscription active: SALE', 'conflicting-id: END']);
  });
});

describe.each(FOLDS)('%s: who names no one is told by ids alone', (_, told) => {
  const one = plan('ONE', 'S1', { processorSubscriptionId: 'I-1', originalId: 'ONE' });

  test.each<[string, Fact]>([
    ['the subscription', cancel({ ...nobody, internalSubscriptionId: 'S1' })],
    ['the processor’s', cancel({ ...nobody, processorSubscriptionId: 'I-1' })],
    ['the first order', cancel({ ...nobody, originalId: 'ONE' })],
    ['its own order', cancel({ ...nobody, orderId: 'ONE' })],
  ])('%s', (_rule, fact) => {
    expect(told([one, fact])).toEqual(['subscription ended cancelled: ONE END']);
  });

  test('not where two people have the id', () => {
    const theirs = plan('THEIRS', 'S1', { ...lee, processorSubscriptionId: 'I-1', date: day(2) });
    for (const ids of [{ internalSubscriptionId: 'S1' }, { processorSubscriptionId: 'I-1' }]) {
      expect(told([one, theirs, cancel({ ...nobody, ...ids })])).toEqual([
        'subscription active: ONE',
        'subscription active: THEIRS',
        'unmatched: END',
      ]);
    }
  });

  test('all lines of one subscription, by its product', () => {
    const bump = plan('BUMP', 'S1', { orderId: 'ONE', productId: 'Q' });
    expect(
      told([one, bump, cancel({ ...nobody, internalSubscriptionId: 'S1', productId: 'Q' })])
    ).toEqual(['subscription active: ONE', 'subscription ended cancelled: BUMP END']);
  });
});

describe.each(FOLDS)(
  '%s: a lead, and ids of purchases of which only addresses are known',
  (_, told) => {
    const mail = (emailToken: string) => ({ leadToken: null, emailToken });
    const lead = { leadToken: 'lead-dana', emailToken: null };
    const ids = {
      internalSubscriptionId: 'S1',
      processorSubscriptionId: 'I-1',
      originalId: 'FIRST',
    };
    const one = plan('ONE', null, { ...mail('mail-1'), ...ids, orderId: 'O' });
    const two = plan('TWO', null, { ...mail('mail-2'), ...ids, orderId: 'O', date: day(2) });
    const own = plan('OWN', null, { date: day(3) });

    test.each<[string, Fact]>([
      ['a parent', refund({ ...lead, parentId: 'O' })],
      ['a subscription', cancel({ ...lead, internalSubscriptionId: 'S1' })],
      ['a first order', cancel({ ...lead, originalId: 'FIRST' })],
      ['its own order', cancel({ ...lead, orderId: 'O' })],
    ])('%s decides where one purchase has it, and is held where two have it', (_id, end) => {
      expect(told([one, own, end])).toEqual([
        'one-time active: OWN',
        expect.stringMatching(/^subscription ended (cancelled|refunded): ONE END$/),
      ]);
      expect(told([one, two, own, end])).toEqual([
        'one-time active: OWN',
        'subscription active: ONE',
        'subscription active: TWO',
        'unmatched: END',
      ]);
    });

    test('a processor’s id that two have is absent', () => {
      expect(told([one, two, own, cancel({ ...lead, processorSubscriptionId: 'I-1' })])).toEqual([
        'one-time ended cancelled: OWN END',
        'subscription active: ONE',
        'subscription active: TWO',
      ]);
      const other = { ...own, processorSubscriptionId: 'I-2' };
      expect(told([one, two, other, cancel({ ...lead, processorSubscriptionId: 'I-1' })])).toEqual([
        'subscription active: ONE',
        'subscription active: TWO',
        'subscription ended cancelled: OWN END',
      ]);
    });
  }
);

describe.each(FOLDS)('%s: an order under two leads with one address', (_, told) => {
  test('is of the same buyer, whichever surface tells it again', () => {
    const order = { orderId: 'O', emailToken: 'mail-1' };
    const sale = named('SALE', 'sale', { ...order, leadToken: 'lead-1' });
    const again = named('TWICE', 'rebill', { ...order, leadToken: 'lead-2' });
    const failed = named('FAILED', 'failed', { leadToken: 'lead-1', emailToken: null });
    const echo = { ...again, hash: 'ECHO', surface: 'ipn' as const };
    expect(told([sale, again, failed])).toEqual(['subscription past-due: SALE+TWICE FAILED']);
    expect(told([sale, again, echo, failed])).toEqual([
      'subscription past-due: ECHO+SALE+TWICE FAILED',
    ]);
  });
});
