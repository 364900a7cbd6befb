/** Somebody paid, and it gives nothing yet: said as it is, never "no purchase" (RULES M10). */
import { isStuckReason } from '../../../server/src/core/access/explain-stuck';
import type { StuckReason } from '../../../server/src/core/access/explain-sources';
import { BRONZE, explain, linesOf, purchase } from '../../builders/explanation';

const stuckBy = (stuck: StuckReason, order: string | null = '9400141') =>
  purchase(order, { product: 'VIP Weekend', stuck, webhookLogIds: [7] });

it.each<[StuckReason, string]>([
  ['waiting', 'its webhook is waiting to be processed'],
  ['role-missing', 'the role it gives was deleted'],
  ['role-refused', 'the role it gives may manage users or is the public one'],
  ['hook-failed', 'the site’s own code for new accounts failed'],
  ['site-code', 'the site’s own code failed'],
  ['took-too-long', 'the site’s own code takes too long'],
  ['internal', 'something unexpected went wrong'],
])('%s', (reason, why) => {
  expect(explain({ purchases: [stuckBy(reason)] })).toEqual([
    'Authenticated, the fallback level, as long as a purchase is stuck.',
    `Order 9400141 (VIP Weekend) is stuck: ${why}.`,
  ]);
});

it('without an order number the product is named', () => {
  expect(explain({ purchases: [stuckBy('waiting', null)] })[1]).toBe(
    'VIP Weekend is stuck: its webhook is waiting to be processed.'
  );
});

it('it leads to its webhooks', () => {
  const [, line] = linesOf({ purchases: [stuckBy('internal')] });
  expect(line).toMatchObject({
    code: 'explain.stuck.internal',
    values: { order: '9400141', product: 'VIP Weekend' },
    webhookLogIds: [7],
  });
});

it('it gives nothing, so that what lies beneath counts', () => {
  const starter = purchase('9400112', { roleIds: [BRONZE], product: 'Starter' });
  expect(explain({ purchases: [stuckBy('role-missing'), starter] })).toEqual([
    'Bronze because of order 9400112 (Starter, bought 3 May 2026).',
    'No end date.',
    'Without it: Authenticated, the fallback level.',
    'Order 9400141 (VIP Weekend) is stuck: the role it gives was deleted.',
  ]);
});

it('one that has ended is told once, as stuck', () => {
  const ended = purchase('9400141', { state: 'ended', endReason: 'refunded', stuck: 'internal' });
  const said = explain({ purchases: [ended] });
  expect(said).toEqual([
    'Authenticated, the fallback level, as long as a purchase is stuck.',
    'Order 9400141 (Meal Plan) is stuck: something unexpected went wrong.',
  ]);
});

it.each([
  ['waiting', true],
  ['role-missing', true],
  ['unmapped-product', false],
  ['toString', false],
  ['', false],
  [null, false],
])('%j is a reason to be stuck: %s', (text, is) => {
  expect(isStuckReason(text)).toBe(is);
});
