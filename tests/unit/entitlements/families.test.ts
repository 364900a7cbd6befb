/** Payments that name a Kartra subscription: whose it is, and which purchases there are within it (RULES M2, M4). */
import type { Fact } from '../../../server/src/core/entitlements/fact';
import { gatherEvents } from '../../../server/src/core/entitlements/events';
import { gatherFamilies, linesOf } from '../../../server/src/core/entitlements/families';
import type { FactContent } from '../../model/histories';
import { lee, named, nobody } from '../../model/named-facts';
import { namesOf } from '../../builders/ledger';

const on = (day: number, time = '10:00:00'): string =>
  `2026-03-${String(day).padStart(2, '0')} ${time}`;

const pay = (name: string, day: number | null, fields: Partial<FactContent> = {}): Fact =>
  named(name, day === 1 ? 'sale' : 'rebill', {
    orderId: name,
    internalSubscriptionId: 'S1',
    date: day === null ? null : on(day),
    ...fields,
  });
const familiesOf = (...facts: Fact[]) => gatherFamilies(gatherEvents(facts));

describe('whose subscription', () => {
  const told = (...facts: Fact[]) =>
    familiesOf(...facts).map(
      ({ internalIds, payments }) => `${[...internalIds].sort().join()}: ${namesOf(payments)}`
    );
  const SALE = pay('SALE', 1);

  it.each<[string, Fact[], string[]]>([
    ['payments of one buyer', [SALE, pay('RENEWAL', 2)], ['S1: SALE RENEWAL']],
    [
      'two subscriptions of one buyer are two',
      [SALE, pay('OTHER', 2, { internalSubscriptionId: 'S2' })],
      ['S1: SALE', 'S2: OTHER'],
    ],
    ['one id of two buyers is two', [SALE, pay('LEES', 2, lee)], ['S1: SALE', 'S1: LEES']],
    [
      'each payment goes to its buyer',
      [SALE, pay('LEES', 2, lee), pay('RENEWAL', 3)],
      ['S1: SALE RENEWAL', 'S1: LEES'],
    ],
    [
      'the address moved to another lead',
      [SALE, pay('MOVED', 2, { leadToken: 'lead-2' })],
      ['S1: SALE MOVED'],
    ],
    [
      'where nothing can be compared the id decides',
      [SALE, pay('UNNAMED', 2, nobody)],
      ['S1: SALE UNNAMED'],
    ],
    [
      'but not between two',
      [SALE, pay('LEES', 2, lee), pay('UNNAMED', 3, nobody)],
      ['S1: SALE', 'S1: LEES', 'S1: UNNAMED'],
    ],
    [
      'nor where something can be compared',
      [SALE, pay('MAIL', 2, { leadToken: null, emailToken: 'mail-2' })],
      ['S1: SALE', 'S1: MAIL'],
    ],
    [
      'also where it names the subscription by several ids',
      [
        pay('SALE', 1, { orderId: 'O' }),
        pay('SALE2', 1, { orderId: 'O', internalSubscriptionId: 'S2', surface: 'ipn' }),
        pay('UNNAMED', 2, { ...nobody, orderId: 'U' }),
        pay('UNNAMED2', 2, {
          ...nobody,
          orderId: 'U',
          internalSubscriptionId: 'S2',
          surface: 'ipn',
        }),
      ],
      ['S1,S2: SALE UNNAMED'],
    ],
  ])('%s', (_rule, facts, expected) => {
    expect(told(...facts)).toEqual(expected);
  });

  it('a lead is before an address', () => {
    const byMail = pay('MAIL', 1, { leadToken: 'lead-2' });
    const byLead = pay('LEAD', 2, { emailToken: 'mail-2' });
    expect(told(byMail, byLead, pay('BOTH', 3))).toEqual(['S1: MAIL', 'S1: LEAD BOTH']);
  });

  it('one that names those of two strangers goes to the earlier, and does not make them one', () => {
    const byLead = (day: number) => pay('LEAD', day, { emailToken: 'mail-2' });
    const byMail = (day: number) =>
      pay('MAIL', day, { leadToken: 'lead-2', internalSubscriptionId: 'S2' });
    const both = [
      pay('BOTH', 3, { orderId: 'B' }),
      pay('BOTH2', 3, { orderId: 'B', internalSubscriptionId: 'S2', surface: 'ipn' }),
    ];
    expect(told(byLead(1), byMail(2), ...both)).toEqual(['S1,S2: LEAD BOTH', 'S2: MAIL']);
    expect(told(byMail(1), byLead(2), ...both)).toEqual(['S1,S2: MAIL BOTH', 'S1: LEAD']);
  });

  it('a payment that names two subscriptions of its buyer shows that they are one', () => {
    const two = [pay('ONE', 1), pay('TWO', 2, { internalSubscriptionId: 'S2' })];
    const both = [
      pay('BOTH', 3, { orderId: 'B' }),
      pay('BOTH2', 3, { orderId: 'B', internalSubscriptionId: 'S2', surface: 'ipn' }),
    ];
    expect(told(...two, ...both)).toEqual(['S1,S2: ONE BOTH TWO']);
    // What comes later finds it by either id.
    expect(told(...two, ...both, pay('LATER', 4, { internalSubscriptionId: 'S2' }))).toEqual([
      'S1,S2: ONE BOTH TWO LATER',
    ]);
  });
});

describe('which purchases it is: moments', () => {
  /** Each line: its payments, the product it has now, and how it came to it. */
  const lines = (...facts: Fact[]): string[] =>
    familiesOf(...facts)
      .flatMap(linesOf)
      .map(({ payments, productId, changes }) => {
        const changed = changes
          .map(({ from, to, at }) => ` ${from}>${to} ${at ?? 'undated'}`)
          .join('');
        return `${productId}: ${namesOf(payments)}${changed}`;
      });
  const P = (name: string, day: number | null, fields: Partial<FactContent> = {}) =>
    pay(name, day, fields);
  const Q = (name: string, day: number | null, fields: Partial<FactContent> = {}) =>
    pay(name, day, { productId: 'Q', ...fields });
  const X = (name: string, day: number | null) => pay(name, day, { productId: 'X' });
  const Y = (name: string, day: number | null) => pay(name, day, { productId: 'Y' });

  it.each<[string, Fact[], string[]]>([
    ['a payment continues the purchase of its product', [P('A', 1), P('B', 2)], ['P: A B']],
    [
      'one product is missing and one is new: changed',
      [Q('A', 1), P('B', 2)],
      [`P: A B Q>P ${on(2)}`],
    ],
    [
      'back again is a change as well',
      [P('A', 1), Q('B', 2), P('C', 3)],
      [`P: A B C P>Q ${on(2)} Q>P ${on(3)}`],
    ],
    ['of two products at once each is a purchase', [P('A', 1), Q('B', 1)], ['P: A', 'Q: B']],
    ['a bump that does not recur stays', [P('A', 1), Q('B', 1), P('C', 2)], ['P: A C', 'Q: B']],
    [
      'one that was added later is a purchase of its own',
      [P('A', 1), P('B', 2), Q('C', 2)],
      ['P: A B', 'Q: C'],
    ],
    ['two for one change nothing', [P('A', 1), Q('B', 2), X('C', 2)], ['P: A', 'Q: B', 'X: C']],
    ['one for two changes nothing', [P('A', 1), Q('B', 1), X('C', 2)], ['P: A', 'Q: B', 'X: C']],
    [
      'one of two is replaced',
      [P('A', 1), Q('B', 1), P('C', 2), X('D', 2)],
      ['P: A C', `X: B D Q>X ${on(2)}`],
    ],
    [
      'what was ever paid together replaces nothing',
      [P('A', 1), Q('B', 1), P('C', 2), Q('D', 3)],
      ['P: A C', 'Q: B D'],
    ],
    [
      'also where it is paid together later',
      [P('A', 1), Q('B', 2), P('C', 3), Q('D', 3)],
      ['P: A C', 'Q: B D'],
    ],
    [
      'also where they go apart again',
      [P('A', 1), Q('B', 2), P('C', 3), Q('D', 3), P('E', 4)],
      ['P: A C E', 'Q: B D'],
    ],
    [
      'also where it was replaced in between',
      [P('A', 1), Q('B', 1), P('C', 2), X('D', 2), P('E', 3), Q('F', 4)],
      ['P: A C E', `X: B D Q>X ${on(2)}`, 'Q: F'],
    ],
    [
      'a payment that names nobody changes it as well, in order of the dates',
      [P('A', 1), Q('B', 2, nobody), P('C', 3)],
      [`P: A B C P>Q ${on(2)} Q>P ${on(3)}`],
    ],
    [
      'a product that another line has is not new',
      [P('A', 1), Q('B', 1), P('C', 2), X('D', 3), Q('E', 4)],
      [`X: A C D P>X ${on(3)}`, 'Q: B E'],
    ],
    [
      'an undated payment goes to the line that has its product',
      [P('A', 1), Q('B', 2), Q('U', null)],
      [`Q: U A B P>Q ${on(2)}`],
    ],
    [
      'else to the one that had it',
      [P('A', 1), Q('B', 2), P('U', null)],
      [`Q: U A B P>Q ${on(2)}`],
    ],
    [
      'of several that had it, to the last one',
      [P('A', 1), Q('B', 2), Q('C', 3), Y('D', 3), P('E', 4), X('F', 5), P('U', null)],
      [`Q: A B C P>Q ${on(2)}`, 'Y: D', `X: U E F P>X ${on(5)}`],
    ],
    ['else it is one of its own', [P('A', 1), X('U', null)], ['P: A', 'X: U']],
    ['undated ones alone change no product', [P('A', null), Q('B', null)], ['P: A', 'Q: B']],
  ])('%s', (_rule, facts, expected) => {
    expect(lines(...facts).sort()).toEqual([...expected].sort());
  });

  it.each<[string, Partial<FactContent>, Partial<FactContent>, boolean]>([
    ['of one order, days apart', { orderId: 'O' }, { orderId: 'O', date: on(3) }, true],
    ['of no order, days apart', { orderId: null }, { orderId: null, date: on(3) }, false],
    ['less than twelve hours apart', {}, { date: on(1, '21:59:59') }, true],
    ['twelve hours apart', {}, { date: on(1, '22:00:00') }, false],
  ])('one moment: payments %s', (_rule, one, other, isOne) => {
    const told = lines(P('A', 1, one), Q('B', 1, other));
    expect(told).toHaveLength(isOne ? 2 : 1);
  });

  it('subscriptions that turn out to be one are read in order of the dates', () => {
    const S2 = { internalSubscriptionId: 'S2' };
    const both = { orderId: 'O' };
    const told = lines(
      P('A', 1),
      Q('B', 2, S2),
      P('C', 3, both),
      P('C2', 3, { ...both, ...S2, surface: 'ipn' })
    );
    expect(told).toEqual([`P: A B C P>Q ${on(2)} Q>P ${on(3)}`]);
  });

  it('a change is dated by the payment for the new product', () => {
    const late = { date: on(2, '11:00:00') };
    expect(
      lines(P('A', 1), Q('B', 1), P('C', 2), pay('D', 2, { productId: 'X', ...late }))
    ).toEqual(expect.arrayContaining([`X: B D Q>X ${late.date}`]));
  });

  it('twelve hours are counted from the first payment of the moment', () => {
    const told = lines(
      P('A', 1),
      Q('B', 1, { date: on(1, '20:00:00') }),
      X('C', 1),
      pay('D', 2, { productId: 'Y', date: on(1, '23:00:00') })
    );
    // D is of the next moment, in which three products are missing.
    expect(told).toHaveLength(4);
  });

  it('an order joins a moment through any of its payments', () => {
    const told = lines(
      P('A', 1, { orderId: 'O1' }),
      Q('B', 1, { orderId: 'O2' }),
      X('C', 5),
      Q('D', 9, { orderId: 'O9' })
    );
    expect(told).toEqual(['P: A', 'Q: B D', 'X: C']);
  });
});

describe('whose a purchase within it is', () => {
  const told = (...facts: Fact[]): string[] =>
    familiesOf(...facts)
      .flatMap(linesOf)
      .map(({ payments, productId }) => `${productId}: ${namesOf(payments)}`)
      .sort();
  /** The first payment names what a stranger to each other each of the others names. */
  const first = (fields: Partial<FactContent> = {}) =>
    pay('FIRST', null, { productId: 'X', leadToken: 'lead-1', emailToken: 'mail-2', ...fields });
  const byLead = (name: string, day: number | null, fields: Partial<FactContent> = {}) =>
    pay(name, day, { leadToken: 'lead-1', emailToken: 'mail-1', ...fields });
  const byMail = (name: string, day: number | null, fields: Partial<FactContent> = {}) =>
    pay(name, day, { leadToken: 'lead-2', emailToken: 'mail-2', ...fields });

  it.each<[string, Fact[], string[]]>([
    [
      'strangers who are both known to its first payment have one each',
      [first(), byLead('ONE', 1), byMail('OTHER', 1)],
      ['P: ONE', 'P: OTHER', 'X: FIRST'],
    ],
    [
      'each renews their own',
      [first(), byLead('ONE', 1), byMail('OTHER', 1), byMail('OTHER2', 2), byLead('ONE2', 3)],
      ['P: ONE ONE2', 'P: OTHER OTHER2', 'X: FIRST'],
    ],
    [
      'an equal lead beats an equal address',
      [first(), byLead('ONE', 1), byMail('OTHER', 2), byMail('BOTH', 3, { leadToken: 'lead-1' })],
      ['P: ONE BOTH', 'P: OTHER', 'X: FIRST'],
    ],
    [
      'an equal address beats nothing to compare',
      [
        first(),
        byLead('ONE', 1, { emailToken: null }),
        byMail('OTHER', 2),
        byMail('MAIL', 3, { leadToken: null }),
      ],
      ['P: ONE', 'P: OTHER MAIL', 'X: FIRST'],
    ],
    [
      'a stranger’s payment changes no product',
      [first(), byLead('ONE', 1), byMail('OTHER', 2, { productId: 'Q' })],
      ['P: ONE', 'Q: OTHER', 'X: FIRST'],
    ],
    [
      'one that names nobody joins a lone one',
      [first(), byLead('ONE', 1), pay('UNNAMED', 1, nobody)],
      ['P: ONE UNNAMED', 'X: FIRST'],
    ],
    [
      'and none of two, whatever comes first in the same second',
      [first(), byLead('ONE', 1), byMail('OTHER', 1), pay('A UNNAMED', 1, nobody)],
      ['P: A UNNAMED', 'P: ONE', 'P: OTHER', 'X: FIRST'],
    ],
    [
      'an undated one goes to its buyer as well',
      [first(), byLead('ONE', 1), byMail('OTHER', 1), byMail('UNDATED', null)],
      ['P: ONE', 'P: UNDATED OTHER', 'X: FIRST'],
    ],
    [
      'a dated one of a stranger to another of them is the first one’s',
      [first({ date: on(1), productId: 'P' }), byLead('ONE', 2), byMail('OTHER', 3)],
      ['P: FIRST ONE OTHER'],
    ],
    [
      'unless it then made a known payment a stranger’s',
      [
        first(),
        byLead('ONE', 1, { emailToken: 'mail-2' }),
        byLead('TWO', 2),
        byMail('UNDATED', null),
      ],
      ['P: ONE TWO', 'P: UNDATED', 'X: FIRST'],
    ],
    [
      'an undated one goes to what its buyer had before',
      [
        first(),
        byLead('ONE', 2, { productId: 'P' }),
        byMail('OTHER', 2, { productId: 'Q' }),
        byLead('CHANGED', 3, { productId: 'Z' }),
        byMail('STAYS', 3, { productId: 'Q' }),
        byLead('UNDATED', null),
      ],
      ['Q: OTHER STAYS', 'X: FIRST', 'Z: UNDATED ONE CHANGED'],
    ],
  ])('%s', (_rule, facts, expected) => {
    expect(told(...facts)).toEqual(expected);
  });
});
