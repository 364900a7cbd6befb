/** What a buyer is mailed about an account that was there before, and when a link may open it. */
import {
  accountInMail,
  claimMailOf,
  dateInMail,
  lengthProblem,
  renderClaimMail,
  signsInHere,
  type ClaimFacts,
  type ClaimMail,
} from '../../../server/src/core/mail/claim';
import { renderClaimPage } from '../../../server/src/core/mail/claim-page';
import { PAGE_LANGUAGES } from '../../../server/src/core/mail/link-page';
import de from '../../../texts/claims/de.json';
import en from '../../../texts/claims/en.json';
import es from '../../../texts/claims/es.json';

type Member = NonNullable<ClaimFacts['member']>;
type User = NonNullable<ClaimFacts['user']>;

const mailOf = (member: Partial<Member> | null, user: Partial<User> | null = {}) =>
  claimMailOf({
    member: member && {
      ...{ isTest: false, erasedAt: null, userId: 5, isAccountUnproved: true, waits: false },
      ...member,
    },
    user: user && {
      ...{ id: 5, provider: 'local', blocked: false, isOwnAddress: true, isStaff: false },
      ...user,
    },
  });

it.each<[string, Partial<Member> | null, Partial<User> | null, ClaimMail | null]>([
  ['it was given the level at once', {}, {}, 'given'],
  ['it waits to be proved', { userId: null, isAccountUnproved: false, waits: true }, {}, 'waits'],
  ['it signs in with a provider', { waits: true }, { provider: 'discord' }, 'provider'],
  ['so does one with the level', {}, { provider: 'discord' }, 'provider-given'],
  ['it was proved by now', { isAccountUnproved: false }, {}, null],
  ['it is not theirs any more', { userId: 6 }, {}, null],
  ['its address is another one by now', { waits: true }, { isOwnAddress: false }, null],
  ['it is blocked', { waits: true }, { blocked: true }, null],
  ['it became staff', { waits: true }, { isStaff: true }, null],
  ['it is gone', { waits: true }, null, null],
  ['the member is gone', null, {}, null],
  ['the member is a test', { isTest: true, waits: true }, {}, null],
  ['the member was erased', { erasedAt: 1, waits: true }, {}, null],
])('%s', (_name, member, user, expected) => {
  expect(mailOf(member, user)).toBe(expected);
});

it('an account of no provider has its password here', () => {
  expect([null, 'local', 'google'].map((provider) => signsInHere({ provider }))).toEqual([
    ...[true, true, false],
  ]);
});

it('a username that a stranger chose becomes no link: the buyer’s own address takes its place', () => {
  const email = 'ann@example.com';
  expect(accountInMail({ username: 'att', email })).toBe('att');
  expect(accountInMail({ username: 'Win now: evil.example', email })).toBe(email);
  expect(accountInMail({ username: 'ann@example.com', email: null })).toBe('');
});

it('dates are those of the language', () => {
  const at = Date.parse('2026-05-03T23:59:59Z');
  expect(PAGE_LANGUAGES.map((language) => dateInMail(at, language))).toEqual([
    ...['May 3, 2026', '3. Mai 2026', '3 de mayo de 2026'],
  ]);
});

const VALUES = {
  name: 'Ann',
  site: 'members.example.com',
  product: 'Meal Plan',
  level: 'Gold',
  account: 'att',
  registered: 'May 3, 2026',
  provider: 'discord',
  link: 'https://members.example.com/api/kartra/claim-link/abc',
};

describe.each(PAGE_LANGUAGES)('in %s', (language) => {
  it.each<ClaimMail>(['waits', 'given', 'provider', 'provider-given'])(
    '%s leaves no placeholder',
    (kind) => {
      const { subject, text, html } = renderClaimMail(kind, language, VALUES);
      expect(`${subject}${text}`).not.toMatch(/[{}]/);
      expect(text).toContain('att');
      expect(text).toContain('May 3, 2026');
      if (kind !== 'provider-given') expect(html).toContain(`<a href="${VALUES.link}">`);
      else expect(html).not.toContain('<a ');
    }
  );
});

it('has the same mails in every language', () => {
  expect(Object.keys(de)).toEqual(Object.keys(en));
  expect(Object.keys(es)).toEqual(Object.keys(en));
});

it.each([
  ['12345', 'too-short'],
  ['123456', null],
  ['a'.repeat(72), null],
  ['a'.repeat(73), 'too-long'],
  ['ä'.repeat(37), 'too-long'],
  ['😀😀😀', 'too-short'],
])('password %s: %s', (password, expected) => {
  expect(lengthProblem(password, 6)).toBe(expected);
});

describe('the page', () => {
  const open = { type: 'claim', account: '<b>att</b>', fewest: 6, problem: null } as const;

  it('asks for a password, and shows names as text', () => {
    const html = renderClaimPage(open, 'en');
    expect(html).toContain('&lt;b&gt;att&lt;/b&gt;');
    expect(html).toContain('autocomplete="new-password" required minlength="6"');
    expect(html).not.toContain('role="alert"');
    expect(html).not.toMatch(/src=|href=|url\(/);
  });

  it('says why a password was not taken', () => {
    const html = renderClaimPage({ ...open, problem: 'too-short' }, 'en');
    expect(html).toContain('role="alert" id="problem">Use at least 6 characters.');
    expect(html).toContain('aria-describedby="problem"');
  });

  it('of a provider’s account asks to confirm', () => {
    const html = renderClaimPage({ type: 'provider', account: 'att', provider: 'discord' }, 'en');
    expect(html).toContain('name="confirm" value="true"');
    expect(html).toContain('signs in with discord');
    expect(html).not.toContain('type="password"');
  });

  it('of an ended link offers a new one', () => {
    expect(renderClaimPage({ type: 'claim-ended' }, 'en')).toContain('name="again" value="true"');
  });

  it.each(['claimed', 'renewed', 'unknown', 'unavailable'] as const)('%s has no form', (type) => {
    expect(renderClaimPage({ type }, 'en')).not.toContain('<form');
  });
});
