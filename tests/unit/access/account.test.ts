/** Which account a member has, gets, or waits for. */
import {
  planAccount,
  roleHeldBefore,
  statusOf,
  type AccountAlike,
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
    alike: [],
    mustBeProved: false,
    needsAccount: true,
    mayRecreate: false,
    ...told,
  });

const none = (status: string, user?: string) => ({
  step: 'none',
  status,
  ...(user ? { user } : {}),
});
/** An account of the site with exactly their address, which nobody proved. */
const account = (user: string, told: Partial<AccountAlike<string>> = {}): AccountAlike<string> => ({
  ...{ user, isExact: true, isConfirmed: false, isAnothers: false, isProved: false },
  ...told,
});
const HERS = [account('hers')];
const CREATED = { step: 'create', address: 'ann@example.com' };

it.each<[string, Partial<Facts>, object]>([
  ['the one they have', { user: 'hers', isTied: true }, { step: 'keep', user: 'hers' }],
  ['of a test too', { user: 'its', isTest: true }, { step: 'keep', user: 'its' }],
  ['the one with their address', { alike: HERS }, { step: 'tie', user: 'hers', isProved: false }],
  [
    'not one that is another member’s',
    { alike: [account('his', { isAnothers: true })] },
    none('two-people', 'his'),
  ],
  [
    'one that needs none is tied too',
    { alike: HERS, needsAccount: false },
    { step: 'tie', user: 'hers', isProved: false },
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
  expect(plan({ isTest: true, alike: HERS })).toEqual(none('untrusted-address'));
});

describe('several accounts that answer to the address', () => {
  const named = account('stranger', { isExact: false });
  const google = account('google', { isConfirmed: true });
  const facebook = account('facebook', { isConfirmed: true });

  it('another account’s username, or a look-alike: nothing is created that could never sign in', () => {
    expect(plan({ alike: [named] })).toEqual(none('address-in-the-way', 'stranger'));
    expect(plan({ alike: [named], isTied: true, mayRecreate: true })).toEqual(
      none('address-in-the-way', 'stranger')
    );
  });

  it('where nothing needs an account, nothing is in the way of it', () => {
    expect(plan({ alike: [named], needsAccount: false })).toEqual(none('none'));
  });

  it('the account with exactly this address comes before such a name, a confirmed one before others', () => {
    expect(plan({ alike: [named, ...HERS] })).toEqual({
      step: 'tie',
      user: 'hers',
      isProved: false,
    });
    expect(plan({ alike: [...HERS, google] })).toEqual({
      step: 'tie',
      user: 'google',
      isProved: false,
    });
    expect(plan({ alike: [account('x', { isAnothers: true }), google] })).toEqual({
      ...{ step: 'tie', user: 'google', isProved: false },
    });
  });

  it('of several alike a person decides', () => {
    const two = [account('one'), account('two')];
    expect(plan({ alike: two })).toEqual(none('address-in-the-way', 'one'));
    expect(plan({ alike: [...HERS, google, facebook] })).toEqual(
      none('address-in-the-way', 'google')
    );
  });

  it('a deleted account is not created again for an ending, whatever is in the way', () => {
    expect(plan({ alike: [named], isTied: true })).toEqual(none('deleted'));
  });

  it('of a test, none of them is touched', () => {
    expect(plan({ alike: [named], isTest: true })).toEqual(none('untrusted-address'));
  });
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
    expect(plan({ isTied: true, alike: HERS })).toEqual({
      step: 'tie',
      user: 'hers',
      isProved: false,
    });
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

it('of several confirmed ones none is chosen, also where one is known to be the buyer’s', () => {
  const stranger = account('stranger', { isConfirmed: true });
  const google = account('google', { isConfirmed: true, isProved: true });
  expect(plan({ alike: [stranger, google] })).toEqual(none('address-in-the-way', 'stranger'));
});

describe('an account that was there before, on a site that wants it proved', () => {
  const told = { mustBeProved: true };

  it('waits for its owner', () => {
    expect(plan({ ...told, alike: HERS })).toEqual(none('unclaimed', 'hers'));
  });

  it('is hers once it was proved', () => {
    expect(plan({ ...told, alike: [account('hers', { isProved: true })] })).toEqual({
      ...{ step: 'tie', user: 'hers', isProved: true },
    });
  });

  it('asks for nothing where nothing is due', () => {
    expect(plan({ ...told, alike: HERS, needsAccount: false })).toEqual(none('none'));
  });

  it('stays the one they have', () => {
    expect(plan({ ...told, user: 'hers', isTied: true })).toEqual({ step: 'keep', user: 'hers' });
  });

  it('another member’s is decided about by a person', () => {
    const his = account('his', { isAnothers: true, isProved: true });
    expect(plan({ ...told, alike: [his] })).toEqual(none('two-people', 'his'));
  });
});
