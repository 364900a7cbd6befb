/** RULES M2: what ties a neighborhood that grew too large, beside the ids that are known to be shared. */
import { badIdsOf, newestLogOf } from '../../../server/src/core/entitlements/bad-ids';
import type { Fact, SharedId } from '../../../server/src/core/entitlements/fact';
import { named } from '../../model/named-facts';

const MEMBERS = 21;
const FACTS = 201;

/** Facts of that many members in turn, with an order each. */
const crowd = (fields: Partial<Fact>, members = MEMBERS, facts = FACTS): Fact[] =>
  Array.from({ length: facts }, (_, at) =>
    named(`F${at}`, 'sale', { orderId: `own-${at}`, memberId: (at % members) + 1, ...fields })
  );
const shared = (space: SharedId['space'], id: string, buyers = 2): SharedId => ({
  space,
  id,
  buyers,
});
const tied = (space: SharedId['space'], id = 'C'): SharedId => shared(space, id, MEMBERS);

it.each<[SharedId['space'], Partial<Fact>]>([
  ['order', { originalId: 'C' }],
  ['order', { parentId: 'C' }],
  ['order', { orderId: 'C' }],
  ['internal-subscription', { internalSubscriptionId: 'C' }],
  ['processor-subscription', { processorSubscriptionId: 'C' }],
])('more than 200 facts of more than 20 members are tied by one: %s %j', (space, fields) => {
  expect(badIdsOf(crowd(fields), [])).toEqual([tied(space)]);
});

it.each<[string, Fact[]]>([
  ['200 facts', crowd({ parentId: 'C' }, MEMBERS, 200)],
  ['20 members', crowd({ parentId: 'C' }, 20)],
  ['facts that no id ties', crowd({})],
  ['facts of nobody', crowd({ parentId: 'C', memberId: null })],
])('%s are nothing to report', (_name, facts) => {
  expect(badIdsOf(facts, [])).toEqual([]);
});

it('who is not known is no member more', () => {
  const ofNobody = named('N', 'refund', { parentId: 'C', memberId: null });
  expect(badIdsOf([...crowd({ parentId: 'C' }), ofNobody], [])).toEqual([tied('order')]);
});

it('the id of most members is meant, of several the first in order', () => {
  const facts = crowd({ parentId: 'C', internalSubscriptionId: 'B' });
  expect(badIdsOf(facts, [])).toEqual([tied('internal-subscription', 'B')]);
  const fewer = facts.map((fact) =>
    fact.memberId === 1 ? { ...fact, internalSubscriptionId: null } : fact
  );
  expect(badIdsOf(fewer, [])).toEqual([tied('order')]);
  expect(badIdsOf(crowd({ parentId: 'D', originalId: 'C' }), [])).toEqual([tied('order')]);
});

describe('beside ids that are known to be shared', () => {
  const facts = crowd({ parentId: 'C' });

  it.each<[string, SharedId[], SharedId[]]>([
    [
      'another one comes in its place',
      [shared('order', 'D')],
      [tied('order'), shared('order', 'D')],
    ],
    [
      'one of another space is another one',
      [shared('internal-subscription', 'C')],
      [shared('internal-subscription', 'C'), tied('order')],
    ],
    ['the same is told once', [shared('order', 'C')], [shared('order', 'C')]],
    [
      'one of 20 buyers does not explain the size',
      [shared('processor-subscription', 'B', 20), shared('processor-subscription', 'A')],
      [
        tied('order'),
        shared('processor-subscription', 'A'),
        shared('processor-subscription', 'B', 20),
      ],
    ],
    [
      'one of 21 buyers does',
      [shared('processor-subscription', 'B', 21), shared('order', 'A')],
      [shared('processor-subscription', 'B', 21), shared('order', 'A')],
    ],
  ])('%s', (_name, known, told) => {
    expect(badIdsOf(facts, known)).toEqual(told);
  });
});

it('the webhook that came last is the one with the highest number, in whatever order facts come', () => {
  const facts = [9, 100, 20].map((webhookLogId) => ({ ...named('F', 'sale'), webhookLogId }));
  expect(newestLogOf(facts, () => true)).toBe(100);
  expect(newestLogOf([...facts].reverse(), () => true)).toBe(100);
  expect(newestLogOf(facts, ({ webhookLogId }) => webhookLogId < 50)).toBe(20);
  expect(newestLogOf(facts, () => false)).toBeNull();
});
