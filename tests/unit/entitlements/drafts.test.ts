/** A purchase while it is being put together, from payments alone. */
import { Draft, namesSubscription, rootOf } from '../../../server/src/core/entitlements/drafts';
import type { Fact } from '../../../server/src/core/entitlements/fact';
import type { FactContent } from '../../model/histories';
import { named, nobody } from '../../model/named-facts';
import { draftOf, eventOf, lineOf, namesOf } from '../../builders/ledger';
import { gatherEvents } from '../../../server/src/core/entitlements/events';

const at = (month: number): string => `2026-0${month}-01 10:00:00`;
const pay = (name: string, month: number, fields: Partial<FactContent> = {}) =>
  eventOf(name, 'sale', { orderId: name, date: at(month), ...fields });
const S1 = { internalSubscriptionId: 'S1' };

describe('its payments', () => {
  const [first, second, third] = [pay('A', 1), pay('B', 2), pay('C', 3)];

  it.each([
    ['in order', [first, second, third]],
    ['in another order', [third, first, second]],
    ['the last one first', [second, third, first]],
  ])('stand in order when they come %s', (_how, payments) => {
    const draft = draftOf(...payments);
    expect(namesOf(draft.payments)).toBe('A B C');
    expect(draft.firstPayment).toBe(first);
    expect(draft.lastPayment).toBe(third);
  });

  it('one that comes after a look at them stands in order, too', () => {
    const draft = draftOf(third, first);
    expect(namesOf(draft.payments)).toBe('A C');
    draft.pay(second);
    expect(namesOf(draft.payments)).toBe('A B C');
  });

  it('the first that names someone says whose it is; where none does, the first', () => {
    const unnamed = pay('U', 1, nobody);
    expect(draftOf(unnamed, second).firstPayment).toBe(second);
    expect(draftOf(unnamed).firstPayment).toBe(unnamed);
    expect(draftOf(third, unnamed, second).firstPayment).toBe(second);
  });

  it('there is at least one', () => {
    expect(() => new Draft(null, 'P').firstPayment).toThrow('A purchase has at least one payment.');
    expect(() => new Draft(null, 'P').lastPayment).toThrow('A purchase has at least one payment.');
  });

  it('it ever had the products of its payments', () => {
    expect([...draftOf(first, pay('D', 2, { productId: 'Q' })).products]).toEqual(['P', 'Q']);
  });
});

describe('what it is', () => {
  it.each<[string, Fact['kind'], Partial<FactContent>, Draft['type'], boolean]>([
    ['a sale', 'sale', {}, 'one-time', true],
    ['a sale of a subscription', 'sale', S1, 'subscription', true],
    [
      'a sale under a processor’s subscription',
      'sale',
      { processorSubscriptionId: 'R' },
      'subscription',
      true,
    ],
    ['a sale with a first order', 'sale', { originalId: '1' }, 'subscription', true],
    ['a sale with a parent', 'sale', { parentId: '1' }, 'one-time', true],
    ['a renewal of nothing', 'rebill', {}, 'subscription', false],
    ['a renewal of a subscription', 'rebill', S1, 'subscription', true],
    ['a renewal with a first order', 'rebill', { originalId: '1' }, 'subscription', true],
  ])('%s', (_name, kind, fields, type, isProven) => {
    const draft = draftOf(eventOf('A', kind, { orderId: '1', date: at(1), ...fields }));
    expect(draft.type).toBe(type);
    expect(draft.isProven).toBe(isProven);
  });

  it('one payment that says so is enough', () => {
    const renewal = eventOf('R', 'rebill', { orderId: '2', date: at(2) });
    expect(draftOf(pay('A', 1), renewal).type).toBe('subscription');
    expect(draftOf(renewal, pay('A', 1)).isProven).toBe(true);
  });

  it('what an event names', () => {
    expect(namesSubscription(pay('A', 1, { parentId: '3' }))).toBe(false);
    expect(namesSubscription(pay('A', 1, { originalId: '3' }))).toBe(true);
  });

  it.each<[string, Partial<FactContent>, boolean]>([
    ['told by the IPN', { surface: 'ipn' }, true],
    ['told by Outbound only', {}, false],
    ['told by the IPN, with a subscription', { surface: 'ipn', ...S1 }, false],
  ])('a sale is surely no subscription: %s', (_how, fields, is) => {
    expect(draftOf(pay('A', 1, fields)).isSurelyOneTime).toBe(is);
  });

  it('one of two sales told by the IPN is enough', () => {
    expect(draftOf(pay('A', 1), pay('B', 2, { surface: 'ipn' })).isSurelyOneTime).toBe(true);
  });
});

describe('its price point and name: those of the latest payment of its present product that names one', () => {
  const priced = (name: string, month: number, pricePoint: string | null, productId = 'P') =>
    pay(name, month, { pricePoint, productId, productName: pricePoint && `Plan ${pricePoint}` });

  it.each([
    ['the latest', [priced('A', 1, '1'), priced('B', 2, '2')], '2'],
    ['not one that names none', [priced('A', 1, '1'), priced('B', 2, null)], '1'],
    ['not one of another product', [priced('A', 1, '1'), priced('B', 2, '2', 'Q')], '1'],
    ['none', [priced('A', 1, null)], null],
  ])('%s', (_rule, payments, pricePoint) => {
    const draft = draftOf(...payments);
    expect(draft.pricePoint).toBe(pricePoint);
    expect(draft.productName).toBe(pricePoint && `Plan ${pricePoint}`);
  });
});

describe('two that turn out to be one', () => {
  const gold = () => draftOf(pay('GOLD', 2));
  const silver = (month: number) => draftOf(pay('SILVER', month, { productId: 'Q' }));

  it.each([
    ['the part with the latest payment says the product', gold(), silver(3), 'Q'],
    ['also where that is the part that takes the other in', gold(), silver(1), 'P'],
    [
      'a line of a subscription says it before any other',
      lineOf(pay('LINE', 1, S1)),
      silver(3),
      'P',
    ],
    [
      'whichever takes the other in',
      gold(),
      lineOf(pay('LINE', 1, { ...S1, productId: 'Q' })),
      'Q',
    ],
    [
      'of two lines again the one with the latest payment',
      lineOf(pay('A', 1, S1)),
      lineOf(pay('B', 2, { ...S1, productId: 'Q' })),
      'Q',
    ],
  ])('%s', (_rule, one, other, productId) => {
    one.absorb(other);
    expect(one.productId).toBe(productId);
    expect(rootOf(other)).toBe(one);
    expect([...one.products].sort()).toHaveLength(
      new Set(one.payments.map((p) => p.productId)).size
    );
  });

  it('has the payments, subscriptions and changes of both, in order', () => {
    const [one, other] = [
      lineOf(pay('C', 3, S1)),
      lineOf(pay('A', 1, { internalSubscriptionId: 'S2' })),
    ];
    one.becomes('Q', pay('C', 3));
    other.becomes('X', pay('B', 2));
    other.becomes('Y', pay('D', 4));
    one.absorb(other);
    expect(namesOf(one.payments)).toBe('A C');
    expect(one.firstPayment.key).toBe('A');
    expect(one.families.size).toBe(2);
    expect(one.changes).toEqual([
      { from: 'P', to: 'X', at: at(2) },
      { from: 'P', to: 'Q', at: at(3) },
      { from: 'X', to: 'Y', at: at(4) },
    ]);
  });

  it('changes of one second stand in the ledger’s order, whichever part takes the other in', () => {
    const changed = (name: string, subscription: string, to: string) => {
      const line = lineOf(pay(name, 1, { internalSubscriptionId: subscription }));
      line.becomes(to, pay(`${name}2`, 2, { productId: to }));
      return line;
    };
    for (const isTurned of [false, true]) {
      const parts = [changed('A', 'S1', 'X'), changed('B', 'S2', 'Y'), changed('C', 'S3', 'Z')];
      const [one, ...others] = isTurned ? parts.reverse() : parts;
      for (const other of others) one?.absorb(other);
      expect(one?.changes.map(({ to }) => to)).toEqual(['X', 'Y', 'Z']);
    }
  });

  it('a renewal that is taken in brings no product', () => {
    const one = gold();
    one.renewBy(draftOf(eventOf('R', 'rebill', { productId: 'Q', orderId: '9', date: at(5) })));
    expect(one.productId).toBe('P');
    expect(namesOf(one.payments)).toBe('GOLD R');
    expect(one.isOfSubscription).toBe(false);
    expect(lineOf(pay('LINE', 1, S1)).isOfSubscription).toBe(true);
  });

  it('the last of a chain of them is found from every part', () => {
    const [a, b, c, d] = [1, 2, 3, 4].map((month) => draftOf(pay(`${month}`, month)));
    if (!a || !b || !c || !d) throw new Error('Four purchases.');
    c.absorb(d);
    b.absorb(c);
    a.absorb(b);
    expect([d, c, b, a].map(rootOf)).toEqual([a, a, a, a]);
    expect(d.mergedInto).toBe(a);
    expect(namesOf(a.payments)).toBe('1 2 3 4');
  });
});

describe('a moment of its history', () => {
  const draft = draftOf(pay('A', 1, { pricePoint: '1' }));
  const isPresent = (pricePoint: string | null, own: string | null = '1', productId = 'P') =>
    draft.momentOf(pay('X', 2, { pricePoint, productId }), own, false).isPresent;

  it.each([
    ['the same price point', isPresent('1'), true],
    ['another price point', isPresent('2'), false],
    ['none is told', isPresent(null), true],
    ['none is known of the purchase', isPresent('2', null), true],
    ['another product', isPresent('1', '1', 'Q'), false],
  ])('of the present product: %s', (_rule, is, expected) => {
    expect(is).toBe(expected);
  });

  it('has what the event tells', () => {
    const told = { trial: true, trialDays: 7, payNumber: '2', paymentsLeft: 3 };
    expect(draft.momentOf(pay('X', 2, told), '1', true)).toEqual({
      kind: 'sale',
      date: at(2),
      ...told,
      toldBy: ['outbound'],
      isPresent: true,
      isQuiet: true,
    });
  });

  it('an end that an administrator gave is the latest of those given', () => {
    const cancelled = (name: string, endsOn?: string): Fact => ({
      ...named(name, 'cancellation', { orderId: '9', date: at(2) }),
      ...(endsOn === undefined ? {} : { endsOn }),
    });
    const endOf = (...facts: Fact[]) => {
      const [event] = gatherEvents(facts);
      return event && draft.momentOf(event, null, false);
    };
    expect(endOf(cancelled('X', at(4)), cancelled('Y', at(5)), cancelled('Z'))?.endsOn).toBe(at(5));
    expect(endOf(cancelled('X', at(5)), cancelled('Y', at(4)))?.endsOn).toBe(at(5));
    expect(endOf(cancelled('X'))).not.toHaveProperty('endsOn');
  });
});
