/** Whose account it is: only what the owner of the mailbox alone can have done counts (TRUST 2). */
import { isProved, PROOFS, type ProofKind } from '../../../server/src/core/access/proof';
import {
  asksAboutAccounts,
  existingAccountsOf,
} from '../../../server/src/core/rules/existing-accounts';
import { isStaff } from '../../../server/src/core/rules/rules';
import { DEFAULT, GOLD, PUBLIC, RULES, STAFF } from '../../builders/member';

const FIRST_EVENT = 1000;
const local = { provider: 'local' };
const by = (kind: ProofKind, at: number) => isProved(local, { kind, at }, FIRST_EVENT);

it('an account that anyone could have registered proves nothing', () => {
  expect(isProved(local, null, FIRST_EVENT)).toBe(false);
  expect(isProved({ provider: null }, null, FIRST_EVENT)).toBe(false);
});

it.each(PROOFS.filter((kind) => kind !== 'confirmed'))('%s counts whenever it was', (kind) => {
  expect([by(kind, FIRST_EVENT - 1), by(kind, FIRST_EVENT), by(kind, FIRST_EVENT + 1)]).toEqual([
    ...[true, true, true],
  ]);
});

it('a confirmation counts only before the first event: later, the buyer may have clicked for a stranger', () => {
  expect(by('confirmed', FIRST_EVENT - 1)).toBe(true);
  expect(by('confirmed', FIRST_EVENT)).toBe(false);
});

it.each([
  ['google', true],
  ['github', true],
  ['linkedin', true],
  ['discord', false],
  ['facebook', false],
  ['microsoft', false],
])('a sign-in with %s: %s', (provider, expected) => {
  expect(isProved({ provider }, null, FIRST_EVENT)).toBe(expected);
});

it.each([
  [null, true, false, true],
  [null, false, false, false],
  [null, true, true, false],
  ['give', true, false, false],
  ['claim', true, false, false],
] as const)(
  'chosen %s, registration open %s, confirmation %s: asks %s',
  (existingAccounts, isRegistrationOpen, requiresConfirmation, expected) => {
    const site = { existingAccounts, isRegistrationOpen, requiresConfirmation };
    expect(asksAboutAccounts(site)).toBe(expected);
  }
);

it('gives until the owner chose', () => {
  expect(existingAccountsOf({ existingAccounts: null })).toBe('give');
  expect(existingAccountsOf({ existingAccounts: 'claim' })).toBe('claim');
});

it('staff are in a role that is neither sold nor everybody’s first', () => {
  const inRole = (roleId: number | null) => isStaff({ roleId }, RULES);
  expect([STAFF, GOLD, DEFAULT, PUBLIC, null].map(inRole)).toEqual([
    ...[true, false, false, false, false],
  ]);
});
