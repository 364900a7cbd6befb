/** Which facts tell of the same thing, and what they say of it together (RULES M2). */
import { gatherEvents } from '../../../server/src/core/entitlements/events';
import type { Fact } from '../../../server/src/core/entitlements/fact';
import type { FactContent } from '../../model/histories';
import { day, lee, named, nobody } from '../../model/named-facts';

type Fields = Partial<FactContent>;
const fact = (name: string, fields: Fields = {}, kind: Fact['kind'] = 'sale') =>
  named(name, kind, { orderId: '1', date: day(1), ...fields });

/** Each event by its facts, in the ledger's order; the same whatever came first. */
function told(...facts: Fact[]): string[] {
  const read = (order: Fact[]) =>
    gatherEvents(order).map((event) =>
      event.facts
        .map(({ hash }) => hash)
        .sort()
        .join('+')
    );
  const events = read(facts);
  expect(read([...facts].reverse())).toEqual(events);
  return events;
}

const MAIL_ONLY = { leadToken: null };
const LEAD_ONLY = { emailToken: null };
const OTHER = { leadToken: 'lead-x', emailToken: 'mail-x' };

describe('one event', () => {
  it.each<[string, Fact[], string[]]>([
    ['one order and product', [fact('A'), fact('B', { surface: 'ipn' })], ['A+B']],
    ['a sale and a renewal of one order', [fact('A'), fact('B', {}, 'rebill')], ['A+B']],
    [
      'of an address that another fact gives a lead, not of a lead that neither names',
      [fact('A', MAIL_ONLY), fact('B'), fact('C', { ...LEAD_ONLY, leadToken: 'lead-x' })],
      ['A+B', 'C'],
    ],
    [
      'of two addresses neither, where a third fact names nobody',
      [fact('A', nobody), fact('B', MAIL_ONLY), fact('C', { ...MAIL_ONLY, emailToken: 'mail-x' })],
      ['A', 'B', 'C'],
    ],
    ['not another product', [fact('A'), fact('B', { productId: 'Q' })], ['A', 'B']],
    ['not another order', [fact('A'), fact('B', { orderId: '2' })], ['A', 'B']],
    ['not a payment and its failure', [fact('A'), fact('B', {}, 'failed')], ['A', 'B']],
    [
      'not a refund and a chargeback',
      [fact('A', {}, 'refund'), fact('B', {}, 'chargeback')],
      ['A', 'B'],
    ],
    ['not another day', [fact('A'), fact('B', { date: day(2) })], ['A', 'B']],
    [
      'an undated fact joins the earliest day',
      [fact('A'), fact('B', { date: day(2) }), fact('C', { date: null })],
      ['A+C', 'B'],
    ],
    ['undated ones are one', [fact('A', { date: null }), fact('B', { date: null })], ['A+B']],
  ])('%s', (_rule, facts, expected) => {
    expect(told(...facts)).toEqual(expected);
  });

  it.each<[string, Fields, boolean]>([
    ['the same ids', {}, true],
    ['another parent', { parentId: '8' }, false],
    ['another first order', { originalId: '8' }, false],
    ['another subscription', { internalSubscriptionId: 'S8' }, false],
    ['another one of the processor', { processorSubscriptionId: 'I-8' }, false],
    ['another pay number', { payNumber: '8' }, false],
  ])('without an order: %s', (_rule, fields, isOne) => {
    const bare = {
      orderId: null,
      parentId: '2',
      originalId: '3',
      internalSubscriptionId: 'S4',
      processorSubscriptionId: 'I-5',
      payNumber: '6',
    };
    expect(told(fact('A', bare), fact('B', { ...bare, ...fields }))).toHaveLength(isOne ? 1 : 2);
  });

  it('with an order no other id matters', () => {
    expect(told(fact('A', { originalId: '3' }), fact('B', { payNumber: '2' }))).toEqual(['A+B']);
  });
});

describe('of one person', () => {
  it.each<[string, Fact[], string[]]>([
    ['strangers under one order are two', [fact('A'), fact('B', lee)], ['A', 'B']],
    ['an equal lead is enough', [fact('A'), fact('B', { emailToken: 'mail-2' })], ['A+B']],
    ['an equal address is enough', [fact('A'), fact('B', { leadToken: 'lead-2' })], ['A+B']],
    [
      'a lead is before an address',
      [
        fact('A', { emailToken: 'mail-2' }),
        fact('B', { leadToken: 'lead-2' }),
        fact('C', { emailToken: 'mail-dana' }),
      ],
      ['A+C', 'B'],
    ],
    ['who names no one joins the only one', [fact('A'), fact('B', nobody)], ['A+B']],
    [
      'half a name joins who cannot be compared',
      [fact('A', MAIL_ONLY), fact('B', { ...LEAD_ONLY, leadToken: 'lead-9' })],
      ['A+B'],
    ],
    [
      'not who can',
      [fact('A', MAIL_ONLY), fact('B', { ...MAIL_ONLY, emailToken: 'mail-9' })],
      ['A', 'B'],
    ],
    [
      'between two no one is chosen',
      [fact('A'), fact('B', OTHER), fact('C', nobody)],
      ['A', 'B', 'C'],
    ],
    [
      'and those that name no one stay together',
      [fact('A'), fact('B', OTHER), fact('C', nobody), fact('D', nobody)],
      ['A', 'B', 'C+D'],
    ],
    [
      'never through a third fact',
      [fact('A', LEAD_ONLY), fact('B'), fact('C', { ...MAIL_ONLY, emailToken: 'mail-dana' })],
      ['A+B+C'],
    ],
    [
      'a whole name is looked at first',
      [
        fact('A', { leadToken: 'lead-1', emailToken: 'mail-1' }),
        fact('B', { leadToken: 'lead-1', emailToken: null }),
        fact('C', { leadToken: null, emailToken: 'mail-1' }),
      ],
      ['A+B+C'],
    ],
    [
      'with the same person, whichever surface told it',
      [
        fact('A', { leadToken: 'lead-1', emailToken: 'mail-1' }),
        fact('B', { leadToken: 'lead-2', emailToken: 'mail-1', surface: 'ipn' }),
        fact('C', { leadToken: 'lead-1', emailToken: 'mail-2' }),
        fact('D', { leadToken: 'lead-2', emailToken: 'mail-3' }),
      ],
      ['A+B+C', 'D'],
    ],
  ])('%s', (_rule, facts, expected) => {
    expect(told(...facts)).toEqual(expected);
  });

  it.each<[string, Fields]>([
    ['an order', { orderId: '1' }],
    ['a parent', { parentId: '1' }],
    ['a first order', { originalId: '1' }],
    ['a subscription', { internalSubscriptionId: 'S1' }],
    ['one of the processor', { processorSubscriptionId: 'I-1' }],
  ])('who names no one is told by an id: %s', (_name, ids) => {
    const bare = { orderId: null, ...ids };
    expect(told(fact('A', bare), fact('B', { ...bare, ...nobody }))).toEqual(['A+B']);
  });

  it('and not by nothing', () => {
    expect(told(fact('A', { orderId: null }), fact('B', { orderId: null, ...nobody }))).toEqual([
      'A',
      'B',
    ]);
  });
});

describe('what they say together', () => {
  const merged = (...facts: Fact[]) => gatherEvents(facts)[0];
  const ipn = (name: string, fields: Fields = {}) => fact(name, { surface: 'ipn', ...fields });

  it('the IPN is read before Outbound, then the smaller value', () => {
    const all = {
      orderId: '1',
      productName: 'B',
      pricePoint: '2',
      payNumber: '2',
      paymentsLeft: 2,
      trialDays: 2,
    };
    const less = {
      orderId: '1',
      productName: 'A',
      pricePoint: '1',
      payNumber: '1',
      paymentsLeft: 1,
      trialDays: 1,
    };
    expect(merged(fact('X', less), ipn('Y', all))).toMatchObject(all);
    expect(merged(fact('X', all), fact('Y', less))).toMatchObject(less);
    expect(merged(fact('Y', less), fact('X', all))).toMatchObject(less);
    expect(merged(ipn('Y'), fact('X', less))).toMatchObject(less);
  });

  it('the stronger kind', () => {
    expect(merged(fact('X'), fact('Y', {}, 'rebill'))?.kind).toBe('rebill');
    expect(merged(fact('Y', {}, 'rebill'), fact('X'))?.kind).toBe('rebill');
    expect(merged(ipn('X', {}), fact('Y', {}, 'rebill'))?.kind).toBe('rebill');
  });

  it('all ids that any of them names', () => {
    const event = merged(
      fact('X', {
        parentId: '2',
        originalId: '3',
        internalSubscriptionId: 'S4',
        processorSubscriptionId: 'I-5',
      }),
      fact('Y', { parentId: '6' })
    );
    expect([...(event?.parentIds ?? [])]).toEqual(['2', '6']);
    expect([...(event?.originalIds ?? [])]).toEqual(['3']);
    expect([...(event?.internalIds ?? [])]).toEqual(['S4']);
    expect([...(event?.processorIds ?? [])]).toEqual(['I-5']);
    expect(merged(fact('X'))?.parentIds.size).toBe(0);
  });

  it('a trial if any says so', () => {
    expect(merged(fact('X', { trial: true }), fact('Y'))?.trial).toBe(true);
    expect(merged(fact('X'), fact('Y'))?.trial).toBe(false);
  });

  it('its key is the smallest of its hashes, and its surfaces are each told once', () => {
    const event = merged(fact('Z'), ipn('M'), ipn('A'));
    expect(event?.key).toBe('A');
    expect(event?.surfaces).toEqual(['ipn', 'outbound']);
    expect(event?.facts.map(({ hash }) => hash)).toEqual(['A', 'M', 'Z']);
  });

  it('the person, one value of each', () => {
    const event = merged(fact('X', LEAD_ONLY), fact('Y', { ...MAIL_ONLY, orderId: '1' }));
    expect(event).toMatchObject({ leadToken: 'lead-dana', emailToken: 'mail-dana' });
  });

  it('of one person with several leads or addresses the same one, whichever surface told it', () => {
    const first = fact('X', { leadToken: 'lead-1', emailToken: 'mail-2' });
    const second = { leadToken: 'lead-2', emailToken: 'mail-2' };
    const third = { leadToken: 'lead-1', emailToken: 'mail-1' };
    const one = { leadToken: 'lead-1', emailToken: 'mail-2' };
    expect(merged(first, fact('Y', second))).toMatchObject(one);
    expect(merged(first, ipn('Y', second))).toMatchObject(one);
    expect(merged(fact('Y', second), first)).toMatchObject(one);
    expect(merged(first, ipn('Y', third))).toMatchObject({ ...one, emailToken: 'mail-1' });
    expect(merged(ipn('Y', third), first)).toMatchObject({ ...one, emailToken: 'mail-1' });
  });
});

describe('an undated cancellation stands at its first arrival', () => {
  const cancelled = (name: string, arrivedOn: string | null, date: string | null = null) =>
    fact(name, { date, arrivedOn }, 'cancellation');

  it.each<[string, Fact[], string | null]>([
    [
      'the earliest',
      [cancelled('A', day(5)), cancelled('B', day(4)), cancelled('C', null)],
      day(4),
    ],
    ['not where one has a date', [cancelled('A', day(4)), cancelled('B', day(3), day(9))], day(9)],
    ['none that is known', [cancelled('A', null)], null],
    ['nothing else does', [fact('A', { date: null, arrivedOn: day(4) }, 'refund')], null],
    ['nor a payment', [fact('A', { date: null, arrivedOn: day(4) })], null],
  ])('%s', (_rule, facts, date) => {
    expect(gatherEvents(facts)[0]?.date).toBe(date);
  });
});
