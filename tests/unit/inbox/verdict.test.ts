/** What one webhook did, from a real fold: which purchase, owner, mapping and account it is told about. */
import { foldFacts } from '../../../server/src/core/entitlements/fold';
import { ANN, GOLD, mapping, SILVER } from '../../builders/member';
import { judged, ofAnn, memberResult } from '../../builders/verdict';
import { day, named, plan } from '../../model/named-facts';

const sale = ofAnn('A', 'sale', { date: day(1) });

it('a first purchase names its owner, its mapping and what the account had before', () => {
  expect(judged([sale], 'A')).toMatchObject({
    outcome: { state: 'applied', code: 'applied.granted' },
    memberId: ANN,
    duplicateOf: null,
    mapping: { id: 7 },
    purchase: { productId: 'P' },
    effect: { before: 'Authenticated', after: 'Gold', accountCreated: false },
  });
});

it('an account that was made for it is told of', () => {
  const made = memberResult({ created: true });
  expect(judged([sale], 'A', { memberResult: made })).toMatchObject({
    outcome: { code: 'applied.granted.account-created' },
    effect: { accountCreated: true },
  });
});

it('without an account there is nothing that it did to one', () => {
  expect(judged([sale], 'A', { memberResult: memberResult({ user: null }) }).effect).toBeNull();
});

it('what another webhook reported first is a duplicate of that one, and did nothing', () => {
  const again = ofAnn('A2', 'sale', { date: day(1), surface: 'ipn' });
  expect(judged([sale, again], 'A2')).toMatchObject({
    outcome: { state: 'ignored', reason: 'duplicate' },
    duplicateOf: 1,
    effect: null,
  });
  expect(judged([sale, again], 'A')).toMatchObject({ duplicateOf: null });
});

it('one webhook that reported it twice is no duplicate of itself', () => {
  const again = ofAnn('A2', 'sale', { date: day(1), surface: 'ipn' });
  expect(judged([sale, again], 'A2', {}, { webhookLogId: 1 }).duplicateOf).toBeNull();
});

it('an ending that matches nothing belongs to who sent it', () => {
  expect(judged([ofAnn('R', 'refund', { date: day(2) })], 'R')).toMatchObject({
    outcome: { state: 'held', code: 'held.unmatched-purchase' },
    memberId: ANN,
    purchase: null,
    term: null,
  });
});

it('a failed charge of somebody who bought nothing of the product means nothing', () => {
  const failed = ofAnn('F', 'failed', { date: day(2), orderId: '999' });
  expect(judged([failed], 'F').outcome.code).toBe('applied.no-change.nothing-bought');
  const other = named('O', 'sale', { orderId: '5', date: day(1), memberId: ANN, productId: 'Q' });
  expect(judged([other, failed], 'F').outcome.code).toBe('applied.no-change.nothing-bought');
});

it('a refund of nothing that matches nothing means nothing', () => {
  const refund = [ofAnn('R', 'refund', { date: day(2) })];
  expect(judged(refund, 'R', { amount: '0.00' }).outcome.code).toBe(
    'applied.no-change.nothing-refunded'
  );
  expect(judged(refund, 'R', { amount: '5.00' }).outcome.state).toBe('held');
});

describe('the mapping', () => {
  it('is that of the product and price point of the purchase', () => {
    const rules = [
      mapping([GOLD], { pricePoint: '2' }),
      mapping([SILVER], { id: 8, pricePoint: '1' }),
    ];
    const bought = ofAnn('A', 'sale', { date: day(1), pricePoint: '1' });
    const refund = ofAnn('R', 'refund', { date: day(2), parentId: '100', orderId: null });
    expect(judged([bought, refund], 'R', { mappings: rules }).mapping).toMatchObject({ id: 8 });
  });

  it('that there is none leaves a purchase waiting, unless the offer was set aside', () => {
    expect(judged([sale], 'A', { mappings: [] })).toMatchObject({
      outcome: { state: 'held', code: 'held.unmapped-product' },
      mapping: null,
    });
    const ignoredOffers = [{ productId: 'P', pricePoint: null }];
    expect(judged([sale], 'A', { mappings: [], ignoredOffers }).outcome).toMatchObject({
      state: 'ignored',
      reason: 'offer-ignored',
    });
    // Set aside earlier, and mapped since.
    expect(judged([sale], 'A', { ignoredOffers }).outcome.code).toBe('applied.granted');
  });
});

describe('how the purchase stood before', () => {
  const again = ofAnn('B', 'rebill', { ...plan, date: day(9), orderId: '101' });
  const first = ofAnn('A', 'sale', { ...plan, date: day(1) });

  it('makes a later payment a renewal', () => {
    expect(judged([first, again], 'B').outcome.code).toBe('applied.renewed');
  });

  it('is not asked for where no payment of it had arrived', () => {
    let asked = 0;
    const foldBefore = () => {
      asked += 1;
      return foldFacts([], []);
    };
    expect(judged([again, first], 'B', { foldBefore }).outcome.code).toBe('applied.granted');
    expect(asked).toBe(0);
  });

  it('is folded once, however often it is asked', () => {
    let asked = 0;
    const foldBefore = () => {
      asked += 1;
      return foldFacts([first], []);
    };
    judged([first, again], 'B', { foldBefore });
    expect(asked).toBe(1);
  });

  it('brings back what had ended', () => {
    const cancelled = ofAnn('C', 'refund', {
      ...plan,
      date: day(5),
      parentId: '100',
      orderId: '100R',
    });
    expect(judged([first, cancelled, again], 'B').outcome.code).toBe('applied.recovered');
  });
});

it('a denial of every level says why a purchase gives nothing', () => {
  expect(judged([sale], 'A', { memberResult: memberResult({ isDenied: true }) }).outcome.code).toBe(
    'applied.no-change.denied'
  );
});

describe('an account that is missing', () => {
  const missing = (email: string | null) =>
    judged(
      [sale],
      'A',
      { memberResult: memberResult({ user: null, status: 'no-address' }) },
      { email }
    );

  it('for want of an address, or of one that can be trusted', () => {
    expect(missing(null).outcome.code).toBe('held.incomplete.email');
    expect(missing('not an address').outcome.code).toBe('held.incomplete.untrusted-email');
  });

  it('nobody was decided about: the address is asked for', () => {
    expect(judged([sale], 'A', { memberResult: null }).outcome.code).toBe('held.incomplete.email');
  });
});

it('what another turn did already is told with the role before it', () => {
  const done = memberResult({ roleBefore: GOLD });
  const roleBefore = { name: 'Silver' };
  expect(judged([sale], 'A', { memberResult: done }, { roleBefore })).toMatchObject({
    effect: { before: 'Silver', after: 'Gold' },
  });
  expect(judged([sale], 'A', { memberResult: done })).toMatchObject({
    effect: { before: 'Gold', after: 'Gold' },
  });
});

it('a fact that the fold does not know is an error', () => {
  expect(() => judged([sale], 'X')).toThrow('lost an event');
});
