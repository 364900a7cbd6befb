/** What an owner is mailed, and when: no personal data, and what to do. */
import {
  isSilent,
  isStillLosing,
  renderAlert,
  usualPause,
} from '../../../server/src/core/mail/alerts';
import type { AlertKind } from '../../../contracts/connection';

const PANEL = 'https://site.example/admin/plugins/kartra';
const DAY = 86_400_000;
const HOUR = DAY / 24;
const NOW = 1_800_000_000_000;

it.each<[AlertKind, string, string, string]>([
  [
    'failing',
    'Webhooks from Kartra could not be processed',
    '3 webhooks failed repeatedly: the role that the product gives was deleted. Members may be waiting for access, or may keep access that has ended.',
    'webhook-logs?state=failed',
  ],
  [
    'unmapped',
    'Buyers of Meal Plan wait for access',
    'Meal Plan was bought but has no access level. 3 buyers are waiting.',
    'offers',
  ],
  [
    'unknown-period',
    'How long is Meal Plan paid for?',
    'A subscription to Meal Plan was cancelled, and nothing says how long it is paid for. Access stays until 3 May 2026, US Eastern. Choose the right end, or say in the mapping how long one payment lasts.',
    'held?reason=unknown-period',
  ],
  [
    'silence',
    'No webhooks from Kartra for an unusually long time',
    'The last webhook came on 3 May 2026. Check in Kartra that the webhook URL is still there and that the events are still switched on.',
    'setup',
  ],
  [
    'lost',
    'Webhooks from Kartra were lost',
    'The database didn’t respond, so 3 webhooks couldn’t be stored, the last on 3 May 2026. Kartra doesn’t send them again. Compare with Kartra’s transactions of that time.',
    'setup',
  ],
])('%s', (kind, subject, text, page) => {
  const values = {
    count: 3,
    reason: 'role-missing',
    product: 'Meal Plan',
    date: '3 May 2026',
  };
  const mail = renderAlert({ kind, values }, PANEL);
  expect(mail.subject).toBe(subject);
  expect(mail.text).toBe(
    `${text}\n\n${PANEL}/${page}\n\nYou’ll be alerted again only if the problem comes back.`
  );
});

it('what is not known is left out', () => {
  expect(renderAlert({ kind: 'unmapped', values: {} }, PANEL).subject).toBe(
    'Buyers of wait for access'
  );
});

describe('silence', () => {
  const every = (pause: number, count: number, ago: number) =>
    Array.from({ length: count }, (_, at) => NOW - ago - at * pause);

  it.each([
    ['ten webhooks are a habit', every(HOUR, 10, 2 * DAY), 0, true],
    ['nine are none', every(HOUR, 9, 2 * DAY), 0, false],
    ['at least a day', every(HOUR, 20, DAY), 0, false],
    ['a moment more', every(HOUR, 20, DAY + 1), 0, true],
    ['twice the longest pause', every(2 * DAY, 20, 4 * DAY), 0, false],
    ['a moment more than that', every(2 * DAY, 20, 4 * DAY + 1), 0, true],
    [
      'the longest pause counts, not the usual one',
      [...every(HOUR, 10, 5 * DAY), NOW - 10 * DAY],
      0,
      false,
    ],
    ['in whatever order they are told', every(HOUR, 20, 2 * DAY).reverse(), 0, true],
    ['turned on a day ago', every(HOUR, 20, 9 * DAY), NOW - DAY, false],
  ])('%s', (_rule, times, since, silent) => {
    expect(isSilent(times, since, NOW)).toBe(silent);
  });

  it.each([
    ['the middle of the pauses', [0, 10, 30, 60], 20],
    ['in whatever order they are told', [60, 0, 30, 10], 20],
    ['of two the longer one', [0, 10, 30], 20],
    ['none of one webhook', [5], 0],
    ['none of no webhook', [], 0],
  ])('the usual pause: %s', (_rule, times, pause) => {
    expect(usualPause(times)).toBe(pause);
  });
});

it('an outage is over when nothing was lost for a day', () => {
  expect(isStillLosing(NOW - DAY + 1, NOW)).toBe(true);
  expect(isStillLosing(NOW - DAY, NOW)).toBe(false);
  expect(isStillLosing(null, 0)).toBe(false);
});
