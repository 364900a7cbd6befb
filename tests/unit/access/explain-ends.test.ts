/** What comes next by itself, and what was: RULES M10. */
import type {
  ExplainedEnd,
  ExplainedPurchase,
} from '../../../server/src/core/access/explain-sources';
import {
  BRONZE,
  explain,
  GOLD,
  linesOf,
  override,
  purchase,
  SILVER,
} from '../../builders/explanation';

/** Noon of a day in 2026 on Kartra's clock, four hours behind UTC. */
const endsOn = (day: string, because: ExplainedEnd['because'] = 'cancelled'): ExplainedEnd => ({
  at: Date.parse(`2026-${day}T16:00:00Z`),
  on: `2026-${day} 12:00:00`,
  because,
  days: null,
  from: null,
});
const gold = (order: string, end: ExplainedEnd | null = null) => purchase(order, { end });
const silver = (order: string, end: ExplainedEnd | null = null) =>
  purchase(order, { end, roleIds: [SILVER] });

const nextOf = (change: Parameters<typeof explain>[0]) =>
  explain(change).find((said) => said.startsWith('Next:') || said.startsWith('No end date'));

describe('the level ends', () => {
  it.each<[string, Parameters<typeof explain>[0], string]>([
    [
      'with the only purchase that gives it',
      { purchases: [gold('1', endsOn('07-03'))] },
      'Next: on 3 July 2026 Gold ends; then Authenticated.',
    ],
    [
      'with the last of those that give it, in whatever order they are told',
      { purchases: [gold('1', endsOn('08-03')), gold('2', endsOn('07-03'))] },
      'Next: on 3 August 2026 Gold ends; then Authenticated.',
    ],
    [
      'not while one that gives it has no end',
      { purchases: [gold('1', endsOn('07-03')), gold('2')] },
      'No end date.',
    ],
    [
      'and what lasts longer comes then',
      { purchases: [gold('1', endsOn('07-03')), silver('2', endsOn('08-03'))] },
      'Next: on 3 July 2026 Gold ends; then Silver.',
    ],
    [
      'and what ends no later does not',
      { purchases: [gold('1', endsOn('07-03')), silver('2', endsOn('07-03'))] },
      'Next: on 3 July 2026 Gold ends; then Authenticated.',
    ],
    [
      'and there is no role then, where the site has none',
      { purchases: [gold('1', endsOn('07-03'))], fallback: null },
      'Next: on 3 July 2026 Gold ends; then no role.',
    ],
    [
      'that was given until a day',
      { overrides: [override({ until: '2026-07-03T16:00:00.000Z' })] },
      'Next: on 3 July 2026 Gold ends; then Authenticated.',
    ],
    ['not one that was given for good', { overrides: [override()] }, 'No end date.'],
  ])('%s', (_rule, change, said) => {
    expect(nextOf(change)).toBe(said);
  });
});

describe('a denial ends', () => {
  const denial = (until: string | null, roleId: number | null = GOLD) =>
    override({ effect: 'deny', roleId, until: until && `2026-${until}T12:00:00.000Z` });
  const ended = (on: string, level = 'Gold') =>
    `Next: on ${on} the denial of ${level} ends; then ${level}.`;

  it.each<[string, Parameters<typeof explain>[0], string | undefined]>([
    [
      'and shows what it hid',
      { purchases: [gold('1')], overrides: [denial('07-01')] },
      ended('1 July 2026'),
    ],
    [
      'of several levels the first',
      {
        purchases: [gold('1'), silver('2')],
        overrides: [denial('08-01'), denial('07-01', SILVER)],
      },
      ended('1 July 2026', 'Silver'),
    ],
    [
      'of several of one level the last',
      { purchases: [gold('1')], overrides: [denial('08-01'), denial('07-01')] },
      ended('1 August 2026'),
    ],
    [
      'of every level',
      { purchases: [gold('1')], overrides: [denial('07-01', null)] },
      ended('1 July 2026'),
    ],
    [
      'of another level, which says nothing about this one',
      { purchases: [gold('1')], overrides: [denial('07-01'), denial(null, BRONZE)] },
      ended('1 July 2026'),
    ],
    ['never, if it has no end', { purchases: [gold('1')], overrides: [denial(null)] }, undefined],
    [
      'too late for what ends before',
      { purchases: [gold('1', endsOn('06-20'))], overrides: [denial('07-01')] },
      undefined,
    ],
    [
      'before the level beneath does',
      { purchases: [gold('1'), silver('2', endsOn('07-20'))], overrides: [denial('07-01')] },
      ended('1 July 2026'),
    ],
    [
      'after the level beneath, which is told first',
      { purchases: [gold('1'), silver('2', endsOn('06-20'))], overrides: [denial('07-01')] },
      'Next: on 20 June 2026 Silver ends; then Authenticated.',
    ],
  ])('%s', (_rule, change, said) => {
    expect(nextOf(change)).toBe(said);
  });
});

describe('nothing ends it, and payments let expect something', () => {
  const paidUntil = '2026-12-18 10:00:00';
  const outlook = { paidUntil, nextPaymentOn: paidUntil, overdueSince: null };
  const [expected, completed] = [purchase('1', { outlook }), purchase('2', { state: 'completed' })];

  it('an overdue payment before an expected one, before what is paid in full', () => {
    const overdue = purchase('3', { outlook: { ...outlook, overdueSince: '2026-12-01 10:00:00' } });
    expect(nextOf({ purchases: [completed, expected, overdue] })).toBe(
      'No end date. A payment was due on 1 December 2026 and hasn’t arrived.'
    );
    expect(nextOf({ purchases: [completed, expected] })).toBe(
      'No end date. Next payment expected about 18 December 2026.'
    );
    expect(nextOf({ purchases: [completed, purchase('4')] })).toBe(
      'No end date. It’s paid in full.'
    );
  });

  it('nothing of what gives a lower level', () => {
    const lower = purchase('3', { outlook, roleIds: [SILVER] });
    expect(nextOf({ purchases: [purchase('4'), lower] })).toBe('No end date.');
  });
});

describe('what was', () => {
  const ended = (change: Parameters<typeof purchase>[1]) =>
    explain({ purchases: [purchase('1', { state: 'ended', ...change })] })[1];
  const on = { endedAt: '2026-06-12 10:00:00' };

  it.each<[ExplainedPurchase['endReason'], string]>([
    ['cancelled', 'was cancelled'],
    ['refunded', 'was refunded'],
    ['charged-back', 'was charged back'],
    ['expired', 'was for a limited time'],
    ['suspended', 'was not paid again after a failed payment'],
    [null, 'was ended'],
  ])('%s', (endReason, how) => {
    expect(ended({ ...on, endReason })).toBe(
      `Gold ended 12 June 2026: order 1 (Meal Plan) ${how}.`
    );
  });

  it('without a date, a level, or an order', () => {
    expect(ended({ endReason: 'refunded' })).toBe('Gold ended: order 1 (Meal Plan) was refunded.');
    expect(ended({ ...on, endReason: 'refunded', roleIds: [] })).toBe(
      'Access ended 12 June 2026: order 1 (Meal Plan) was refunded.'
    );
    expect(
      explain({ purchases: [purchase(null, { state: 'ended', endReason: 'refunded', ...on })] })[1]
    ).toBe('Gold ended 12 June 2026: Meal Plan was refunded.');
  });

  it('suspended is told as ended, though the state is past due', () => {
    expect(ended({ ...on, state: 'past-due', endReason: 'suspended' })).toBe(
      'Gold ended 12 June 2026: order 1 (Meal Plan) was not paid again after a failed payment.'
    );
  });

  it('what has no end stands where it was bought', () => {
    const purchases = [
      purchase('1', { state: 'ended', boughtAt: '2026-05-20 10:00:00' }),
      purchase('2', { state: 'ended', endedAt: '2026-05-10 10:00:00' }),
      purchase('3', { state: 'ended', boughtAt: null }),
      purchase('4', { state: 'ended', endedAt: '2026-06-10 10:00:00' }),
    ];
    const told = linesOf({ purchases }).slice(1);
    expect(told.map(({ values }) => values['order'])).toEqual(['4', '1', '2']);
    expect(told[0]).toMatchObject({ code: 'explain.ended', webhookLogIds: [] });
  });
});
