/** Everything that can stand between a member and what was paid for: one table. */
import type { AccountStatus } from '../../../server/src/core/access/account';
import {
  HINDRANCE_NAMES,
  heldReasonOf,
  hindranceOf,
  isHeldBy,
  opensNothing,
  stillLoses,
} from '../../../server/src/core/access/hindrance';
import { GOLD, holding, RULES } from '../../builders/member';

const because = { type: 'fallback' } as const;
const keep = (reason: 'already-right' | 'protected-role') =>
  ({ kind: 'keep', reason, level: GOLD, because }) as const;
const STAFF = keep('protected-role');

describe('the account', () => {
  it.each<[AccountStatus, string | null]>([
    ['ready', null],
    ['none', 'incomplete'],
    ['no-address', 'incomplete'],
    ['untrusted-address', 'incomplete'],
    ['deleted', 'account-deleted'],
    ['vetoed', 'account-vetoed'],
    ['address-in-the-way', 'address-in-the-way'],
    ['two-people', 'two-people'],
    ['unclaimed', 'unclaimed-account'],
    ['unconfirmed', 'unconfirmed-account'],
  ])('%s: %s', (status, reason) => {
    expect(hindranceOf(status, null)).toBe(reason);
    expect(hindranceOf(status, STAFF)).toBe(reason ?? 'protected-role');
  });

  it('in a role that is ours to change stands in nobody’s way', () => {
    expect(hindranceOf('ready', keep('already-right'))).toBeNull();
    expect(hindranceOf('ready', { kind: 'change', to: GOLD, level: GOLD, because })).toBeNull();
  });
});

it('unconfirmed: it loses what ended, and opens only what its own role does', () => {
  const all: AccountStatus[] = [
    'ready',
    'none',
    'no-address',
    'untrusted-address',
    'deleted',
    'vetoed',
    'unconfirmed',
  ];
  expect(all.filter(stillLoses)).toEqual(['unconfirmed']);
  expect(all.filter(opensNothing)).toEqual(['unconfirmed']);
});

describe('what is stored as the reason', () => {
  it('a change of the user ends that of staff, and of whoever has to confirm', () => {
    const waits = HINDRANCE_NAMES.filter((reason) => isHeldBy(reason, 'waitsForUser'));
    expect(waits).toEqual(['unconfirmed-account', 'protected-role']);
  });

  it('staff are left as they are', () => {
    expect(HINDRANCE_NAMES.filter((reason) => isHeldBy(reason, 'isStaff'))).toEqual([
      'protected-role',
    ]);
  });

  it('none, or one that this version does not know, says nothing', () => {
    expect(isHeldBy(null, 'isStaff')).toBe(false);
    expect(isHeldBy('other', 'isStaff')).toBe(false);
  });
});

describe('why what a member paid for waits', () => {
  const reasonOf = (
    purchases: readonly ReturnType<typeof holding>[],
    told: { status?: AccountStatus; ignored?: string } = {}
  ) => {
    const { status = 'deleted', ignored } = told;
    const ignoredOffers = ignored ? [{ productId: ignored, pricePoint: null }] : [];
    return heldReasonOf(purchases, status, null, { ...RULES, ignoredOffers });
  };

  it('for the account that is gone', () => {
    expect(reasonOf([holding([GOLD])])).toBe('account-deleted');
    expect(reasonOf([holding([GOLD])], { status: 'ready' })).toBeNull();
  });

  it('for a level that the product has not got, before anything about the account', () => {
    expect(reasonOf([holding([GOLD]), holding([])])).toBe('unmapped-product');
    expect(reasonOf([holding([])], { status: 'ready' })).toBe('unmapped-product');
  });

  it.each([
    ['nothing was bought', []],
    ['all of it ended', [holding([GOLD], { state: 'ended' }), holding([], { state: 'ended' })]],
    ['it is suspended', [holding([GOLD], { state: 'past-due', reason: 'suspended' })]],
  ])('for nothing, as %s', (_why, purchases) => {
    expect(reasonOf(purchases)).toBeNull();
  });

  it('not for an offer that was set aside; one that gives a level counts all the same', () => {
    expect(reasonOf([holding([])], { ignored: 'P' })).toBeNull();
    expect(reasonOf([holding([])], { ignored: 'Q' })).toBe('unmapped-product');
    expect(reasonOf([holding([GOLD])], { ignored: 'P' })).toBe('account-deleted');
    expect(reasonOf([holding([], { pricePoint: '2' })], { ignored: 'P' })).toBe('unmapped-product');
  });
});
