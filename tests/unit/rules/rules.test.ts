/** What an administrator set, and what they propose to set. */
import {
  ignores,
  roleName,
  siteOf,
  withMappings,
  withOrder,
  withPoliciesOf,
} from '../../../server/src/core/rules/rules';
import { DEFAULT, GOLD, KETO, mapping, PUBLIC, RULES, SILVER, STAFF } from '../../builders/member';

it('roles are named while they are there', () => {
  expect([GOLD, 99, null].map((id) => roleName(RULES, id))).toEqual(['Gold', null, null]);
});

it('the roles of everyone who was given none', () => {
  expect(siteOf({ ...RULES, fallbackRoleId: KETO })).toEqual({
    fallbackRoleId: KETO,
    defaultRoleId: DEFAULT,
    publicRoleId: PUBLIC,
  });
});

it('an offer is set aside by product and price point', () => {
  const rules = { ignoredOffers: [{ productId: 'P', pricePoint: '1' }] };
  const asked = [
    { productId: 'P', pricePoint: '1' },
    { productId: 'P', pricePoint: '2' },
    { productId: 'P', pricePoint: null },
    { productId: 'Q', pricePoint: '1' },
  ];
  expect(asked.map((offer) => ignores(rules, offer))).toEqual([true, false, false, false]);
});

describe('proposed mappings', () => {
  const before = mapping([SILVER], { id: 1 });
  const rules = { ...RULES, mappings: [before] };
  const setsOf = ({ mappings }: typeof rules) => mappings.map(({ id, roleIds }) => [id, roleIds]);

  it('take the place of those for the same product and price point', () => {
    expect(setsOf(withMappings(rules, [], [mapping([GOLD], { id: 0 })]))).toEqual([[0, [GOLD]]]);
    const others = [
      mapping([GOLD], { id: 0, pricePoint: '1' }),
      mapping([GOLD], { id: 0, productId: 'Q' }),
    ];
    expect(setsOf(withMappings(rules, [], others))).toEqual([
      [1, [SILVER]],
      [0, [GOLD]],
      [0, [GOLD]],
    ]);
  });

  it('leave out what is to be gone', () => {
    expect(setsOf(withMappings(rules, [before], []))).toEqual([]);
    expect(setsOf(withMappings(rules, [{ id: 2 }], []))).toEqual([[1, [SILVER]]]);
  });

  it('make levels of roles that are none, once each, the lowest', () => {
    const proposed = [mapping([STAFF, GOLD]), mapping([STAFF, 21], { productId: 'Q' })];
    expect(withMappings(rules, [], proposed).levels).toEqual([
      ...RULES.levels,
      { roleId: STAFF, rank: 4 },
      { roleId: 21, rank: 5 },
    ]);
    expect(withMappings({ ...rules, levels: [] }, [], [mapping([GOLD])]).levels).toEqual([
      { roleId: GOLD, rank: 1 },
    ]);
  });

  it('of levels alone leave the policies as they are', () => {
    const kept = mapping([SILVER], { id: 1, onRefund: 'keep' });
    const proposed = [mapping([GOLD], { id: 0 }), mapping([KETO], { id: 0, productId: 'Q' })];
    expect(withPoliciesOf({ mappings: [kept] }, proposed)).toEqual([
      { ...kept, roleIds: [GOLD] },
      proposed[1],
    ]);
  });
});

it('another order of the levels', () => {
  expect(withOrder(RULES, [KETO, GOLD]).levels).toEqual([
    { roleId: KETO, rank: 1 },
    { roleId: GOLD, rank: 2 },
  ]);
});
