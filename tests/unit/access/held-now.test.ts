/** What `/me` and `has-access` say that a user holds, from all that counts for the account. */
import { levelsNow, type UserWorld } from '../../../server/src/core/access/held-now';
import { RULES_VERSION } from '../../../server/src/core/access/new-rules';
import {
  ANN,
  BEN,
  DEFAULT,
  denial,
  GOLD,
  grant,
  heldBefore,
  KETO,
  NOW,
  SILVER,
  USER,
} from '../../builders/member';

const level = (roleId: number, name: string, rank: number) => ({
  roleId,
  name,
  type: name.toLowerCase(),
  rank,
});
const LEVELS = [level(GOLD, 'Gold', 1), level(SILVER, 'Silver', 2), level(KETO, 'Keto', 3)];

type Row = UserWorld['entitlements'][number];
const bought = (roleIds: readonly number[], told: Partial<Row> = {}): Row => ({
  memberId: ANN,
  roleIds,
  state: 'active',
  reason: null,
  endsAt: null,
  outlook: null,
  ...told,
});
const member = (id: number, rulesVersion: number | null = RULES_VERSION) => ({ id, rulesVersion });

/** Ann, in the default role, who has nothing. */
const held = (told: Partial<UserWorld>): string[] =>
  levelsNow({
    userId: USER,
    status: 'ready',
    roleId: DEFAULT,
    levels: LEVELS,
    members: [member(ANN)],
    entitlements: [],
    overrides: [],
    now: NOW,
    ...told,
  }).map(({ name, state, until }) =>
    until === null ? `${name} ${state}` : `${name} ${state} ${until}`
  );

describe('the set', () => {
  it('holds the role and every level beneath it', () => {
    const entitlements = [bought([KETO, GOLD]), bought([SILVER])];
    expect(held({ roleId: GOLD, entitlements })).toEqual([
      'Gold active',
      'Silver active',
      'Keto active',
    ]);
  });

  it('of whoever has a level’s role holds it, wherever it came from', () => {
    expect(held({ roleId: SILVER })).toEqual(['Silver active']);
    expect(held({ roleId: null })).toEqual([]);
  });

  it.each([
    ['active', 'Gold active'],
    ['completed', 'Gold completed'],
    ['past-due', 'Gold past-due'],
    ['leaving', 'Gold leaving'],
  ] as const)('tells the state of the purchase: %s', (state, said) => {
    expect(held({ roleId: GOLD, entitlements: [bought([GOLD], { state })] })).toEqual([said]);
  });

  it('tells what was given by hand as given, until its end', () => {
    expect(held({ overrides: [grant(SILVER)] })).toEqual(['Silver given']);
    expect(held({ overrides: [grant(SILVER, { until: NOW + 5 })] })).toEqual([
      `Silver given ${NOW + 5}`,
    ]);
    expect(held({ overrides: [grant(null)] })).toEqual([]);
  });

  it('holds nothing that is suspended or ended', () => {
    const entitlements = [
      bought([GOLD], { state: 'past-due', reason: 'suspended' }),
      bought([SILVER], { state: 'ended' }),
    ];
    expect(held({ entitlements })).toEqual([]);
  });

  it('holds nothing that is denied, by a denial of the level or of all', () => {
    const entitlements = [bought([GOLD]), bought([SILVER])];
    expect(held({ entitlements, overrides: [denial(GOLD)] })).toEqual(['Silver active']);
    expect(held({ entitlements, overrides: [denial(null)] })).toEqual([]);
  });
});

describe('held before Kartra', () => {
  it('is held beneath a higher level that was bought, and was given by no administrator', () => {
    const told = { roleId: GOLD, entitlements: [bought([GOLD])] };
    expect(held({ ...told, overrides: [heldBefore(SILVER)] })).toEqual([
      'Gold active',
      'Silver active',
    ]);
  });

  it('counts for its account only', () => {
    expect(held({ overrides: [heldBefore(SILVER, { userId: 501 })] })).toEqual([]);
  });

  it('does not count where a purchase, though it ended, explains the level', () => {
    const entitlements = [bought([SILVER], { state: 'ended' })];
    expect(held({ entitlements, overrides: [heldBefore(SILVER)] })).toEqual([]);
  });
});

describe('unconfirmed account in has-access and /me', () => {
  it('opens what its own role does, and nothing that it waits for', () => {
    const told = { status: 'unconfirmed', entitlements: [bought([GOLD])] } as const;
    expect(held(told)).toEqual([]);
    expect(held({ ...told, roleId: SILVER })).toEqual(['Silver active']);
  });
});

describe('what ended this very moment', () => {
  it.each([
    ['a moment before', NOW + 1, [`Gold leaving ${NOW + 1}`]],
    ['at its end', NOW, []],
  ])('%s, also where the role was not taken yet', (_when, endsAt, expected) => {
    const entitlements = [bought([GOLD], { state: 'leaving', endsAt })];
    expect(held({ roleId: GOLD, entitlements })).toEqual(expected);
  });

  it('takes no other level', () => {
    const entitlements = [bought([GOLD], { endsAt: NOW })];
    expect(held({ roleId: SILVER, entitlements })).toEqual(['Silver active']);
  });

  it('of an override, a gift and a denial alike', () => {
    const overrides = [grant(KETO, { until: NOW }), denial(GOLD, { until: NOW })];
    expect(held({ overrides, entitlements: [bought([GOLD])] })).toEqual(['Gold active']);
  });

  it('nothing ends by itself for those who wait for the answer about new rules', () => {
    const told = {
      members: [member(ANN, null), member(BEN)],
      entitlements: [
        bought([GOLD], { endsAt: NOW - 1 }),
        bought([KETO], { memberId: BEN, endsAt: NOW - 1 }),
      ],
    };
    expect(held(told)).toEqual([`Gold active ${NOW - 1}`]);
    expect(held({ ...told, overrides: [denial(GOLD, { until: NOW - 1 })] })).toEqual([]);
  });
});
