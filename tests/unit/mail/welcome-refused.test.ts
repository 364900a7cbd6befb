/** Whom a welcome mail has nothing to say to. */
import { whyNoWelcome } from '../../../server/src/core/mail/welcome';

type Known = Parameters<typeof whyNoWelcome>[0];
const member = { isTest: false, erasedAt: null };
const user = { email: 'ann@example.com', blocked: false, hasPassword: false };
const why = (told: Partial<Known>) =>
  whyNoWelcome({ member, user, isResent: false, isOn: true, ...told });

it('a member who needs a password gets it', () => {
  expect(why({})).toBeNull();
});

it('no welcome mail where a password exists', () => {
  expect(why({ user: { ...user, hasPassword: true } })).toBe('has-password');
});

it('unless an administrator sends it again', () => {
  expect(why({ user: { ...user, hasPassword: true }, isResent: true })).toBeNull();
  expect(why({ isOn: false, isResent: true })).toBeNull();
});

it.each<[string, Partial<Known>]>([
  ['member-gone', { member: null }],
  ['member-gone', { member: { ...member, isTest: true } }],
  ['member-gone', { member: { ...member, erasedAt: 1 }, isResent: true }],
  ['account-gone', { user: null }],
  ['account-gone', { user: { ...user, email: null } }],
  ['account-gone', { user: { ...user, email: '' } }],
  ['account-blocked', { user: { ...user, blocked: true }, isResent: true }],
  ['turned-off', { isOn: false }],
])('%s: %j', (reason, told) => {
  expect(why(told)).toBe(reason);
});
