/** What `/me` and `has-access` answer from. */
import {
  heldLevels,
  meets,
  type Grant,
  type HeldState,
  type Level,
  type Requirement,
} from '../../../server/src/core/access/held-levels';
import { NOTHING_EXPECTED } from '../../../server/src/core/entitlements/outlook';

const level = (roleId: number, name: string, rank: number): Level => ({
  roleId,
  name,
  type: name.toLowerCase(),
  rank,
});
const GOLD = level(11, 'Gold', 1);
const SILVER = level(12, 'Silver', 2);
const KETO = level(13, 'Keto', 3);
const LEVELS = [KETO, SILVER, GOLD];

const grant = (
  { roleId }: Level,
  state: HeldState = 'active',
  until: number | null = null
): Grant => ({ roleId, state, until, outlook: null });

const told = (grants: readonly Grant[]) =>
  heldLevels(LEVELS, grants).map(({ name, state, until }) =>
    until === null ? `${name} ${state}` : `${name} ${state} until ${until}`
  );

describe('order of levels held', () => {
  it('the highest is first, in whatever order they were given', () => {
    expect(told([grant(KETO), grant(GOLD), grant(SILVER)])).toEqual([
      'Gold active',
      'Silver active',
      'Keto active',
    ]);
  });

  it('the order of all levels stays as it was', () => {
    const levels = [KETO, GOLD];
    heldLevels(levels, []);
    expect(levels).toEqual([KETO, GOLD]);
  });

  it('what gives no level holds none', () => {
    expect(told([{ ...grant(GOLD), roleId: 99 }])).toEqual([]);
    expect(told([])).toEqual([]);
  });
});

describe('order of states: of several grants of one level the best counts', () => {
  const STATES: HeldState[] = ['active', 'completed', 'given', 'past-due', 'leaving'];

  it.each(STATES.slice(1).map((worse, at) => [STATES[at], worse] as const))(
    '%s before %s',
    (better, worse) => {
      for (const states of [
        [better, worse],
        [worse, better],
      ]) {
        const grants = states.map((state) => grant(GOLD, state));
        expect(told(grants)).toEqual([`Gold ${better}`]);
      }
    }
  );

  it.each([
    ['the later end', [5, 9, 7], 'Gold leaving until 9'],
    ['one without an end before any date', [5, null, 9], 'Gold leaving'],
  ])('of one state: %s', (_rule, ends, expected) => {
    expect(told(ends.map((until) => grant(GOLD, 'leaving', until)))).toEqual([expected]);
  });

  it('a better state counts though it ends sooner', () => {
    const grants = [grant(GOLD, 'leaving', 9), grant(GOLD, 'active', 5)];
    expect(told(grants)).toEqual(['Gold active until 5']);
  });
});

it('a level is told with what its payments let expect', () => {
  const outlook = { ...NOTHING_EXPECTED, nextPaymentOn: '2026-06-03 10:00:00' };
  expect(heldLevels(LEVELS, [{ ...grant(SILVER), outlook }])).toEqual([
    { ...SILVER, state: 'active', until: null, outlook },
  ]);
});

describe('whether they meet a requirement', () => {
  const holds = (...levels: Level[]) =>
    heldLevels(
      LEVELS,
      levels.map((one) => grant(one))
    );

  it.each<[string, Level[], Requirement, boolean]>([
    ['any of the named levels will do', [KETO], { anyOf: ['gold', 'keto'] }, true],
    ['another one will not', [SILVER], { anyOf: ['gold', 'keto'] }, false],
    ['none of no levels', [GOLD], { anyOf: [] }, false],
    ['a higher one than the lowest that will do', [GOLD], { atLeast: 'silver' }, true],
    ['the lowest itself', [SILVER], { atLeast: 'silver' }, true],
    ['not a lower one', [KETO], { atLeast: 'silver' }, false],
    ['a lower one beside a higher one', [KETO, GOLD], { atLeast: 'silver' }, true],
    ['both parts are met', [GOLD, KETO], { anyOf: ['keto'], atLeast: 'silver' }, true],
    ['only the first is', [KETO], { anyOf: ['keto'], atLeast: 'silver' }, false],
    ['only the second is', [GOLD], { anyOf: ['keto'], atLeast: 'silver' }, false],
    ['no one meets an unknown level', [GOLD], { atLeast: 'platinum' }, false],
    ['no one is in an unknown level', [GOLD], { anyOf: ['platinum'] }, false],
    ['holding nothing meets nothing', [], { anyOf: ['gold'] }, false],
    ['nothing required is met by no one', [GOLD], {}, false],
  ])('%s', (_rule, levels, requirement, met) => {
    expect(meets(holds(...levels), LEVELS, requirement)).toBe(met);
  });
});
