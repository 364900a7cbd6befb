/** RULES M2: which ids are reported to the owner, because they prove nothing about whose a purchase is. */
import {
  addressesByLead,
  badIdsOf,
  namesId,
  newestLogOf,
} from '../../../server/src/core/entitlements/bad-ids';
import type { Fact, SharedId } from '../../../server/src/core/entitlements/fact';
import { foldFacts } from '../../../server/src/core/entitlements/fold';
import { arrivalsOf } from '../../model/arrivals';
import { day, lee, named, nobody as nameless } from '../../model/named-facts';
import { referenceFold } from '../../model/reference-fold';

const sharedBy = (facts: readonly Fact[]): readonly SharedId[] => {
  const { sharedIds } = foldFacts(facts);
  expect(referenceFold(facts).sharedIds).toEqual(sharedIds);
  for (const arrival of arrivalsOf(facts.slice(0, 4))) {
    expect(foldFacts([...arrival, ...facts.slice(4)]).sharedIds).toEqual(sharedIds);
  }
  return sharedIds;
};

/** The sale of a buyer of their own. */
const saleOf = (number: number, fields: Partial<Fact> = {}): Fact =>
  named(`SALE${number}`, 'sale', {
    leadToken: `lead-${number}`,
    emailToken: `mail-${number}`,
    orderId: String(9000 + number),
    memberId: number,
    date: day(1, number % 60),
    ...fields,
  });
const salesOf = (count: number, fields: Partial<Fact> = {}): Fact[] =>
  Array.from({ length: count }, (_, index) => saleOf(index + 1, fields));

describe('an id that payments of strangers share', () => {
  it.each([
    ['order', { orderId: 'X1' }],
    ['processor-subscription', { processorSubscriptionId: 'X1' }],
    ['internal-subscription', { internalSubscriptionId: 'X1' }],
  ] as const)('is reported with its buyers: %s', (space, fields) => {
    expect(sharedBy(salesOf(14, fields))).toEqual([{ space, id: 'X1', buyers: 14 }]);
  });

  it('is reported where the one names it as the order before, and the other as their own', () => {
    const rebill = (number: number) =>
      named(`REBILL${number}`, 'rebill', {
        leadToken: `lead-${number}`,
        emailToken: `mail-${number}`,
        orderId: String(9100 + number),
        originalId: 'X1',
        date: day(9, number),
      });
    expect(sharedBy([saleOf(1), saleOf(2), rebill(1), rebill(2)])).toEqual([
      { space: 'order', id: 'X1', buyers: 2 },
    ]);
  });

  it('is not reported for one person, however often and under whatever address they pay', () => {
    const first = named('FIRST', 'sale', { orderId: 'X1', date: day(1) });
    const moved = named('MOVED', 'rebill', {
      emailToken: 'mail-new',
      orderId: 'X1',
      date: day(9),
    });
    expect(sharedBy([first, moved])).toEqual([]);
  });

  it('is not reported for payments that name no one, which may be anyone’s', () => {
    expect(
      sharedBy([
        named('SALE', 'sale', { orderId: 'X1', date: day(1) }),
        named('NAMELESS', 'sale', { ...nameless, orderId: 'X1', date: day(2) }),
      ])
    ).toEqual([]);
  });

  it('counts a buyer only who can be none of those before', () => {
    const byLead = [1, 2].map((number) => saleOf(number, { emailToken: null, orderId: 'X1' }));
    const byEmail = [3, 4].map((number) => saleOf(number, { leadToken: null, orderId: 'X1' }));
    const whole = saleOf(5, { orderId: 'X1' });
    const x1 = (buyers: number) => [{ space: 'order', id: 'X1', buyers }];
    expect(sharedBy(byLead)).toEqual(x1(2));
    expect(sharedBy([...byLead, ...byEmail])).toEqual(x1(2));
    expect(sharedBy([...byLead, ...byEmail, whole])).toEqual(x1(3));
  });

  it('is not hidden by a payment that names no one', () => {
    const nobodys = named('NAMELESS', 'sale', { ...nameless, orderId: 'X1', date: null });
    const byLead = saleOf(1, { emailToken: null, orderId: 'X1' });
    const byEmail = saleOf(2, { leadToken: null, orderId: 'X1' });
    expect(sharedBy([nobodys, ...salesOf(2, { orderId: 'X1' })])).toEqual([
      { space: 'order', id: 'X1', buyers: 2 },
    ]);
    expect(sharedBy([byLead, byEmail, saleOf(3, { orderId: 'X1' })])).toEqual([
      { space: 'order', id: 'X1', buyers: 2 },
    ]);
  });

  it('is not reported for endings: they are held, and tie nothing', () => {
    const ending = named('CANCEL', 'cancellation', { ...lee, orderId: '9001', date: day(3) });
    expect(sharedBy([saleOf(1), ending])).toEqual([]);
  });
});

describe('a neighborhood that has grown too large', () => {
  const shared: SharedId = { space: 'order', id: 'X1', buyers: 25 };
  /** Eight facts of each member, and an ending of each that names the same parent. */
  const crowd = (members: number): Fact[] =>
    salesOf(members).flatMap((sale) => [
      sale,
      ...[1, 2, 3, 4, 5, 6].map((at) => ({ ...sale, hash: `${sale.hash} AGAIN${at}` })),
      { ...sale, kind: 'refund' as const, hash: `${sale.hash} REFUND`, parentId: 'X1' },
    ]);

  it('is reported as the id that ties most of its members', () => {
    const facts = crowd(26);
    expect(facts.length).toBeGreaterThan(200);
    expect(badIdsOf(facts, [])).toEqual([{ space: 'order', id: 'X1', buyers: 26 }]);
  });

  it('is reported once where strangers’ payments share that id anyway', () => {
    expect(badIdsOf(crowd(26), [shared])).toEqual([shared]);
  });

  it('needs more than 200 facts of more than 20 members', () => {
    const facts = crowd(26);
    expect(badIdsOf(facts.slice(0, 200), [])).toEqual([]);
    const few = crowd(20).flatMap((fact) => [fact, { ...fact, hash: `${fact.hash} TWICE` }]);
    expect(few.length).toBeGreaterThan(200);
    expect(badIdsOf(few, [])).toEqual([]);
  });

  it('is not reported where no id ties any two of them', () => {
    const facts = crowd(26).map((fact) => ({ ...fact, parentId: null }));
    expect(badIdsOf(facts, [])).toEqual([]);
  });
});

it('a fact names an id in whatever field, and no id of another kind', () => {
  const refund = { ...saleOf(1), parentId: 'P1', originalId: 'O1', internalSubscriptionId: 'S1' };
  expect(['9001', 'P1', 'O1'].map((id) => namesId(refund, { space: 'order', id }))).toEqual([
    true,
    true,
    true,
  ]);
  expect(namesId(refund, { space: 'order', id: 'S1' })).toBe(false);
  expect(namesId(refund, { space: 'internal-subscription', id: 'S1' })).toBe(true);
  expect(namesId(refund, { space: 'processor-subscription', id: 'S1' })).toBe(false);
});

it('addresses are counted by the lead that bought under them, those of endings and repeats left out', () => {
  const one = { leadToken: 'lead-one' };
  const counted = addressesByLead([
    ...salesOf(3, one),
    { ...saleOf(3, one), hash: 'AGAIN' },
    { ...saleOf(4, one), kind: 'refund' },
    { ...saleOf(5, one), emailToken: null },
    saleOf(6),
    saleOf(7, { leadToken: null }),
  ]);
  expect([...counted]).toEqual([
    ['lead-one', 3],
    ['lead-6', 1],
  ]);
});

describe('the webhook that is shown for a shared id', () => {
  const sales = [saleOf(1), saleOf(2), saleOf(3)].map((sale, index) => ({
    ...sale,
    webhookLogId: [8, 10, 9][index] ?? 0,
  }));
  it('is the one that came last, in whatever order they were applied', () => {
    for (const arrival of arrivalsOf(sales)) expect(newestLogOf(arrival, () => true)).toBe(10);
  });
  it('is one of those that name the id', () => {
    expect(newestLogOf(sales, ({ orderId }) => orderId === '9003')).toBe(9);
    expect(newestLogOf(sales, () => false)).toBeNull();
  });
});
