/** What one webhook did, from a real fold: refunds, changes of product, and what the sentence names. */
import type { Fact } from '../../../server/src/core/entitlements/fact';
import type { MappingRule } from '../../../server/src/core/rules/mappings';
import { denial, GOLD, holding, mapping, SILVER } from '../../builders/member';
import { judged, ofAnn, memberResult } from '../../builders/verdict';
import { day, plan } from '../../model/named-facts';

const sale = ofAnn('A', 'sale', { date: day(1) });

describe('a refund', () => {
  const refund = ofAnn('R', 'refund', { date: day(2), parentId: '100', orderId: null });
  const nothing = memberResult({ isDenied: true });

  it('ends what it refunds, unless the mapping keeps it', () => {
    const of = (onRefund: MappingRule['onRefund']) =>
      judged([sale, refund], 'R', {
        mappings: [mapping([GOLD], { onRefund })],
        memberResult: nothing,
      });
    expect(of('end-now').outcome.code).not.toBe('applied.no-change.refund-kept');
    expect(of('keep').outcome.code).toBe('applied.no-change.refund-kept');
  });
});

describe('a payment for another product of the same subscription', () => {
  const first = ofAnn('A', 'sale', { ...plan, date: day(1) });
  const moved = ofAnn('B', 'rebill', { ...plan, productId: 'Q', date: day(9), orderId: '101' });
  const later = ofAnn('C', 'rebill', { ...plan, productId: 'Q', date: day(19), orderId: '102' });
  const mappings = [mapping([GOLD]), mapping([SILVER], { id: 8, productId: 'Q' })];
  const codeOf = (facts: readonly Fact[], name: string): string =>
    judged(facts, name, { mappings }).outcome.code;

  it('changes the product once, and its next payment renews', () => {
    expect(codeOf([first, moved], 'B')).toBe('applied.product-changed');
    expect(codeOf([first, moved, later], 'C')).toBe('applied.renewed');
  });

  it('names both products', () => {
    expect(judged([first, moved], 'B', { mappings }).values).toMatchObject({ fromProduct: 'P' });
    expect(judged([first, moved, later], 'C', { mappings }).values).not.toMatchObject({
      fromProduct: 'P',
    });
  });

  it('a refund of what was paid for the old one leaves the new one', () => {
    const refund = ofAnn('R', 'refund', {
      ...plan,
      date: day(12),
      parentId: '100',
      orderId: '100R',
    });
    expect(codeOf([first, moved, refund], 'R')).toBe('applied.no-change.old-product');
    const ofNew = ofAnn('R', 'refund', {
      ...{ ...plan, productId: 'Q', date: day(12), parentId: '101', orderId: '101R' },
    });
    expect(codeOf([first, moved, ofNew], 'R')).not.toBe('applied.no-change.old-product');
  });
});

it('a failed charge of a product that was bought asks for its purchase', () => {
  const failed = ofAnn('F', 'failed', { date: day(2), orderId: '999', ...{ parentId: '998' } });
  expect(judged([sale, failed], 'F').outcome.code).not.toBe('applied.no-change.nothing-bought');
  const another = ofAnn('Z', 'sale', { date: day(1), productId: 'Q', orderId: '5' });
  expect(judged([another, failed], 'F').outcome.code).toBe('applied.no-change.nothing-bought');
});

it('one level of two that is denied is no denial of the purchase', () => {
  const known = memberResult();
  const overrides = [denial(SILVER)];
  expect(
    judged([sale], 'A', {
      mappings: [mapping([GOLD, SILVER])],
      memberResult: { ...known, overrides },
    }).outcome.code
  ).toBe('applied.granted');
});

describe('the sentence names', () => {
  it('the purchase that gives the level anyway', () => {
    const known = memberResult({ key: 'other' });
    const entitlements = [
      { ...holding([GOLD], { purchaseKey: 'other', productId: 'Q' }), productName: 'Keto' },
    ];
    const withOther = { ...known, entitlements };
    const refund = ofAnn('R', 'refund', { date: day(2), parentId: '100', orderId: null });
    expect(judged([sale, refund], 'R', { memberResult: withOther }).values).toMatchObject({
      otherProduct: 'Keto (Q)',
    });
    expect(judged([sale], 'A').values).toMatchObject({ otherProduct: null });
  });

  it('why the site refused an account', () => {
    const known = memberResult({ user: null, status: 'vetoed' });
    const vetoed = { ...known, account: { ...known.account, veto: 'Too young' } };
    expect(judged([sale], 'A', { memberResult: vetoed }).values).toMatchObject({
      veto: 'Too young',
    });
  });

  it('the new rules where they moved somebody', () => {
    const moved = { ...memberResult(), isByNewRules: true };
    expect(judged([sale], 'A', { memberResult: moved }).values).toMatchObject({ newRules: true });
    expect(judged([sale], 'A').values).not.toHaveProperty('newRules');
  });
});
