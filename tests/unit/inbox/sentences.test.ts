/** The English sentence of everything a webhook can come to: the sentence changes with the reason. */
import type { LogCode } from '../../../server/src/core/inbox/codes';
import { reasonOf, sentenceOf, type Values } from '../../../server/src/core/inbox/sentences';
import type { Other } from '../../../server/src/core/wording/other';
import en from '../../../texts/sentences/en.json';
import { nameProduct } from '../../../server/src/core/wording/names';

const KNOWN: Values = {
  code: 'applied.frozen',
  buyer: 'ann@example.com',
  product: 'Meal Plan (5)',
  level: 'Gold',
  after: 'Silver',
  kind: 'cancellation',
  current: 'Platinum',
  otherProduct: 'Coaching (6)',
  until: '2026-07-03 10:00:00',
  goneAt: '2026-06-05T12:00:00.000Z',
  fromProduct: 'Starter (4)',
  fromLevel: 'Bronze',
  changedAt: '2026-05-03 10:00:00',
  refunded: 'Starter',
  action: 'some_word',
  ip: '203.0.113.7',
  veto: 'no trials',
  hook: 'a timeout',
  error: 'TypeError',
  name: 'Maria Lopez',
  n: 7,
  attempts: 3,
  account: 17,
  nextAt: '2026-06-05T14:20:31.000Z',
  triedUntil: '2026-06-08T14:20:31.000Z',
};

const without = (...names: string[]): Values =>
  Object.fromEntries(Object.entries(KNOWN).filter(([name]) => !names.includes(name)));

/** What is said where everything is known, and where nothing is. */
const SAID: Record<LogCode | Other, readonly [known: string, bare?: string]> = {
  received: ['Stored; it is processed in a moment.'],
  processing: ['Being processed now.'],
  'applied.granted': ['Meal Plan (5) gives Gold.', 'The product gives the access level.'],
  'applied.granted.account-created': [
    'Meal Plan (5) gives Gold. The account was created.',
    'The product gives the access level. The account was created.',
  ],
  'applied.renewed': [
    'Meal Plan (5) was paid again; Gold stays.',
    'The product was paid again; the access level stays.',
  ],
  'applied.recovered': [
    'Meal Plan (5) was paid again; Gold is back.',
    'The product was paid again; the access level is back.',
  ],
  'applied.product-changed': [
    'Changed from Starter (4) to Meal Plan (5) on 3 May 2026; Bronze → Gold.',
  ],
  'applied.completed': [
    'Meal Plan (5) is paid in full; Gold stays.',
    'The product is paid in full; the access level stays.',
  ],
  'applied.leaving': ['Meal Plan (5) was cancelled; Gold stays until 3 July 2026.'],
  'applied.past-due': ['A payment for Meal Plan (5) failed; Gold stays.'],
  'applied.past-due.until': [
    'A payment for Meal Plan (5) failed; Gold stays until 3 July 2026, unless a renewal comes.',
  ],
  'applied.revoked.cancelled': [
    'Meal Plan (5) was cancelled; Gold ended, now Silver.',
    'The product was cancelled; the access level ended, now no role.',
  ],
  'applied.revoked.refunded': ['Meal Plan (5) was refunded; Gold ended, now Silver.'],
  'applied.revoked.charged-back': ['Meal Plan (5) was charged back; Gold ended, now Silver.'],
  'applied.revoked.expired': ['The time of Meal Plan (5) is over; Gold ended, now Silver.'],
  'applied.revoked.suspended': [
    'A payment for Meal Plan (5) failed and no renewal came; Gold is suspended, now Silver.',
  ],
  'applied.fell-back.cancelled': [
    'Meal Plan (5) was cancelled; Silver remains because of Coaching (6).',
    'The product was cancelled; no role remains because of another grant.',
  ],
  'applied.fell-back.refunded': [
    'Meal Plan (5) was refunded; Silver remains because of Coaching (6).',
  ],
  'applied.fell-back.charged-back': [
    'Meal Plan (5) was charged back; Silver remains because of Coaching (6).',
  ],
  'applied.fell-back.expired': [
    'The time of Meal Plan (5) is over; Silver remains because of Coaching (6).',
  ],
  'applied.fell-back.suspended': [
    'A payment for Meal Plan (5) failed and no renewal came; Silver remains because of Coaching (6).',
  ],
  'applied.no-change.late': ['Access stays: a newer event decides.'],
  'applied.no-change.already-ended': ['Access stays: this purchase had ended before.'],
  'applied.no-change.part-refunded': [
    'Access stays: part was refunded and the mapping keeps access.',
  ],
  'applied.no-change.time-over': ['The time of Meal Plan (5) is over already.'],
  'applied.no-change.refund-kept': ['Access stays: it was refunded and the mapping keeps access.'],
  'applied.no-change.not-mapped': ['Access stays: the product is not mapped.'],
  'applied.no-change.higher-anyway': [
    'Access stays: Platinum is higher anyway.',
    'Access stays: the current level is higher anyway.',
  ],
  'applied.no-change.other-purchase': [
    'Access stays: Coaching (6) gives Gold too.',
    'Access stays: another grant gives the access level too.',
  ],
  'applied.no-change.denied': ['Access stays: Gold was denied by hand.'],
  'applied.no-change.staff': [
    'Access stays: ann@example.com is Silver, which the integration never changes.',
    'Access stays: the buyer is no role, which the integration never changes.',
  ],
  'applied.no-change.no-account': ['Nothing to take back: there is no account.'],
  'applied.no-change.set-aside': ['Set aside by hand: it belongs to no purchase.'],
  'applied.no-change.nothing-bought': [
    'Nothing changed: ann@example.com hasn’t bought Meal Plan (5).',
  ],
  'applied.no-change.nothing-refunded': [
    'Nothing changed: the refund is 0 and matches no purchase.',
  ],
  'applied.no-change.paid-in-full': [
    'Access stays: Meal Plan (5) is paid in full. Nothing is left to cancel.',
  ],
  'applied.no-change.old-product': [
    'Access stays: the Starter payment was refunded.',
    'Access stays: the earlier payment was refunded.',
  ],
  'ignored.duplicate': ['The same event as webhook 7; it counts once.'],
  'ignored.not-money': [
    '“some_word” says nothing about a payment.',
    'This webhook says nothing about a payment.',
  ],
  'ignored.not-money.known-type': ['“some_word” changes no access.'],
  'ignored.offer-ignored': ['Meal Plan (5) is among your ignored offers.'],
  'ignored.test': [
    'A test event by Maria Lopez; no mail went out.',
    'A test event by an administrator; no mail went out.',
  ],
  'held.unmapped-product': ['Meal Plan (5) has no access level yet; ann@example.com waits.'],
  'held.unmatched-purchase': [
    'This cancellation names no purchase we know.',
    'This event names no purchase we know.',
  ],
  'held.conflicting-id': [
    'This cancellation names someone else’s purchase, so nothing changed.',
    'This event names someone else’s purchase, so nothing changed.',
  ],
  'held.unknown-period': [
    'Meal Plan (5) was cancelled, and nothing says until when it is paid. Gold stays until 3 July 2026 unless you choose another end.',
  ],
  'held.unconfirmed-account': [
    'ann@example.com has not confirmed the e-mail address, and this site asks for it; Gold waits.',
    'The buyer has not confirmed the e-mail address, and this site asks for it; the access level waits.',
  ],
  'held.account-deleted': [
    'The account was deleted on 5 June 2026, but Meal Plan (5) was paid again.',
  ],
  'held.account-vetoed': [
    'The site’s own code wants no account for ann@example.com: “no trials”. Gold waits.',
  ],
  'held.address-in-the-way': [
    'Account 17 has ann@example.com’s address as its username, or one that looks the same to the database, so an account of their own could never sign in. Gold waits.',
  ],
  'held.unclaimed-account': [
    'Account 17 was registered before the purchase, and ann@example.com hasn’t proved that it is theirs. Gold waits until they use the link that was mailed to them.',
  ],
  'held.two-people': [
    'The account with this address, 17, is another member’s. Decide whose purchase this is. Gold waits.',
  ],
  'held.protected-role': [
    'ann@example.com is Silver, which the integration never changes; Meal Plan (5) would give Gold.',
  ],
  'held.incomplete.email': ['It has no e-mail address.'],
  'held.incomplete.product': ['It has no product.'],
  'held.incomplete.untrusted-email': ['Its e-mail address cannot be trusted.'],
  'held.unknown-type': [
    'We don’t know the type “some_word”, so nothing changed. If it should change access, give or deny the level by hand.',
  ],
  'held.unknown-type.missing': [
    'It doesn’t say what happened, so nothing changed. If it should change access, give or deny the level by hand.',
  ],
  'held.paused': ['It came while the integration was paused.'],
  'failed.role-missing': [
    'The role that Meal Plan (5) gives was deleted. Attempt 3 failed; the next one is at 14:20 UTC.',
  ],
  'failed.role-refused': [
    'The role that Meal Plan (5) gives may manage users or is the public one, so it is not given. Attempt 3 failed; the next one is at 14:20 UTC.',
  ],
  'failed.hook-failed': [
    'The site’s own code for new accounts failed (a timeout). Attempt 3 failed; the next one is at 14:20 UTC.',
  ],
  'failed.site-code': [
    'The site’s own code failed: a timeout. Attempt 3 failed; the next one is at 14:20 UTC.',
  ],
  'failed.took-too-long': [
    'The site’s own code took too long (a timeout). Attempt 3 failed; the next one is at 14:20 UTC.',
  ],
  'failed.internal': [
    'Something unexpected went wrong (TypeError). Attempt 3 failed; the next one is at 14:20 UTC.',
  ],
  'dead.role-missing': [
    'Tried 3 times until 8 June 2026. The last error: The role that Meal Plan (5) gives was deleted.',
  ],
  'dead.role-refused': [
    'Tried 3 times until 8 June 2026. The last error: The role that Meal Plan (5) gives may manage users or is the public one, so it is not given.',
  ],
  'dead.hook-failed': [
    'Tried 3 times until 8 June 2026. The last error: The site’s own code for new accounts failed (a timeout).',
  ],
  'dead.site-code': [
    'Tried 3 times until 8 June 2026. The last error: The site’s own code failed: a timeout.',
  ],
  'dead.took-too-long': [
    'Tried 3 times until 8 June 2026. The last error: The site’s own code took too long (a timeout).',
  ],
  'dead.internal': [
    'Tried 3 times until 8 June 2026. The last error: Something unexpected went wrong (TypeError).',
  ],
  'rejected.unreadable': ['The content is neither JSON nor a form.'],
  'rejected.too-large': ['Above 1 MB, so it was not read. Kartra’s webhooks are far smaller.'],
  'rejected.ip-not-allowed': [
    'This webhook came from 203.0.113.7, which is not on the list of allowed addresses. Its content was not kept.',
  ],
  'rejected.ipn-only': [
    'Only IPNs with a secret key are accepted, and this webhook has none. Its content was not kept.',
  ],
  other: [
    'This version cannot tell what this means (applied.frozen).',
    'This version cannot tell what this means ().',
  ],
  'rejected.bad-ipn-secret': ['Its secret key is not one of yours; its content was not kept.'],
};

const EACH = Object.entries(SAID).map(
  ([code, [known, bare]]) => [code as LogCode | Other, known, bare] as const
);

it.each(EACH)('%s', (code, known, bare) => {
  expect(sentenceOf(code, KNOWN)).toBe(known);
  if (bare !== undefined) expect(sentenceOf(code, {})).toBe(bare);
});

it('the catalogue has no other outcomes', () => {
  const keys = Object.keys(en).filter((key) => key.startsWith('outcome.'));
  expect(keys.sort()).toEqual(EACH.map(([code]) => `outcome.${code}`).sort());
});

it('no two reasons are told in the same words', () => {
  const said = EACH.map(([, known]) => known);
  expect(new Set(said).size).toBe(said.length);
});

describe('what a sentence depends on', () => {
  it('paid in full: nothing is left to cancel, or to pay', () => {
    expect(sentenceOf('applied.no-change.paid-in-full', { ...KNOWN, kind: 'failed payment' })).toBe(
      'Access stays: Meal Plan (5) is paid in full. Nothing is left to pay.'
    );
  });

  it('what is not known is left out, or told in general words', () => {
    const changed = without('changedAt', 'fromProduct', 'fromLevel');
    expect(sentenceOf('applied.product-changed', changed)).toBe(
      'Changed from another product to Meal Plan (5); no access level → Gold.'
    );
    const rest = without('nextAt', 'hook', 'error', 'goneAt');
    expect(sentenceOf('failed.hook-failed', rest)).toBe(
      'The site’s own code for new accounts failed (unknown error). Attempt 3 failed; it is retried automatically.'
    );
    expect(sentenceOf('failed.internal', rest)).toBe(
      'Something unexpected went wrong. Attempt 3 failed; it is retried automatically.'
    );
    expect(sentenceOf('held.account-deleted', rest)).toBe(
      'The account was deleted, but Meal Plan (5) was paid again.'
    );
  });

  it('an empty value is as good as none', () => {
    expect(sentenceOf('applied.granted', { product: '', level: null })).toBe(
      'The product gives the access level.'
    );
  });

  it('new rules are said to be new', () => {
    expect(sentenceOf('applied.granted', { ...KNOWN, newRules: true })).toBe(
      'Meal Plan (5) gives Gold. New rules applied.'
    );
    expect(sentenceOf('applied.granted', { ...KNOWN, newRules: 'no' })).toBe(
      'Meal Plan (5) gives Gold.'
    );
  });

  it('the whole sentence that earlier versions stored is said', () => {
    expect(sentenceOf('dead.internal', { sentence: 'It broke.', attempts: 2 })).toBe(
      'Tried 2 times. The last error: It broke.'
    );
  });
});

it.each([
  ['role-missing', 'The role that Meal Plan (5) gives was deleted.'],
  [
    'role-refused',
    'The role that Meal Plan (5) gives may manage users or is the public one, so it is not given.',
  ],
  ['hook-failed', 'The site’s own code for new accounts failed (a timeout).'],
  ['site-code', 'The site’s own code failed: a timeout.'],
  ['took-too-long', 'The site’s own code took too long (a timeout).'],
  ['internal', 'Something unexpected went wrong (TypeError).'],
] as const)('one attempt failed by %s', (kind, said) => {
  expect(reasonOf(kind, KNOWN)).toBe(said);
});

it('a product is named with its number', () => {
  expect(nameProduct('558475', 'Meal Plan')).toBe('Meal Plan (558475)');
  expect(nameProduct('558475', null)).toBe('558475');
});
