/** The English of every line of the activity that no webhook's own sentence tells. */
import { sayActivity } from '../../../server/src/core/inbox/activity';
import type { ActivityCode } from '../../../server/src/core/inbox/codes';
import type { CodeOf, SentenceValues } from '../../../texts/say';

const CHANGE = { before: 'Silver', after: 'Gold' };
const BY_HAND = { role: 'Bronze', level: 'Gold', reason: 'a speaker' };

/** What is said, and where nothing is known. */
const SAID: Record<
  CodeOf<'timeline'>,
  readonly [values: SentenceValues, known: string, bare?: string]
> = {
  'account.created': [
    CHANGE,
    'The account was created with Gold.',
    'The account was created with no role.',
  ],
  'account.claimed': [
    { userId: 7 },
    'Account 7 was taken over by its owner through the mailed link.',
  ],
  'member.claim-resent': [{}, 'The buyer was mailed another link to prove their account.'],
  'connection.changed.existing-accounts-give': [
    {},
    'Accounts that were there before a purchase are given access at once.',
  ],
  'connection.changed.existing-accounts-claim': [
    {},
    'Accounts that were there before a purchase wait until their owner has proved them.',
  ],
  'account.renamed': [
    { userId: 17, after: 'ann-17' },
    'Account 17 is now called ann-17; its username was this member’s address.',
  ],
  'account.left': [
    { ...CHANGE, userId: 7 },
    'No purchase counts for account 7 any longer: Silver → Gold.',
  ],
  'access.changed': [CHANGE, 'Silver → Gold.', 'No role → no role.'],
  'access.levels-changed': [CHANGE, 'Silver → Gold.', 'No level → no level.'],
  'mapping.created': [{ product: '5', level: 'Gold' }, '5 now gives Gold.'],
  'mapping.changed': [{ product: '5', level: 'Gold' }, '5 now gives Gold.'],
  'mapping.deleted': [{ product: '5', level: 'Gold' }, '5 no longer gives Gold.'],
  'level.created': [{ level: 'Gold' }, 'The access level Gold was made.'],
  'levels.ordered': [
    { order: 'Gold > Silver' },
    'The order of access levels is now Gold > Silver.',
  ],
  'offer.ignored': [{ product: 'Meal Plan (5)' }, 'Meal Plan (5) is ignored.'],
  'offer.not-ignored': [{ product: 'Meal Plan (5)' }, 'Meal Plan (5) is no longer ignored.'],
  'connection.enabled': [{}, 'The integration was turned on.'],
  'connection.paused': [{}, 'The integration was paused.'],
  'connection.site-test': [
    {},
    'This copy became a test site, with a webhook URL of its own and without mails.',
  ],
  'connection.site-taken-over': [{}, 'This site took over from the site that its data came from.'],
  'connection.site-same': [{}, 'The new address or the new secrets of this site were confirmed.'],
  'connection.disabled': [{}, 'The integration was turned off.'],
  'connection.rotated': [
    { hours: 1 },
    'The webhook URL was replaced; the old one works for 1 more hour.',
  ],
  'connection.key-made': [{ name: 'Course' }, 'The webhook URL “Course” was added.'],
  'connection.key-renamed': [{ name: 'Course' }, 'A webhook URL is now called “Course”.'],
  'connection.key-ended': [
    { name: 'Course', hours: 2 },
    'The webhook URL “Course” ends in 2 hours.',
  ],
  'connection.url-shown': [
    { name: 'Course' },
    'The webhook URL “Course” was shown.',
    'The webhook URL was shown.',
  ],
  'connection.url-read': [{}, 'The webhook URL was read through the API.'],
  'connection.changed.allowed-ips': [
    { n: 2 },
    'Webhooks are accepted from 2 addresses or ranges now.',
  ],
  'connection.changed.ipn-only-on': [{}, 'Only IPNs with a secret key are accepted now.'],
  'connection.changed.ipn-only-off': [{}, 'Webhooks without a secret key are accepted again.'],
  'connection.secrets-changed': [{ count: 2 }, 'The IPN secrets were replaced.'],
  'connection.changed.fallback': [
    { from: null, to: 'Gold' },
    'Fallback level: the site’s default role → Gold.',
  ],
  'connection.changed.payload-days': [{ from: 30, to: 14 }, 'Payloads are kept: 30 → 14 days.'],
  'connection.changed.log-days': [{ from: 400, to: 100 }, 'Log lines are kept: 400 → 100 days.'],
  'connection.changed.welcome-on': [{}, 'The welcome mail was turned on.'],
  'connection.changed.welcome-off': [{}, 'The welcome mail was turned off.'],
  'connection.changed.welcome-words': [{}, 'The words of the welcome mail were changed.'],
  'connection.changed.alerts': [{}, 'Who gets which alerts was changed.'],
  'override.grant': [
    BY_HAND,
    'Gold was given by hand: “a speaker”.',
    'Every level was given by hand: “”.',
  ],
  'override.deny': [
    { reason: 'a speaker', level: null },
    'Every level was denied by hand: “a speaker”.',
  ],
  'override.removed': [{}, 'What was given or denied by hand was taken back.'],
  'renewals.settled': [{ order: '1', orders: '2, 3' }, 'Renewals of order 1: 2, 3.'],
  'renewals.declined': [{ order: '1', orders: '2, 3' }, 'No renewals of order 1: 2, 3.'],
  'drift.found': [
    BY_HAND,
    'Changed by hand to Bronze; by purchases it would be Gold.',
    'Changed by hand to no role; by purchases it would be nothing.',
  ],
  'drift.ended': [
    BY_HAND,
    'Bronze, set by hand, was replaced by Gold, as purchases say.',
    'No role, set by hand, was replaced by no role, as purchases say.',
  ],
  'drift.kept': [BY_HAND, 'Bronze, set by hand, was kept: “a speaker”.'],
  'new-rules.member': [{}, 'The new rules were applied.'],
  'new-rules.applied': [{ n: 1 }, 'The new rules are applied to 1 member.'],
  'new-rules.declined': [{ n: 2 }, 'The new rules were declined; 2 members keep what they have.'],
  'webhook.settled': [
    { n: 4, order: '9' },
    'Webhook 4 was settled by hand: it belongs to order 9.',
    'Webhook  was settled by hand: it belongs to a purchase without a number.',
  ],
  'webhook.set-aside': [
    { n: 4, order: null },
    'Webhook 4 was set aside by hand: it belongs to no purchase.',
  ],
  'webhook.end-settled': [
    { n: 4, until: '2026-07-03' },
    'The purchase that webhook 4 cancelled now gives access until 3 July 2026.',
  ],
  'webhook.accepted': [
    { n: 4, reason: 'a coupon' },
    'Webhook 4 was left as it is: “a coupon”.',
    'Webhook  was left as it is.',
  ],
  'member.linked': [{ userId: 7 }, 'The purchases were linked to account 7.'],
  'member.unlinked': [{}, 'The link to the account was undone.'],
  'member.account-renewed': [{}, 'An administrator had the deleted account created again.'],
  'member.two-people': [{ userId: 7 }, 'Account 7 belongs to someone else.'],
  'member.erased': [{}, 'The personal data was erased.'],
  'member.welcome-resent': [{}, 'The welcome mail was sent again.'],
  'notice.lost': [{}, 'The lost webhooks were compared with Kartra.'],
  'notice.only-purchases': [
    {},
    'The events for cancellations and refunds are switched on in Kartra.',
  ],
  'notice.shared-id': [{}, 'The ids that different buyers share were checked.'],
};

it.each(Object.entries(SAID))('%s', (code, [values, known, bare]) => {
  expect(sayActivity(code as ActivityCode, values)).toBe(known);
  if (bare !== undefined) expect(sayActivity(code as ActivityCode, {})).toBe(bare);
});

it('what a webhook came to is told in its own words', () => {
  const values = { product: 'Meal Plan (5)', level: 'Gold' };
  expect(sayActivity('applied.granted', values)).toBe('Meal Plan (5) gives Gold.');
});

it('an old webhook URL that ends at once works no longer', () => {
  expect(sayActivity('connection.rotated', { hours: 0 })).toBe(
    'The webhook URL was replaced; the old one ended at once.'
  );
});
