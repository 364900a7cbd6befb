import {
  isSilent,
  isStillLosing,
  renderAlert,
  usualPause,
} from '../../../server/src/core/mail/alerts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = 1_800_000_000_000;

const every = (pause: number, ago: number, count = 20) =>
  Array.from({ length: count }, (_, index) => NOW - ago - index * pause);

it.each([
  ['an hourly shop, quiet for half a day', every(HOUR, DAY / 2), 0, false],
  ['an hourly shop, quiet for two days', every(HOUR, 2 * DAY), 0, true],
  ['a shop that sells every three days, quiet for five', every(3 * DAY, 5 * DAY), 0, false],
  ['a shop that sells every three days, quiet for seven', every(3 * DAY, 7 * DAY), 0, true],
  ['a shop that just opened', every(HOUR, 30 * DAY, 5), 0, false],
  ['turned on again an hour ago', every(HOUR, 30 * DAY), NOW - HOUR, false],
])('%s', (_what, times, since, silent) => {
  expect(isSilent(times, since, NOW)).toBe(silent);
});

it('the usual pause is the middle one, in whatever order the times are and however long each is', () => {
  const afterPauses = (pauses: readonly number[]) => {
    let at = NOW;
    return [at, ...pauses.map((pause) => (at -= pause))];
  };
  expect(usualPause(afterPauses([HOUR, 9 * HOUR, 2 * HOUR]))).toBe(2 * HOUR);
  expect(usualPause(afterPauses([9 * HOUR, HOUR, 2 * HOUR]).reverse())).toBe(2 * HOUR);
  expect(usualPause([])).toBe(0);
});

it('what was lost within a day is one problem', () => {
  expect(isStillLosing(null, NOW)).toBe(false);
  expect(isStillLosing(NOW - HOUR, NOW)).toBe(true);
  expect(isStillLosing(NOW - 25 * HOUR, NOW)).toBe(false);
});

it('a product name stays text in every part of an alert', () => {
  const product = 'Keto <script>\r\nBcc: other@example.com';
  const mail = renderAlert(
    { kind: 'unmapped', values: { product, count: 2 } },
    'https://site.example/admin/plugins/kartra'
  );
  expect(mail.subject).not.toMatch(/[\r\n]/);
  expect(mail.html).not.toContain('<script>');
  expect(mail.html).toContain('<a href="https://site.example/admin/plugins/kartra/offers">');
});

describe('the alert about an id that proves nothing', () => {
  const render = (kind: string) =>
    renderAlert(
      { kind: 'shared-id', values: { kind, id: 'none', count: 14 } },
      'https://x.example'
    );

  it('names the id, the number of buyers, and what to do', () => {
    const { subject, text } = render('order');
    expect(subject).toBe('The id “none” came from 14 different buyers');
    expect(text).toContain('link the purchases to one account');
    expect(text).toContain('https://x.example/setup');
  });

  it('counts the addresses of a lead', () => {
    const { subject, text } = render('lead');
    expect(subject).toBe('14 e-mail addresses bought under the lead id “none”');
    expect(text).toContain('belongs to one member');
  });
});
