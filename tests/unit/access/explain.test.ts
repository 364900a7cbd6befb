/** Why a member has the level: RULES M10. The server says it, and the panel says the same from codes and values. */
import { BRONZE, explain, GOLD, override, purchase, SILVER } from '../../builders/explanation';

const starter = purchase('9400112', {
  roleIds: [BRONZE],
  product: 'Starter',
  boughtAt: '2026-02-01 09:00:00',
});

const ended = (order: string, endedAt: string, boughtAt: string) =>
  purchase(order, {
    roleIds: [SILVER],
    product: 'Coaching',
    state: 'ended',
    endReason: 'refunded',
    boughtAt,
    endedAt,
  });

const NEXT = 'No end date.';
const WITHOUT = 'Without it: Authenticated, the fallback level.';

describe('why a member has the level', () => {
  it.each<[string, readonly string[], string]>([
    ['never renewed', [], 'bought 3 May 2026'],
    ['once', ['2026-06-03 10:00:00'], 'bought 3 May 2026, renewed 3 June 2026'],
    [
      'twice',
      ['2026-06-03 10:00:00', '2026-07-03 10:00:00'],
      'bought 3 May 2026, renewed 3 June 2026 and 3 July 2026',
    ],
    [
      'from the third time on',
      ['2026-06-03', '2026-07-03', '2026-08-03', '2026-09-03'].map((day) => `${day} 10:00:00`),
      'bought 3 May 2026, renewed 4 times, last 3 September 2026',
    ],
  ])('a purchase, renewed %s', (_name, renewedAt, told) => {
    expect(explain({ purchases: [purchase('9410021', { renewedAt })] })).toEqual([
      `Gold because of order 9410021 (Meal Plan, ${told}).`,
      NEXT,
      WITHOUT,
    ]);
  });

  it('a purchase that will end, and what is left then', () => {
    const end = { at: 9, on: '2026-07-03 10:00:00', because: 'cancelled', days: null, from: null };
    const leaving = purchase('9410021', { cancelledAt: '2026-06-10 10:00:00', end } as object);
    expect(explain({ purchases: [leaving, starter] })).toEqual([
      'Gold because of order 9410021 (Meal Plan, bought 3 May 2026, cancelled 10 June 2026, access until 3 July 2026).',
      'Next: on 3 July 2026 Gold ends; then Bronze.',
      'Without it: Bronze because of order 9400112 (Starter, bought 1 February 2026).',
    ]);
    const failed = { ...end, on: '2026-07-10 10:00:00', because: 'failed' };
    const pastDue = purchase('9410021', { failedAt: '2026-07-03 10:00:00', end: failed } as object);
    expect(explain({ purchases: [pastDue] })[0]).toContain(
      'payment failed 3 July 2026, access until 10 July 2026 unless a renewal comes'
    );
    const lasting = { ...end, because: 'duration', days: 365, from: '2026-05-03 10:00:00' };
    expect(explain({ purchases: [purchase('9410021', { end: lasting } as object)] })[0]).toContain(
      'for 365 days from 3 May 2026'
    );
  });

  it('what is expected of a purchase that nothing ends', () => {
    const next = (change: object) => explain({ purchases: [purchase('9410021', change)] })[1];
    const paidUntil = '2026-12-18 10:00:00';
    const outlook = { paidUntil, nextPaymentOn: paidUntil, overdueSince: null };
    expect(next({ outlook })).toBe('No end date. Next payment expected about 18 December 2026.');
    expect(next({ outlook: { ...outlook, overdueSince: paidUntil } })).toBe(
      'No end date. A payment was due on 18 December 2026 and hasn’t arrived.'
    );
    expect(next({ state: 'completed' })).toBe('No end date. It’s paid in full.');
  });

  it('a guessed end, and the end of what is paid in full', () => {
    const end = { at: 9, on: '2026-07-03 10:00:00', days: null, from: null };
    const told = (change: object) => explain({ purchases: [purchase('9410021', change)] })[0];
    const guessed = { ...end, because: 'unknown-period' };
    expect(told({ cancelledAt: '2026-06-03 10:00:00', end: guessed })).toContain(
      'cancelled 3 June 2026, access until 3 July 2026 because the paid period isn’t known'
    );
    const last = { ...end, because: 'paid-in-full' };
    expect(told({ state: 'completed', end: last })).toContain(
      'paid in full, access until 3 July 2026'
    );
  });

  it('somebody, or what was held before, or nothing', () => {
    expect(explain({ overrides: [override({ until: '2026-08-01T00:00:00.000Z' })] })[0]).toBe(
      'Gold because Maria Lopez gave it on 2 May 2026, until 1 August 2026: “speaker”.'
    );
    expect(explain({ overrides: [override({ source: 'held-before' })] })[0]).toBe(
      'Gold was held before Kartra and is kept.'
    );
    expect(explain({})).toEqual([
      'Authenticated, the fallback level: no purchase gives an access level now.',
    ]);
  });

  it('what lies beneath, and what else gives a level', () => {
    const other = purchase('9410033', { roleIds: [SILVER] });
    expect(explain({ purchases: [starter, other, purchase('9410021')] }).slice(2)).toEqual([
      'Without it: Silver because of order 9410033 (Meal Plan, bought 3 May 2026).',
      'Order 9400112 (Starter, bought 1 February 2026) gives Bronze; Gold is higher.',
    ]);
    const three = ['9410021', '9410022', '9410023'].map((order) => purchase(order));
    expect(explain({ purchases: three })[3]).toBe(
      'Order 9410023 (Meal Plan, bought 3 May 2026) gives Gold too.'
    );
    expect(explain({ purchases: [purchase('9410021')], overrides: [override()] })[2]).toBe(
      'Without it: Gold because Maria Lopez gave it on 2 May 2026: “speaker”.'
    );
  });

  it('what was: the three that ended last', () => {
    const purchases = [
      ended('9410090', '2026-06-12 10:00:00', '2026-01-01 10:00:00'),
      ended('9410091', '2026-03-12 10:00:00', '2026-02-01 10:00:00'),
      ended('9410092', '2026-04-12 10:00:00', '2026-03-01 10:00:00'),
      ended('9410093', '2026-05-12 10:00:00', '2026-04-01 10:00:00'),
    ];
    expect(explain({ purchases }).slice(1)).toEqual([
      'Silver ended 12 June 2026: order 9410090 (Coaching) was refunded.',
      'Silver ended 12 May 2026: order 9410093 (Coaching) was refunded.',
      'Silver ended 12 April 2026: order 9410092 (Coaching) was refunded.',
    ]);
  });

  it('what stands against it', () => {
    const denial = override({
      effect: 'deny',
      reason: 'shared account',
      givenAt: '2026-06-02T12:00:00.000Z',
    });
    const purchases = [purchase('9410021')];
    expect(explain({ purchases, overrides: [denial] }).slice(1)).toEqual([
      'Gold is denied by Maria Lopez since 2 June 2026: “shared account”.',
      'Order 9410021 (Meal Plan, bought 3 May 2026) would give Gold.',
    ]);
  });

  it('first what is true of the account, where it is something else', () => {
    const purchases = [purchase('9410021')];
    const because = 'Gold because of order 9410021 (Meal Plan, bought 3 May 2026).';
    const user = { roleId: 9, roleName: 'Editor', blocked: false };
    expect(explain({ purchases, user, isProtected: true }).slice(0, 2)).toEqual([
      'Editor, a staff role that is never changed. Purchases would give Gold.',
      because,
    ]);
    const changedByHandAt = '2026-06-05T12:00:00.000Z';
    const changed = { ...user, roleName: 'Silver' };
    expect(explain({ purchases, user: changed, changedByHandAt }).slice(0, 2)).toEqual([
      'Silver, changed by hand on 5 June 2026; purchases give Gold.',
      because,
    ]);
    const blocked = { roleId: GOLD, roleName: 'Gold', blocked: true };
    expect(explain({ purchases, user: blocked }).slice(0, 2)).toEqual([
      'Blocked in Strapi; would have Gold.',
      because,
    ]);
    const gone = { userGoneAt: changedByHandAt, heldReason: 'account-deleted' } as const;
    expect(explain({ purchases, ...gone })[0]).toBe(
      'The account was deleted on 5 June 2026; Gold waits.'
    );
  });

  it('a denial with an end, and what comes then', () => {
    const denial = override({ effect: 'deny', until: '2026-07-01T12:00:00.000Z' });
    const purchases = [purchase('9410021')];
    expect(explain({ purchases, overrides: [denial] })).toEqual([
      'Authenticated, the fallback level: no purchase gives an access level now.',
      'Next: on 1 July 2026 the denial of Gold ends; then Gold.',
      'Gold is denied by Maria Lopez since 2 May 2026, until 1 July 2026: “speaker”.',
      'Order 9410021 (Meal Plan, bought 3 May 2026) would give Gold.',
    ]);
    const left = explain({ purchases: [...purchases, starter], overrides: [denial] });
    expect(left.slice(0, 2)).toEqual([
      'Bronze because of order 9400112 (Starter, bought 1 February 2026).',
      'Next: on 1 July 2026 the denial of Gold ends; then Gold.',
    ]);
    // What has ended by then shows nothing again, and a denial without an end never does.
    const end = { on: '2026-06-20 10:00:00', because: 'cancelled', days: null, from: null };
    const over = purchase('9410021', {
      end: { ...end, at: Date.parse('2026-06-20T14:00:00Z') },
    } as object);
    expect(explain({ purchases: [over], overrides: [denial] }).join()).not.toContain('Next');
    const endless = override({ effect: 'deny' });
    expect(explain({ purchases, overrides: [denial, endless] }).join()).not.toContain('Next');
  });

  it('what is stuck, and never that nothing was bought', () => {
    const vip = { product: 'VIP Weekend', stuck: 'role-missing' } as const;
    const purchases = [purchase('9400141', vip)];
    expect(explain({ purchases })).toEqual([
      'Authenticated, the fallback level, as long as a purchase is stuck.',
      'Order 9400141 (VIP Weekend) is stuck: the role it gives was deleted.',
    ]);
    for (const stuck of ['waiting', 'role-refused', 'hook-failed', 'internal'] as const) {
      expect(explain({ purchases: [purchase('9400141', { stuck })] })[1]).toMatch(
        /^Order 9400141 \(Meal Plan\) is stuck: /
      );
    }
    // What its webhook has not done was done by no one.
    const user = { roleId: 9, roleName: 'Silver', blocked: false };
    expect(explain({ purchases, user })[0]).not.toContain('by hand');
    expect(explain({ purchases: [...purchases, starter] })).toContain(
      'Order 9400141 (VIP Weekend) is stuck: the role it gives was deleted.'
    );
  });

  it('what waits', () => {
    const waiting = purchase('9410300', {
      roleIds: [],
      product: 'Keto Course',
      boughtAt: '2026-05-04 10:00:00',
    });
    expect(explain({ purchases: [waiting] }).at(-1)).toBe(
      'Order 9410300 (Keto Course, bought 4 May 2026) waits: the product is not mapped.'
    );
  });
});

describe('several levels of one purchase', () => {
  const family = purchase('9410021', { roleIds: [GOLD, BRONZE], product: 'Family' });
  const source = 'order 9410021 (Family, bought 3 May 2026)';

  it('are said together, and which of them is the role', () => {
    expect(explain({ purchases: [family] })).toEqual([
      `Gold + Bronze because of ${source}.`,
      'Access levels now: Gold + Bronze. The highest, Gold, decides the Strapi role.',
      NEXT,
      WITHOUT,
    ]);
  });

  it('are less what is denied, which is said as well', () => {
    const denial = override({ effect: 'deny', givenAt: '2026-06-02T12:00:00.000Z' });
    expect(explain({ purchases: [family], overrides: [denial] })).toEqual([
      `Bronze because of ${source}.`,
      NEXT,
      WITHOUT,
      'Gold is denied by Maria Lopez since 2 June 2026: “speaker”.',
      'Order 9410021 (Family, bought 3 May 2026) would give Gold.',
    ]);
  });

  it('come to a set with what others give', () => {
    const coaching = purchase('9410033', { roleIds: [SILVER], product: 'Coaching' });
    expect(explain({ purchases: [family, coaching] })).toEqual([
      `Gold + Bronze because of ${source}.`,
      'Access levels now: Gold + Silver + Bronze. The highest, Gold, decides the Strapi role.',
      NEXT,
      'Without it: Silver because of order 9410033 (Coaching, bought 3 May 2026).',
    ]);
  });

  it('end together, but for those that something else gives longer', () => {
    const end = {
      at: Date.UTC(2026, 6, 3),
      on: '2026-07-03 00:00:00',
      because: 'cancelled' as const,
      days: null,
      from: null,
    };
    const leaving = { ...family, end };
    expect(explain({ purchases: [leaving] })).toContain(
      'Next: on 3 July 2026 Gold + Bronze ends; then Authenticated.'
    );
    expect(explain({ purchases: [leaving, starter] })).toContain(
      'Next: on 3 July 2026 Gold ends; then Bronze.'
    );
  });

  it('whose role is gone are left out', () => {
    const levels = [{ roleId: BRONZE, name: 'Bronze' }];
    expect(explain({ purchases: [family], levels })).toEqual([
      `Bronze because of ${source}.`,
      NEXT,
      WITHOUT,
    ]);
  });
});
