/** First what is true of the account, where purchases say something else (RULES M10). */
import type { ExplainInput } from '../../../server/src/core/access/explain-sources';
import { explain, GOLD, linesOf, purchase } from '../../builders/explanation';

const BOUGHT = purchase('9410021');
const BECAUSE = 'Gold because of order 9410021 (Meal Plan, bought 3 May 2026).';
const JUNE_5 = '2026-06-05T12:00:00.000Z';

const inRole = (roleName: string | null, blocked = false) => ({
  user: { roleId: 9, roleName, blocked },
});

/** What stands before the reason for the level. */
function first(change: Partial<ExplainInput>): string[] {
  const said = explain({ purchases: [BOUGHT], ...change });
  const end = said.findIndex((sentence) => sentence.includes('because of order 9410021'));
  return said.slice(0, end < 0 ? 1 : end);
}

describe('an account that has what purchases give', () => {
  it.each<[string, Partial<ExplainInput>]>([
    ['the level', inRole('Gold')],
    ['an account that is not there yet', {}],
  ])('%s: nothing more is said', (_name, change) => {
    expect(first(change)).toEqual([]);
  });

  it('the fallback where nothing was bought', () => {
    expect(explain({ ...inRole('Authenticated') })).toEqual([
      'Authenticated, the fallback level: no purchase gives an access level now.',
    ]);
  });
});

describe('an account that has something else', () => {
  it.each<[string, Partial<ExplainInput>, string]>([
    [
      'a staff role',
      { ...inRole('Editor'), isProtected: true },
      'Editor, a staff role that is never changed. Purchases would give Gold.',
    ],
    [
      'another level, by hand',
      { ...inRole('Silver'), changedByHandAt: JUNE_5 },
      'Silver, changed by hand on 5 June 2026; purchases give Gold.',
    ],
    [
      'another level, since an unknown day',
      inRole('Silver'),
      'Silver, changed by hand; purchases give Gold.',
    ],
    [
      'no role',
      { ...inRole(null), changedByHandAt: JUNE_5 },
      'No role, changed by hand on 5 June 2026; purchases give Gold.',
    ],
    [
      'a level that no purchase gives',
      { ...inRole('Gold'), purchases: [] },
      'Gold, changed by hand; purchases give Authenticated.',
    ],
    [
      'a level, and nothing is due',
      { ...inRole('Gold'), purchases: [], fallback: null },
      'Gold, changed by hand; purchases give nothing.',
    ],
    ['the level, but blocked', inRole('Gold', true), 'Blocked in Strapi; would have Gold.'],
    [
      'an address that was not confirmed',
      { ...inRole('Authenticated'), heldReason: 'unconfirmed-account' },
      'The e-mail address is not confirmed, and this site asks for it; Gold waits.',
    ],
  ])('%s', (_name, change, said) => {
    expect(first(change)).toEqual([said]);
  });

  it('changed by hand and blocked are two sentences', () => {
    expect(first(inRole('Silver', true))).toEqual([
      'Silver, changed by hand; purchases give Gold.',
      'Blocked in Strapi; would have Gold.',
    ]);
  });

  it('of staff nothing else is said', () => {
    expect(first({ ...inRole('Editor', true), isProtected: true })).toHaveLength(1);
  });
});

describe('an account that was deleted', () => {
  const gone = { userGoneAt: JUNE_5, heldReason: 'account-deleted' } as const;

  it('is said, with what waits', () => {
    expect(first(gone)).toEqual(['The account was deleted on 5 June 2026; Gold waits.']);
  });

  it.each<[string, Partial<ExplainInput>]>([
    ['nothing waits for it', { ...gone, heldReason: null }],
    ['something else is in the way', { ...gone, heldReason: 'incomplete' }],
    ['nobody knows since when', { ...gone, userGoneAt: null }],
  ])('is not said where %s', (_name, change) => {
    expect(first(change)).toEqual([]);
  });
});

describe('a stuck purchase', () => {
  const stuck = purchase('9410022', { stuck: 'waiting', roleIds: [GOLD] });

  it('is why the role is another one, so no one changed it by hand', () => {
    expect(explain({ purchases: [stuck], ...inRole('Authenticated') })[0]).toBe(
      'Authenticated, the fallback level, as long as a purchase is stuck.'
    );
    expect(first({ purchases: [stuck, BOUGHT], ...inRole('Silver') })).toEqual([]);
  });

  it('does not hide that the role was seen to be changed by hand', () => {
    expect(
      first({ purchases: [stuck, BOUGHT], ...inRole('Silver'), changedByHandAt: JUNE_5 })
    ).toEqual(['Silver, changed by hand on 5 June 2026; purchases give Gold.']);
  });
});

it('the reason comes after it, and the values are those that a panel needs', () => {
  const [line, now] = linesOf({
    purchases: [BOUGHT],
    ...inRole('Silver'),
    changedByHandAt: JUNE_5,
  });
  expect(now?.text).toBe(BECAUSE);
  expect(line).toMatchObject({
    code: 'explain.by-hand',
    values: { role: 'Silver', level: 'Gold', changedAt: JUNE_5 },
    webhookLogIds: [],
  });
});
