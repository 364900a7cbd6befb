import {
  bestState,
  stateOfMember,
  type StateInput,
} from '../../../server/src/core/access/member-state';

const GOLD = 5;
const SILVER = 6;

type Purchase = StateInput['purchases'][number];

const purchase = (change: Partial<Purchase> = {}): Purchase => ({
  roleIds: [GOLD],
  state: 'active',
  reason: null,
  endsAt: null,
  ...change,
});
const grant = { effect: 'grant', roleId: GOLD, until: null } as const;
const deny = { effect: 'deny', roleId: GOLD, until: 700 } as const;

function read(change: Partial<StateInput>) {
  const { state, until } = stateOfMember({
    heldReason: null,
    levelRoleId: GOLD,
    accessState: 'active',
    purchases: [purchase()],
    overrides: [],
    ...change,
  });
  return until === null ? state : `${state} until ${until}`;
}

describe('what matters most about a member', () => {
  const leaving = purchase({ state: 'leaving', endsAt: 300 });
  const suspended = purchase({ state: 'past-due', reason: 'suspended' });

  it.each<[string, Partial<StateInput>]>([
    ['active', {}],
    ['active until 900', { purchases: [purchase({ endsAt: 900 })] }],
    ['past-due until 400', { purchases: [purchase({ state: 'past-due', endsAt: 400 })] }],
    ['leaving until 300', { purchases: [leaving] }],
    ['leaving until 500', { purchases: [leaving, purchase({ state: 'leaving', endsAt: 500 })] }],
    ['leaving', { purchases: [leaving, purchase({ state: 'leaving' })] }],
    ['active', { purchases: [leaving, purchase()] }],
    ['leaving until 300', { purchases: [leaving, purchase({ roleIds: [SILVER] })] }],
    ['given', { purchases: [purchase({ state: 'ended' })], overrides: [grant] }],
    ['given until 800', { purchases: [], overrides: [{ ...grant, until: 800 }] }],
    ['given', { purchases: [suspended], overrides: [grant] }],
    ['given until 800', { purchases: [], overrides: [{ ...grant, until: 800 }, deny] }],
    [
      'given until 800',
      {
        purchases: [],
        overrides: [
          { ...grant, until: 800 },
          { ...grant, roleId: SILVER },
        ],
      },
    ],
    ['given', { purchases: [], overrides: [{ ...grant, until: 800 }, grant] }],
    ['given', { purchases: [], overrides: [] }],
    ['active', { purchases: [leaving, purchase({ state: 'completed' }), purchase()] }],
    ['completed', { purchases: [leaving, purchase({ state: 'completed' })] }],
    ['past-due until 400', { purchases: [leaving, purchase({ state: 'past-due', endsAt: 400 })] }],
    ['denied until 700', { levelRoleId: null, overrides: [deny] }],
    ['denied until 700', { levelRoleId: null, overrides: [deny, grant] }],
    ['none', { levelRoleId: null, overrides: [grant] }],
    ['ended', { levelRoleId: null, accessState: 'ended', purchases: [] }],
    ['past-due', { levelRoleId: null, accessState: 'past-due', purchases: [suspended] }],
    ['none', { levelRoleId: null, accessState: 'none', purchases: [] }],
    ['none', { levelRoleId: null }],
    ['held', { heldReason: 'account-deleted', overrides: [deny] }],
    ['staff', { heldReason: 'protected-role' }],
  ])('is %s for %j', (expected, change) => {
    expect(read(change)).toBe(expected);
  });
});

describe('the best state of several purchases', () => {
  it.each<[string, readonly Purchase['state'][]]>([
    ['none', []],
    ['ended', ['ended']],
    ['leaving', ['ended', 'leaving']],
    ['past-due', ['leaving', 'past-due', 'ended']],
    ['completed', ['past-due', 'completed', 'leaving']],
    ['active', ['ended', 'leaving', 'past-due', 'completed', 'active']],
  ])('%s', (best, states) => {
    expect(bestState(states.map((state) => ({ state })))).toBe(best);
  });
});
