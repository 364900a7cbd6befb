/** What a change of the rules would do to a member: decided by both rules. */
import { CountedOnce, previewMember } from '../../../server/src/core/access/preview-member';
import { withMappings, type Rules } from '../../../server/src/core/rules/rules';
import {
  ANN,
  BEN,
  DEFAULT,
  FORMER,
  GOLD,
  heldBefore,
  holding,
  mapping,
  NOW,
  RULES,
  SILVER,
  STAFF,
  USER,
} from '../../builders/member';

type Known = Parameters<typeof previewMember>[0];

const gives = (...roleIds: number[]): Rules =>
  roleIds.length === 0 ? RULES : withMappings(RULES, [], [mapping(roleIds)]);
const user = { id: USER, roleId: DEFAULT, hasSeveralRoles: false, confirmed: true };
const member = {
  id: ANN,
  isTest: false,
  userId: USER,
  email: 'ann@example.com',
  lastGivenRoleId: null,
};

/** Ann bought product P. */
const preview = (today: Rules, toCome: Rules, told: Partial<Known> = {}) =>
  previewMember(
    {
      member,
      others: [],
      user,
      entitlements: [holding([])],
      overrides: [],
      now: NOW,
      ...told,
    },
    today,
    toCome
  );
const groupOf = (...asked: Parameters<typeof preview>) => preview(...asked).comparison;
const noAccount = { user: null, member: { ...member, userId: null } };

it('who gains is told with the role, the levels and the reason', () => {
  expect(preview(gives(), gives(GOLD))).toEqual({
    comparison: { group: 'gain', createsAccount: false },
    roleAfter: GOLD,
    levelsBefore: [],
    levelsAfter: [GOLD],
    because: { type: 'entitlement', id: 'purchase' },
  });
});

it('who loses falls back, and nothing is the reason', () => {
  const told = { user: { ...user, roleId: GOLD } };
  expect(preview(gives(GOLD), gives(), told)).toMatchObject({
    comparison: { group: 'lose' },
    roleAfter: DEFAULT,
    levelsAfter: [],
    because: { type: 'fallback' },
  });
});

it('who has another level, by rank', () => {
  const told = { user: { ...user, roleId: SILVER } };
  expect(groupOf(gives(SILVER), gives(GOLD), told)).toMatchObject({ group: 'gain' });
});

it('a level of a set comes where the role stays', () => {
  const told = { user: { ...user, roleId: GOLD } };
  expect(groupOf(gives(GOLD), gives(GOLD, SILVER), told)).toMatchObject({ group: 'gain' });
});

it('of whom nothing counts, nothing is decided: another fallback moves them nowhere', () => {
  const told = { user: { ...user, roleId: FORMER }, entitlements: [] };
  const [before, after] = [FORMER, null].map((fallbackRoleId) => ({ ...RULES, fallbackRoleId }));
  expect(groupOf(before ?? RULES, after ?? RULES, told)).toEqual({ group: 'unchanged' });
});

describe('without an account', () => {
  it('one is made for what is due', () => {
    expect(preview(gives(), gives(GOLD), noAccount)).toMatchObject({
      comparison: { group: 'gain', createsAccount: true },
      roleAfter: GOLD,
    });
  });

  it('none is made for what another member bought', () => {
    const entitlements = [holding([], { memberId: BEN })];
    expect(groupOf(gives(), gives(GOLD), { ...noAccount, entitlements })).toEqual({
      group: 'unchanged',
    });
  });

  it('none is made for one who has an account without a role', () => {
    const told = { user: { ...user, roleId: null } };
    expect(groupOf(gives(), gives(GOLD), told)).toEqual({ group: 'gain', createsAccount: false });
  });
});

describe('something is in the way', () => {
  it.each<[string, Partial<Known>]>([
    ['account-deleted', { user: null }],
    ['incomplete', { user: null, member: { ...member, userId: null, email: null } }],
    ['protected-role', { user: { ...user, roleId: STAFF } }],
  ])('%s', (reason, told) => {
    expect(groupOf(gives(), gives(GOLD), told)).toEqual({ group: 'held', reason });
    expect(groupOf(gives(GOLD), gives(), told)).toEqual({ group: 'held', reason });
    expect(groupOf(gives(), gives(), told)).toEqual({ group: 'unchanged' });
  });

  const asks = (rules: Rules): Rules => ({
    ...rules,
    roles: { ...rules.roles, requiresConfirmation: true },
  });
  const unconfirmed = (roleId: number) => ({ user: { ...user, roleId, confirmed: false } });

  it('an account that waits for its confirmation gains nothing', () => {
    expect(groupOf(asks(gives()), asks(gives(GOLD)), unconfirmed(DEFAULT))).toEqual({
      group: 'held',
      reason: 'unconfirmed-account',
    });
  });

  it('and loses what ended all the same', () => {
    expect(groupOf(asks(gives(GOLD)), asks(gives()), unconfirmed(GOLD))).toMatchObject({
      group: 'lose',
    });
  });
});

it('former level on a shared account: it is ours to move', () => {
  const told = {
    user: { ...user, roleId: FORMER },
    others: [{ id: BEN, lastGivenRoleId: FORMER }],
  };
  expect(groupOf(gives(), gives(GOLD), told)).toMatchObject({ group: 'gain' });
});

it('what was held before counts for its account', () => {
  const told = { overrides: [heldBefore(SILVER)] };
  expect(preview(gives(), gives(GOLD), told).levelsBefore).toEqual([SILVER]);
});

describe('a shared account counts once in a preview', () => {
  const GAIN = { group: 'gain', createsAccount: false } as const;
  const HELD = { group: 'held', reason: 'protected-role' } as const;
  const UNCHANGED = { group: 'unchanged' } as const;

  it('with the first of those who share it', () => {
    const once = new CountedOnce();
    const groups = [USER, USER, 501].map((id) => once.of(id, GAIN, false));
    expect(groups).toEqual([GAIN, UNCHANGED, GAIN]);
  });

  it('in whatever part of it', () => {
    expect(new CountedOnce().of(USER, GAIN, true)).toEqual(UNCHANGED);
  });

  it('who has no account counts for themselves', () => {
    const once = new CountedOnce();
    expect([null, null].map((id) => once.of(id, GAIN, false))).toEqual([GAIN, GAIN]);
  });

  it('each who waits has a question of their own, and does not move the account', () => {
    const once = new CountedOnce();
    const groups = [HELD, HELD, UNCHANGED, GAIN].map((one) => once.of(USER, one, false));
    expect(groups).toEqual([HELD, HELD, UNCHANGED, GAIN]);
  });
});
