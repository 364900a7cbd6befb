/** Why a member has the level, in a few words: the lists say it. */
import type { Because } from '../../../server/src/core/access/decide';
import { sayWhy } from '../../../server/src/core/access/why';

const PURCHASES = [
  {
    purchaseKey: 'a',
    productId: '700',
    productName: 'Meal Plan',
    startedAt: '2026-05-03 10:00:00',
  },
  { purchaseKey: 'b', productId: '701', productName: null, startedAt: null },
];
const OVERRIDES = [
  { id: 1, source: 'manual', author: 'Maria Lopez' },
  { id: 2, source: 'held-before', author: 'Maria Lopez' },
  { id: 3, source: 'manual', author: null },
] as const;

const bought = (id: string): Because => ({ type: 'entitlement', id });
const given = (id: number): Because => ({ type: 'override', id });

it.each([
  [
    'a purchase',
    bought('a'),
    {
      code: 'why.purchase',
      text: 'Bought Meal Plan 3 May 2026',
      values: { product: 'Meal Plan', boughtAt: '2026-05-03 10:00:00' },
    },
  ],
  [
    'a purchase without a name and a date',
    bought('b'),
    { code: 'why.purchase', text: 'Bought 701', values: { product: '701', boughtAt: null } },
  ],
  [
    'an administrator',
    given(1),
    { code: 'why.given', text: 'Given by Maria Lopez', values: { author: 'Maria Lopez' } },
  ],
  [
    'an administrator whose name is not known',
    given(3),
    { code: 'why.given', text: 'Given by hand', values: { author: null } },
  ],
  [
    'what was held before, whoever enabled the integration',
    given(2),
    { code: 'why.held-before', text: 'Held before Kartra', values: {} },
  ],
  [
    'an override that is gone since',
    given(9),
    { code: 'why.given', text: 'Given by hand', values: { author: null } },
  ],
  [
    'a purchase that is gone since',
    bought('z'),
    { code: 'why.nothing', text: 'No purchase gives a level', values: {} },
  ],
  [
    'nothing',
    { type: 'fallback' } as const,
    { code: 'why.nothing', text: 'No purchase gives a level', values: {} },
  ],
])('because of %s', (_name, because, said) => {
  expect(sayWhy(because, PURCHASES, OVERRIDES)).toEqual(said);
});
