/** Which account a member has, gets, or waits for. */
import {
  planAccount,
  roleHeldBefore,
  statusOf,
  type AccountFacts,
} from '../../../server/src/core/access/account';
import { siteOf } from '../../../server/src/core/rules/rules';
import { DEFAULT, FORMER, GOLD, PUBLIC, RULES } from '../../builders/member';

type Facts = AccountFacts<string, string>;

/** Somebody who bought something, has an address, and was never here. */
const plan = (told: Partial<Facts>) =>
  planAccount<string, string>({
    isTest: false,
    isTied: false,
    user: null,
    address: 'ann@example.com',
    found: null,
    isAnothers: false,
    needsAccount: true,
    mayRecreate: false,
    ...told,
  });

const none = (status: string) => ({ step: 'none', status });
const CREATED = { step: 'create', address: 'ann@example.com' };

it.each<[string, Partial<Facts>, object]>([
  ['the one they have', { user: 'hers', isTied: true }, { step: 'keep', user: 'hers' }],
  ['of a test too', { user: 'its', isTest: true }, { step: 'keep', user: 'its' }],
  ['the one with their address', { found: 'hers' }, { step: 'tie', user: 'hers' }],
  [
    'not one that is another member’s',
    { found: 'his', isAnothers: true },
    none('untrusted-address'),
  ],
  [
    'one that needs none is tied too',
    { found: 'hers', needsAccount: false },
    { step: 'tie', user: 'hers' },
  ],
  ['a new one', {}, CREATED],
  ['none where nothing needs one', { needsAccount: false }, none('none')],
  ['none without an address', { address: null }, none('no-address')],
  [
    'nothing needs one: no address is missing',
    { address: null, needsAccount: false },
    none('none'),
  ],
])('%s', (_rule, told, expected) => {
  expect(plan(told)).toEqual(expected);
});

it('test member never tied to a real account', () => {
  expect(plan({ isTest: true, found: 'hers' })).toEqual(none('untrusted-address'));
});

describe('after a deletion by hand', () => {
  it('nothing is created, whatever is due', () => {
    expect(plan({ isTied: true })).toEqual(none('deleted'));
    expect(plan({ isTied: true, needsAccount: false })).toEqual(none('deleted'));
  });

  it('a new sale creates anew', () => {
    expect(plan({ isTied: true, mayRecreate: true })).toEqual(CREATED);
  });

  it('whoever registered again is tied again', () => {
    expect(plan({ isTied: true, found: 'hers' })).toEqual({ step: 'tie', user: 'hers' });
  });
});

it.each([
  [true, true, 'ready'],
  [true, false, 'unconfirmed'],
  [false, false, 'ready'],
])('the site asks for a confirmation: %s; confirmed: %s → %s', (asks, confirmed, status) => {
  expect(statusOf({ confirmed }, { requiresConfirmation: asks })).toBe(status);
});

it('a role that everybody starts with was not held before', () => {
  const site = siteOf({ ...RULES, fallbackRoleId: FORMER });
  const held = [null, DEFAULT, PUBLIC, FORMER, GOLD].map((roleId) =>
    roleHeldBefore({ roleId }, site)
  );
  expect(held).toEqual([null, null, null, null, GOLD]);
});
