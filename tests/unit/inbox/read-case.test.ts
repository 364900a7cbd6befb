/** What is judged about a webhook's event, from a real fold. */
import { readCases } from '../../../server/src/core/inbox/read-case';
import { denial, GOLD, KETO, mapping, SILVER } from '../../builders/member';
import { judged, memberResult, ofAnn, seen, worldOf } from '../../builders/verdict';
import { day, plan } from '../../model/named-facts';

const sale = ofAnn('A', 'sale', { date: day(1) });
const refund = ofAnn('R', 'refund', { date: day(2), parentId: '100', orderId: null });

describe('the owner', () => {
  it('of an event that belongs to no purchase is who sent it, if anybody is known to have', () => {
    const ofNobody = { ...refund, memberId: null };
    expect(seen([refund], 'R').memberId).toBe(1);
    expect(seen([ofNobody], 'R')).toMatchObject({ memberId: null, memberResult: null });
  });

  it('who was not decided about has no level, no account and no denial', () => {
    const found = seen([sale], 'A', { memberResult: null });
    expect(found.asked).toMatchObject({
      ...{ levels: [], levelsIfLive: [], levelsWithout: [], isDenied: false },
      ...{ roleChange: null, account: 'no-address', accountCreated: false },
    });
    expect(found.isDenied(GOLD)).toBe(false);
  });
});

describe('levels', () => {
  const two = {
    ...memberResult(),
    ...{ input: memberResult().input, levels: [GOLD, KETO] },
  };

  it('are those that the owner has, and would have with and without the purchase', () => {
    const { key } = seen([sale], 'A').asked.purchase ?? { key: '' };
    const known = memberResult({ key });
    const given = [{ id: key, live: false, roleIds: [GOLD] }, ...two.input.entitlements.slice(1)];
    const ended = { ...known, input: { ...known.input, entitlements: given }, levels: [KETO] };
    expect(seen([sale], 'A', { memberResult: ended }).asked).toMatchObject({
      ...{ levels: [KETO], levelsIfLive: [GOLD], levelsWithout: [] },
    });
  });

  it('of an event without a purchase are none', () => {
    const { asked } = seen([refund], 'R', { memberResult: two });
    expect(asked).toMatchObject({ levels: [GOLD, KETO], levelsIfLive: [], levelsWithout: [] });
  });

  it('of the mapping are in order of rank', () => {
    const told = { mappings: [mapping([KETO, GOLD])] };
    expect(seen([sale], 'A', told).asked.mappedLevels).toEqual([GOLD, KETO]);
  });
});

it('a purchase is denied where every level of its mapping is', () => {
  const deniedOf = (roleId: number | null) =>
    seen([sale], 'A', {
      mappings: [mapping([GOLD, SILVER])],
      memberResult: { ...memberResult(), overrides: [denial(roleId)] },
    }).asked.isDenied;
  expect(deniedOf(null)).toBe(true);
  expect(deniedOf(SILVER)).toBe(false);
  expect(seen([sale], 'A').asked.isDenied).toBe(false);
  expect(seen([sale], 'A', { mappings: [] }).asked.isDenied).toBe(false);
});

describe('the offer', () => {
  const ignoredOffers = [{ productId: 'P', pricePoint: null }];

  it('is ignored where it is set aside and not mapped', () => {
    expect(seen([sale], 'A', { mappings: [], ignoredOffers }).asked.offerIgnored).toBe(true);
    expect(seen([sale], 'A', { mappings: [] }).asked.offerIgnored).toBe(false);
    expect(seen([sale], 'A', { ignoredOffers }).asked.offerIgnored).toBe(false);
  });

  it('keeps access after a refund only where its mapping says so', () => {
    const keeps = (onRefund: 'keep' | 'end-now') =>
      seen([sale], 'A', { mappings: [mapping([GOLD], { onRefund })] }).asked.keepsRefunded;
    expect([keeps('keep'), keeps('end-now')]).toEqual([true, false]);
    expect(seen([sale], 'A', { mappings: [] }).asked.keepsRefunded).toBe(false);
  });
});

describe('why it belongs to no purchase', () => {
  it('is told of what does not', () => {
    expect(seen([refund], 'R').asked.unmatched).toBe('unmatched');
    expect(seen([sale], 'A').asked.unmatched).toBeNull();
  });

  it('is that an administrator set it aside', () => {
    const settlements = [{ eventHash: 'R', purchaseHash: null, sequence: 1 }];
    expect(seen([refund], 'R', { settlements }).asked.unmatched).toBe('set-aside');
  });
});

describe('whether its person bought the product (RULES M8)', () => {
  const failed = ofAnn('F', 'failed', { date: day(2), orderId: '999' });
  const bought = (...facts: readonly Parameters<typeof ofAnn>[]) =>
    seen([...facts.map((fact) => ofAnn(...fact)), failed], 'F').asked.hasBought;

  it('is so for any payment for it', () => {
    expect(bought(['A', 'sale', { date: day(1) }])).toBe(true);
    expect(
      bought(
        ['Z', 'sale', { ...plan, date: day(1), productId: 'Q' }],
        ['B', 'rebill', { ...plan, date: day(9), orderId: '101' }]
      )
    ).toBe(true);
  });

  it('is not so for another product, another person, or nothing', () => {
    expect(bought()).toBe(false);
    expect(bought(['A', 'sale', { date: day(1), productId: 'Q' }])).toBe(false);
    const stranger = { leadToken: 'lead-lee', emailToken: 'mail-lee', memberId: 2 };
    expect(bought(['A', 'sale', { date: day(1), orderId: '5', ...stranger }])).toBe(false);
  });
});

describe('a change of product (RULES M4)', () => {
  const first = ofAnn('A', 'sale', { ...plan, date: day(1) });
  const moved = ofAnn('B', 'rebill', { ...plan, productId: 'Q', date: day(9), orderId: '101' });
  const later = ofAnn('C', 'rebill', { ...plan, productId: 'Q', date: day(19), orderId: '102' });
  const changes = (facts: readonly ReturnType<typeof ofAnn>[], name: string): boolean =>
    seen(facts, name).asked.changesProduct;

  it('is made by the first payment for the other product, and by that alone', () => {
    const facts = [first, moved, later];
    expect(seen(facts, 'B').change).toEqual({ from: 'P', to: 'Q', at: day(9) });
    expect(['A', 'B', 'C'].map((name) => changes(facts, name))).toEqual([false, true, false]);
  });

  it('is none where the other product was known before', () => {
    expect(changes([first, later, moved], 'B')).toBe(false);
  });

  it('may be told before anything else of the subscription was', () => {
    expect(changes([moved, first], 'B')).toBe(true);
  });

  it('is not made by what fails in the same second', () => {
    const failed = ofAnn('F', 'failed', { ...plan, productId: 'Q', date: day(9), orderId: '101F' });
    expect(seen([first, moved, failed], 'F').change).toBeNull();
  });

  it('is not made by a payment without a date', () => {
    const undated = ofAnn('U', 'rebill', { ...plan, productId: 'Q', date: null, orderId: '103' });
    expect(seen([first, moved, undated], 'U').change).toBeNull();
  });

  it('back to a product is told by the payment that went back', () => {
    const back = ofAnn('D', 'rebill', { ...plan, date: day(19), orderId: '104' });
    const again = ofAnn('E', 'rebill', {
      ...{ ...plan, productId: 'Q', date: day(29), orderId: '105' },
    });
    expect(seen([first, moved, back, again], 'E').change).toMatchObject({ at: day(29) });
  });

  it('a refund that names no payment is of the product that it names', () => {
    const of = (productId: string) =>
      seen(
        [first, moved, ofAnn('R', 'refund', { ...plan, productId, date: day(12), orderId: null })],
        'R'
      ).asked.isOfOldProduct;
    expect([of('P'), of('Q')]).toEqual([true, false]);
    expect(seen([refund], 'R').asked.isOfOldProduct).toBe(false);
  });
});

describe('how the purchase stood before', () => {
  const first = ofAnn('A', 'sale', { ...plan, date: day(1) });
  const ended = ofAnn('E', 'refund', { ...plan, date: day(5), parentId: '100', orderId: '100R' });
  const again = ofAnn('B', 'rebill', { ...plan, date: day(9), orderId: '101' });

  it('is by the policy of its mapping, else by the guide’s', () => {
    const before = (mappings: Parameters<typeof seen>[2]) =>
      seen([first, ended, again], 'B', mappings).asked.termBefore()?.state;
    expect(before({})).toBe('ended');
    expect(before({ mappings: [] })).toBe('ended');
    expect(before({ mappings: [mapping([GOLD], { onRefund: 'keep' })] })).toBe('active');
  });

  it('is looked up by its payments: what shares no payment with it is another', () => {
    const earlier = { date: '2026-02-01 10:00:00', productId: 'Z' };
    const other = ofAnn('O', 'sale', { ...earlier, orderId: '5' });
    const refunded = ofAnn('OR', 'refund', { ...earlier, orderId: null, parentId: '5' });
    const facts = [other, refunded, first, again];
    expect(seen(facts, 'B').asked.termBefore()?.state).toBe('active');
  });
});

it('the amount is the one that Kartra sent', () => {
  expect(seen([sale], 'A', { amount: '5.00' }).asked.amount).toBe('5.00');
  expect(seen([sale], 'A').asked.amount).toBeNull();
});

it('an account that is there needs no address', () => {
  const email = 'not an address';
  expect(judged([sale], 'A', {}, { email }).outcome.code).toBe('applied.granted');
});

it('an account that was made for it is told of', () => {
  const told = { memberResult: memberResult({ created: true }) };
  expect(seen([sale], 'A', told).asked.accountCreated).toBe(true);
  expect(seen([sale], 'A').asked).toMatchObject({ accountCreated: false, account: 'ready' });
});

it('an event that no row reported is an error', () => {
  const world = { ...worldOf([sale]), rowOf: new Map() };
  const fact = { hash: 'A', webhookLogId: 1, email: null };
  expect(() => readCases(world, fact, 0)).toThrow('lost an event');
});

describe('an ending of a subscription with several purchases', () => {
  const line = { internalSubscriptionId: 'S1', date: day(1), orderId: '100' };
  const facts = [
    ofAnn('A', 'sale', line),
    ofAnn('B', 'sale', { ...line, productId: 'Q' }),
    ofAnn('X', 'refund', { ...line, productId: 'X', date: day(12), orderId: null }),
  ];
  const ended = ['A', 'B'].map((id) => ({ id, live: false, roleIds: [GOLD] }));
  const known = memberResult();
  const lost = { ...known, input: { ...known.input, entitlements: ended }, levels: [] };

  it('is read once for each', () => {
    const fact = { hash: 'X', webhookLogId: 3, email: null };
    const products = readCases(worldOf(facts), fact, 0).map(
      ({ asked }) => asked.purchase?.productId
    );
    expect(products).toEqual(['P', 'Q']);
  });

  it.each(['P', 'Q'])('is told of the one that it changed: %s', (productId) => {
    const told = { mappings: [mapping([GOLD], { productId })], memberResult: lost };
    expect(judged(facts, 'X', told)).toMatchObject({
      ...{ outcome: { code: 'applied.revoked.refunded' }, purchase: { productId } },
    });
  });

  it('is told of the first where it changed none', () => {
    expect(judged(facts, 'X', { mappings: [] })).toMatchObject({
      ...{ outcome: { code: 'applied.no-change.not-mapped' }, purchase: { productId: 'P' } },
    });
  });
});
