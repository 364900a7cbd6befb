/** Levels that an administrator gave or denied, wherever a sentence tells of them. */
import type { ExplainInput } from '../../../server/src/core/access/explain-sources';
import {
  BRONZE,
  explain,
  GOLD,
  linesOf,
  override,
  purchase,
  SILVER,
} from '../../builders/explanation';

const BOUGHT = purchase('1');
const GIVEN = override({ roleId: SILVER });
const HELD_BEFORE = override({ roleId: SILVER, source: 'held-before' });
const DENIED = override({ effect: 'deny', roleId: SILVER, author: 'Tom Reed' });

const told = (change: Partial<ExplainInput>, word: string) =>
  explain(change).filter((said) => said.includes(word));

describe('a level that was given', () => {
  it.each<[string, Partial<ExplainInput>, string]>([
    [
      'is the level',
      { overrides: [GIVEN] },
      'Silver because Maria Lopez gave it on 2 May 2026: “speaker”.',
    ],
    [
      'lies beneath a higher one',
      { purchases: [BOUGHT], overrides: [GIVEN] },
      'Without it: Silver because Maria Lopez gave it on 2 May 2026: “speaker”.',
    ],
    [
      'comes after those two',
      { purchases: [BOUGHT, purchase('2')], overrides: [GIVEN] },
      'Maria Lopez also gave Silver on 2 May 2026: “speaker”.',
    ],
    [
      'is denied',
      { overrides: [GIVEN, DENIED] },
      'Silver, given by Maria Lopez on 2 May 2026, is denied.',
    ],
  ])('%s', (_where, change, said) => {
    expect(told(change, 'Maria Lopez')).toEqual([said]);
  });

  it('is told once more where two purchases give it as well', () => {
    const overrides = [override({ author: null, reason: null, until: '2026-08-01T00:00:00.000Z' })];
    expect(told({ purchases: [BOUGHT, purchase('2')], overrides }, 'administrator')).toEqual([
      'An administrator also gave Gold on 2 May 2026, until 1 August 2026.',
    ]);
  });
});

describe('a level that was held before Kartra', () => {
  it.each<[string, Partial<ExplainInput>, string]>([
    ['is the level', { overrides: [HELD_BEFORE] }, 'Silver was held before Kartra and is kept.'],
    [
      'lies beneath a higher one',
      { purchases: [BOUGHT], overrides: [HELD_BEFORE] },
      'Without it: Silver was held before Kartra and is kept.',
    ],
    [
      'comes after those two',
      { purchases: [BOUGHT, purchase('2')], overrides: [HELD_BEFORE] },
      'Silver was also held before Kartra and is kept.',
    ],
    ['is denied', { overrides: [HELD_BEFORE, DENIED] }, 'Silver, held before Kartra, is denied.'],
  ])('%s', (_where, change, said) => {
    expect(told(change, 'held before')).toEqual([said]);
  });
});

describe('a denial', () => {
  const denied = (change: Parameters<typeof override>[0]) =>
    explain({ overrides: [override({ effect: 'deny', ...change })] })[1];

  it.each([
    ['of a level', {}, 'Gold is denied by Maria Lopez since 2 May 2026: “speaker”.'],
    [
      'of every level',
      { roleId: null },
      'Every level is denied by Maria Lopez since 2 May 2026: “speaker”.',
    ],
    [
      'until a day, without a reason or a name',
      { until: '2026-08-01T00:00:00.000Z', reason: null, author: null },
      'Gold is denied by an administrator since 2 May 2026, until 1 August 2026.',
    ],
  ])('%s', (_name, change, said) => {
    expect(denied(change)).toBe(said);
  });

  it('leaves what it does not name', () => {
    const family = purchase('1', { roleIds: [GOLD, SILVER, BRONZE] });
    expect(explain({ purchases: [family], overrides: [DENIED] })[0]).toBe(
      'Gold + Bronze because of order 1 (Meal Plan, bought 3 May 2026).'
    );
    const all = override({ effect: 'deny', roleId: null });
    expect(explain({ purchases: [family], overrides: [all] })).toEqual([
      'Authenticated, the fallback level: no purchase gives an access level now.',
      'Every level is denied by Maria Lopez since 2 May 2026: “speaker”.',
      'Order 1 (Meal Plan, bought 3 May 2026) would give Gold + Silver + Bronze.',
    ]);
  });

  it('says in its values which level it is about', () => {
    const about = (roleId: number | null) =>
      linesOf({ overrides: [override({ effect: 'deny', roleId })] })[1]?.values;
    expect(about(SILVER)).toMatchObject({ level: 'Silver', roleId: SILVER, rank: 2 });
    expect(about(null)).toMatchObject({ level: null, roleId: null, rank: null });
    expect(about(99)).toMatchObject({ level: null, roleId: 99, rank: null });
  });
});

describe('how a purchase is named', () => {
  const now = (order: string | null, change: Parameters<typeof purchase>[1]) =>
    explain({ purchases: [purchase(order, change)] })[0];

  it.each([
    ['without an order', null, {}, 'a purchase without a number (Meal Plan, bought 3 May 2026)'],
    ['without a date', '1', { boughtAt: null }, 'order 1 (Meal Plan)'],
    [
      'three renewals are counted',
      '1',
      { renewedAt: ['2026-06-03', '2026-07-03', '2026-08-03'].map((day) => `${day} 10:00:00`) },
      'order 1 (Meal Plan, bought 3 May 2026, renewed 3 times, last 3 August 2026)',
    ],
  ])('%s', (_name, order, change, source) => {
    expect(now(order, change)).toBe(`Gold because of ${source}.`);
  });

  it('its line has the rank, the level and the webhooks', () => {
    const purchases = [purchase('1', { roleIds: [BRONZE], webhookLogIds: [4, 5] })];
    expect(linesOf({ purchases })[0]).toMatchObject({
      code: 'explain.now.purchase',
      values: { level: 'Bronze', rank: 3, roleId: BRONZE, order: '1' },
      webhookLogIds: [4, 5],
    });
  });

  it('one without a level waits, unless it is stuck or over', () => {
    const unmapped = { roleIds: [] };
    expect(explain({ purchases: [purchase('1', unmapped)] })[1]).toBe(
      'Order 1 (Meal Plan, bought 3 May 2026) waits: the product is not mapped.'
    );
    const [stuck, over] = [{ stuck: 'waiting' } as const, { state: 'ended' } as const];
    for (const change of [stuck, over]) {
      expect(
        explain({ purchases: [purchase('1', { ...unmapped, ...change })] }).join()
      ).not.toContain('waits');
    }
  });
});
