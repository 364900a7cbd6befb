/** The access of one member: what they had, what they have, what is written, and why. */
import {
  accountIn,
  BEN,
  decide,
  DEFAULT,
  denial,
  FORMER,
  GOLD,
  grant,
  heldBefore,
  holding,
  KETO,
  noAccount,
  NOW,
  RULES,
  SILVER,
  STAFF,
} from '../../builders/member';

const ofBen = { memberId: BEN };
const ben = { id: BEN, lastGivenRoleId: null };

it('a purchase gives its levels, and the highest is the role', () => {
  expect(decide({ entitlements: [holding([KETO, GOLD])] })).toMatchObject({
    level: GOLD,
    levels: [GOLD, KETO],
    roleBefore: DEFAULT,
    roleAfter: GOLD,
    roleChange: { kind: 'change', to: GOLD, because: { type: 'entitlement', id: 'purchase' } },
    write: { step: 'give', roleId: GOLD },
    accessState: 'active',
    heldReason: null,
  });
});

it('what is right already is left', () => {
  expect(decide({ account: accountIn(GOLD), entitlements: [holding([GOLD])] })).toMatchObject({
    roleBefore: GOLD,
    roleAfter: GOLD,
    write: null,
  });
});

it('a role row too many is put right, but not of staff, and not where nothing is decided', () => {
  const several = (roleId: number | null) =>
    accountIn(roleId, { user: { id: 500, roleId, hasSeveralRoles: true } });
  const writeIn = (roleId: number | null, entitlements = [holding([GOLD])]) =>
    decide({ account: several(roleId), entitlements }).write;
  expect(writeIn(GOLD)).toEqual({ step: 'tidy', roleId: GOLD });
  expect(writeIn(DEFAULT)).toEqual({ step: 'give', roleId: GOLD });
  expect(writeIn(STAFF)).toBeNull();
  expect(writeIn(DEFAULT, [])).toBeNull();
  const noRole = { ...RULES, roles: { ...RULES.roles, defaultRoleId: null } };
  const ended = [holding([GOLD], { state: 'ended' })];
  expect(decide({ account: several(null), entitlements: ended, rules: noRole }).write).toBeNull();
});

describe('of whom nothing counts, nothing is decided', () => {
  it('whatever role they have', () => {
    expect(decide({ account: accountIn(GOLD) })).toMatchObject({
      roleChange: null,
      level: null,
      roleBefore: GOLD,
      roleAfter: GOLD,
      write: null,
    });
  });

  it.each([
    ['a purchase that ended', { entitlements: [holding([GOLD], { state: 'ended' })] }],
    ['an override', { overrides: [denial(GOLD)] }],
    ['a role that was given once', { member: { id: 1, lastGivenRoleId: GOLD } }],
  ])('but %s counts', (_what, told) => {
    expect(decide({ account: accountIn(GOLD), ...told }).roleAfter).toBe(DEFAULT);
  });
});

describe('the account', () => {
  const entitlements = [holding([GOLD])];

  it('made just now had no role before, and is ours', () => {
    const rules = { ...RULES, fallbackRoleId: FORMER };
    const account = accountIn(STAFF, { created: true });
    const plan = decide({ account, entitlements, rules, member: { id: 1, lastGivenRoleId: null } });
    expect(plan).toMatchObject({ roleBefore: null, roleAfter: GOLD });
  });

  it('made just now, what an earlier one was given is not ours', () => {
    const member = { id: 1, lastGivenRoleId: STAFF };
    const account = accountIn(null, { created: true });
    expect(decide({ account, member }).input.lastGivenRoleId).toBeNull();
  });

  it('none: the level is known and nothing is decided', () => {
    expect(decide({ account: noAccount('deleted'), entitlements })).toMatchObject({
      roleChange: null,
      level: GOLD,
      roleBefore: null,
      roleAfter: null,
      write: null,
      heldReason: 'account-deleted',
    });
  });

  it('of staff stays as it is, and what was bought waits', () => {
    expect(decide({ account: accountIn(STAFF), entitlements })).toMatchObject({
      level: GOLD,
      roleAfter: STAFF,
      write: null,
      heldReason: 'protected-role',
    });
  });
});

describe('an account that waits for its confirmation', () => {
  const waiting = (roleId: number) => accountIn(roleId, { status: 'unconfirmed' });

  it('is given nothing', () => {
    expect(decide({ account: waiting(DEFAULT), entitlements: [holding([GOLD])] })).toMatchObject({
      roleChange: null,
      level: GOLD,
      roleAfter: DEFAULT,
      write: null,
      heldReason: 'unconfirmed-account',
    });
  });

  it('loses what ended all the same', () => {
    const entitlements = [holding([GOLD], { state: 'ended' })];
    expect(decide({ account: waiting(GOLD), entitlements })).toMatchObject({
      write: { step: 'give', roleId: DEFAULT },
      heldReason: null,
    });
  });

  it('that was vetoed or has none loses nothing, as there is nobody to take from', () => {
    const entitlements = [holding([GOLD], { state: 'ended' })];
    const account = accountIn(GOLD, { status: 'vetoed' });
    expect(decide({ account, entitlements }).write).toBeNull();
  });
});

describe('an account that several members share', () => {
  it('has what all of them hold', () => {
    const entitlements = [holding([SILVER]), holding([GOLD], { ...ofBen, purchaseKey: 'his' })];
    expect(decide({ entitlements, others: [ben] })).toMatchObject({
      levels: [GOLD, SILVER],
      roleChange: { because: { id: 'his' } },
    });
  });

  it('each is held, and stands, for their own purchases', () => {
    const entitlements = [
      holding([SILVER], { state: 'past-due' }),
      holding([], { ...ofBen, productId: 'Q' }),
    ];
    expect(decide({ entitlements, others: [ben] })).toMatchObject({
      heldReason: null,
      accessState: 'past-due',
    });
  });

  it('former level on a shared account: what another of them was given last is ours to move', () => {
    const told = { account: accountIn(FORMER), entitlements: [holding([GOLD])] };
    expect(decide(told)).toMatchObject({ roleAfter: FORMER, heldReason: 'protected-role' });
    const others = [{ id: BEN, lastGivenRoleId: FORMER }];
    expect(decide({ ...told, others })).toMatchObject({ roleAfter: GOLD, heldReason: null });
  });

  it('no role is nobody’s last one', () => {
    const member = { id: 1, lastGivenRoleId: STAFF };
    const told = { account: accountIn(SILVER), member, others: [ben] };
    expect(decide(told).input.lastGivenRoleId).toBe(STAFF);
  });
});

describe('which overrides count', () => {
  it('held-before counts for its account only', () => {
    const overrides = [heldBefore(GOLD)];
    expect(decide({ overrides }).level).toBe(GOLD);
    const another = accountIn(DEFAULT, { user: { id: 501, roleId: 1, hasSeveralRoles: false } });
    expect(decide({ overrides, account: another }).level).toBeNull();
    expect(decide({ overrides, account: noAccount('none') }).level).toBeNull();
  });

  it('held-before of no account in particular goes with the member, as an earlier version wrote it', () => {
    expect(decide({ overrides: [heldBefore(GOLD, { userId: null })] }).level).toBe(GOLD);
  });

  it('held-before counts only while no purchase, live or ended, explains the level', () => {
    const overrides = [heldBefore(GOLD)];
    const ended = [holding([GOLD], { state: 'ended' })];
    expect(decide({ overrides, entitlements: ended }).level).toBeNull();
    const ofAnother = [holding([SILVER], { state: 'ended' })];
    expect(decide({ overrides, entitlements: ofAnother }).level).toBe(GOLD);
  });

  it('what was given by hand goes with the member to any account, and beside any purchase', () => {
    const overrides = [grant(GOLD, { userId: 999 })];
    const entitlements = [holding([GOLD], { state: 'ended' })];
    expect(decide({ overrides, entitlements }).level).toBe(GOLD);
  });

  it('not after its end', () => {
    expect(decide({ overrides: [grant(GOLD, { until: NOW })] }).level).toBeNull();
    expect(decide({ overrides: [grant(GOLD, { until: NOW + 1 })] }).level).toBe(GOLD);
  });
});
