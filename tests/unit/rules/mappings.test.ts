import { mappingFor, type MappingRule } from '../../../server/src/core/rules/mappings';
import { GUIDE_POLICY } from '../../../server/src/core/rules/policy';

const mapping = (id: number, productId: string, pricePoint: string | null): MappingRule => ({
  ...GUIDE_POLICY,
  id,
  productId,
  pricePoint,
  roleIds: [1],
  version: 1,
});

const WHOLE = mapping(1, 'P', null);
const MONTHLY = mapping(2, 'P', '5');
const OTHER = mapping(3, 'Q', null);
const OTHERS_MONTHLY = mapping(4, 'Q', '5');

describe('the mapping that covers a purchase', () => {
  it.each([
    ['that of its price point before that of the product', [WHOLE, MONTHLY], 'P', '5', MONTHLY],
    ['that of the product for any other price point', [MONTHLY, WHOLE], 'P', '6', WHOLE],
    ['that of the product where no price point is known', [MONTHLY, WHOLE], 'P', null, WHOLE],
    ['none of another price point', [MONTHLY], 'P', '6', null],
    ['none of a price point where none is known', [MONTHLY], 'P', null, null],
    ['none of another product', [OTHER, OTHERS_MONTHLY], 'P', '5', null],
    ['none where there is none', [], 'P', '5', null],
  ])('%s', (_rule, mappings, productId, pricePoint, covers) => {
    expect(mappingFor(mappings, productId, pricePoint)).toBe(covers);
  });
});

it('without a mapping Kartra’s guide holds', () => {
  expect(GUIDE_POLICY).toEqual({
    onCancellation: 'end-now',
    period: null,
    onRefund: 'end-now',
    onPartialRefund: 'keep',
    graceDays: null,
    durationDays: null,
    whenPaidInFull: 'keep',
  });
});
