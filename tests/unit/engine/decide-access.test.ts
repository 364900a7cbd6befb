/** What is written for members who are decided about together, each seeing what those before made of the world. */
import type { AccessWorld } from '../../../server/src/services/engine/access-world';
import { decideAccess, type Turn } from '../../../server/src/services/engine/decide-access';
import { UnansweredError } from '../../../server/src/services/engine/decide-account';
import { Draft } from '../../../server/src/services/engine/draft';
import { accessWorld, at, entitlementRow, memberRow, siteUser } from '../../builders/access-world';
import {
  ANN,
  BEN,
  DEFAULT,
  GOLD,
  mapping,
  NOW,
  RULES,
  SILVER,
  STAFF,
  USER,
} from '../../builders/member';

const byWebhook = { webhookLogId: 9, actor: null };

function decideAll(told: Partial<AccessWorld>, asked: Partial<Turn> & { all?: number[] } = {}) {
  const { all = [ANN], mayRecreate = false, cause = byWebhook } = asked;
  const draft = new Draft(accessWorld(told));
  const results = all.map((memberId) => decideAccess(draft, { memberId, mayRecreate, cause }));
  return { results, plan: draft.plan() };
}

it('a new buyer gets an account with the level as its only role, a mail, and one line', () => {
  const { plan, results } = decideAll({});
  const [user] = plan.newUsers;
  expect(plan.newUsers).toMatchObject([{ email: 'ann@example.com', roleId: GOLD, fields: {} }]);
  expect(plan.roles).toEqual([]);
  expect(plan.members.get(ANN)).toMatchObject({
    userId: user?.id,
    userGoneAt: null,
    lastGivenRoleId: GOLD,
    heldBeforeChecked: true,
    levelRoleId: GOLD,
    levels: [GOLD],
    accessState: 'active',
    heldReason: null,
    standingRoleId: GOLD,
    changedAt: NOW,
  });
  expect(plan.events).toEqual([
    {
      topic: 'kartra.member.created',
      memberId: ANN,
      userId: user?.id,
      payload: { webhookLogId: 9, isTest: false },
    },
    {
      topic: 'kartra.access.changed',
      memberId: ANN,
      userId: user?.id,
      payload: {
        webhookLogId: 9,
        isTest: false,
        before: { roleId: null, name: null },
        after: { roleId: GOLD, name: 'Gold' },
      },
    },
  ]);
  expect(plan.welcomes).toEqual([{ memberId: ANN, userId: user?.id }]);
  expect(plan.activities).toEqual([
    {
      connectionId: 1,
      happenedAt: NOW,
      code: 'account.created',
      values: { before: null, after: 'Gold' },
      actor: null,
      memberId: ANN,
      webhookLogId: 9,
    },
  ]);
  expect(results[0]).toMatchObject({ account: { created: true }, roleAfter: GOLD });
});

it('no mail where mails are off, and none to a test member', () => {
  expect(decideAll({ sendsWelcome: false }).plan.welcomes).toEqual([]);
  expect(decideAll({ members: [memberRow({ isTest: true })] }).plan.welcomes).toEqual([]);
});

describe('two members with one address', () => {
  const told = {
    members: [memberRow(), memberRow({ id: BEN })],
    entitlements: [entitlementRow(), entitlementRow({ id: 71, memberId: BEN })],
    addresses: new Map([
      [ANN, at('ann@example.com')],
      [BEN, at('ann@example.com')],
    ]),
  };

  it('the second is not given the account that the first one just got', () => {
    const { plan, results } = decideAll(told, { all: [ANN, BEN] });
    expect(plan.newUsers).toHaveLength(1);
    expect(results[1]).toMatchObject({ account: { user: null, status: 'two-people' } });
  });

  it('nor one that a member has who is not decided about here', () => {
    const { plan, results } = decideAll({
      users: [siteUser()],
      accountsAlike: new Map([[at('ann@example.com'), [USER]]]),
      membersOfAccount: new Map([[USER, [99]]]),
    });
    expect(plan.newUsers).toEqual([]);
    expect(results[0]).toMatchObject({ account: { status: 'two-people' } });
  });
});

describe('an account with the address', () => {
  const found = (roleId: number, told: Partial<AccessWorld> = {}) =>
    decideAll({
      users: [siteUser({ roleId })],
      accountsAlike: new Map([[at('ann@example.com'), [USER]]]),
      ...told,
    });

  it('becomes the member’s, and what it held before is kept', () => {
    const { plan } = found(SILVER);
    expect(plan.newUsers).toEqual([]);
    expect(plan.members.get(ANN)).toMatchObject({ userId: USER, heldBeforeChecked: true });
    expect(plan.newOverrides).toMatchObject([
      { source: 'held-before', effect: 'grant', roleId: SILVER, userId: USER, givenAt: NOW },
    ]);
    expect(plan.roles).toMatchObject([{ user: { id: USER, roleId: SILVER }, roleId: GOLD }]);
    expect(plan.activities.map(({ code }) => code)).toEqual(['access.changed']);
  });

  it('a role that everybody starts with is nothing to keep', () => {
    expect(found(DEFAULT).plan.newOverrides).toEqual([]);
  });

  it('is looked at once', () => {
    const members = [memberRow({ heldBeforeChecked: true })];
    expect(found(SILVER, { members }).plan.newOverrides).toEqual([]);
  });

  it('what it held before counts at once', () => {
    const { results } = found(SILVER, {
      entitlements: [entitlementRow({ roleIds: [], mappingId: null, productId: 'Q' })],
    });
    expect(results[0]).toMatchObject({ levels: [SILVER], roleAfter: SILVER });
  });
});

describe('an account that was deleted', () => {
  const members = [memberRow({ userId: USER })];

  it('is noted, and not created again', () => {
    const { plan } = decideAll({ members });
    expect(plan.newUsers).toEqual([]);
    expect(plan.members.get(ANN)).toMatchObject({
      userGoneAt: NOW,
      heldReason: 'account-deleted',
    });
  });

  it('is noted once', () => {
    const gone = [memberRow({ userId: USER, userGoneAt: 5 })];
    expect(decideAll({ members: gone }).plan.members.get(ANN)).not.toHaveProperty('userGoneAt');
  });

  it('is created again for a new sale', () => {
    const { plan } = decideAll({ members }, { mayRecreate: true });
    expect(plan.newUsers).toHaveLength(1);
    expect(plan.members.get(ANN)).toMatchObject({ userId: plan.newUsers[0]?.id, userGoneAt: null });
  });
});

describe('the site’s own code', () => {
  it('is asked about what was bought, before anything is decided', () => {
    expect(() => decideAll({ answers: new Map() })).toThrow(UnansweredError);
    try {
      decideAll({ answers: new Map() });
    } catch (error) {
      expect((error as UnansweredError).questions).toEqual([
        {
          memberId: ANN,
          email: 'ann@example.com',
          firstName: 'Ann',
          lastName: null,
          purchases: [{ productId: 'P', productName: 'Baking', pricePoint: '1' }],
          isTest: false,
        },
      ]);
    }
  });

  it('may add fields, or want no account', () => {
    const fields = { nickname: 'Annie' };
    const answered = decideAll({ answers: new Map([[ANN, { type: 'create', fields }]]) });
    expect(answered.plan.newUsers).toMatchObject([{ fields }]);
    const vetoed = decideAll({ answers: new Map([[ANN, { type: 'veto', why: 'no' }]]) });
    expect(vetoed.plan.newUsers).toEqual([]);
    expect(vetoed.results[0]).toMatchObject({ account: { status: 'vetoed', veto: 'no' } });
  });
});

describe('a role', () => {
  const known = (told: Partial<AccessWorld>, roleId = DEFAULT) =>
    decideAll({
      members: [memberRow({ userId: USER, standingRoleId: DEFAULT })],
      users: [siteUser({ roleId })],
      ...told,
    });

  it('that may not be sold is not given', () => {
    const refusals = new Map([[GOLD, 'manages-users' as const]]);
    expect(() => known({ refusals })).toThrow('cannot be given');
    expect(() => decideAll({ refusals })).toThrow('cannot be given');
  });

  it('of staff is left', () => {
    expect(known({}, STAFF).plan.roles).toEqual([]);
  });

  it('given by hand in between is replaced, with a line about it', () => {
    const { plan } = known({}, SILVER);
    expect(plan.activities).toMatchObject([
      { code: 'access.changed', values: { before: 'Silver', after: 'Gold' } },
      { code: 'drift.ended', values: { role: 'Silver', level: 'Gold' } },
    ]);
    expect(known({}).plan.activities).toHaveLength(1);
  });

  it('row too many is taken away, and nothing is told', () => {
    const user = siteUser({ roleId: GOLD, hasSeveralRoles: true });
    const { plan } = known({ users: [user] });
    expect(plan.roles).toEqual([{ user, roleId: GOLD }]);
    expect(plan.events).toEqual([]);
  });
});

it('those who share an account see what the others of this go bought', () => {
  const members = [memberRow({ userId: USER }), memberRow({ id: BEN, userId: USER })];
  const mappings = [mapping([GOLD]), mapping([SILVER], { id: 8, productId: 'S' })];
  const { results, plan } = decideAll(
    {
      members,
      rules: { ...RULES, mappings },
      users: [siteUser({ roleId: GOLD })],
      entitlements: [
        entitlementRow({ state: 'ended', reason: 'refunded' }),
        entitlementRow({ id: 71, memberId: BEN, productId: 'S', roleIds: [SILVER] }),
      ],
    },
    { all: [BEN, ANN] }
  );
  expect(results.map(({ levels }) => levels)).toEqual([[SILVER], [SILVER]]);
  expect(plan.roles).toMatchObject([{ user: { id: USER }, roleId: SILVER }]);
  expect(plan.members.get(ANN)).toMatchObject({ levels: [SILVER], accessState: 'ended' });
});

it('levels beside the role are told of by whoever changed them, not by a webhook', () => {
  const told = {
    members: [memberRow({ userId: USER, levelRoleId: GOLD, levels: [GOLD] })],
    users: [siteUser({ roleId: GOLD })],
    rules: { ...RULES, mappings: [mapping([GOLD, SILVER])] },
  };
  const byAdmin = decideAll(told, { cause: { webhookLogId: null, actor: 'Kim' } });
  expect(byAdmin.plan.activities).toMatchObject([
    {
      code: 'access.levels-changed',
      actor: 'Kim',
      values: { before: 'Gold', after: 'Gold + Silver' },
    },
  ]);
  expect(decideAll(told).plan.activities).toEqual([]);
});

it('an entitlement that the rules see otherwise by now is changed', () => {
  const outdated = entitlementRow({ roleIds: [SILVER], mappingId: 3 });
  const { plan } = decideAll({ entitlements: [outdated] });
  expect(plan.entitlements).toEqual([{ ...outdated, roleIds: [GOLD], mappingId: 7 }]);
  expect(decideAll({}).plan.entitlements).toEqual([]);
});

it('one that was derived by these rules just now is not looked at again', () => {
  const outdated = entitlementRow({ roleIds: [SILVER], mappingId: 3 });
  const { plan } = decideAll({ entitlements: [outdated], derived: new Set([outdated]) });
  expect(plan.entitlements).toEqual([]);
});
