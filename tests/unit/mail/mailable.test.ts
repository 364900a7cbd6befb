import fc from 'fast-check';
import { mailableName, mailableProduct } from '../../../server/src/core/mail/mailable';

it.each([
  ['Ann', 'Ann'],
  ['  José-María  O’Neil ', 'José-María O’Neil'],
  ['J. R. Tolkien', 'J R Tolkien'],
  ['Keto & Co', 'Keto Co'],
  ['Keto Course: 30 days (2026)', 'Keto Course 30 days 2026'],
  ['Ann!!! Your account is blocked. Call us', 'Ann Your account is blocked Call us'],
  ['<b>Ann</b>', 'b Ann b'],
  ['-- Ann --', 'Ann'],
  ['Visit evil.example', ''],
  ['evil．example', ''],
  ['evil。example', ''],
  ['www evil', ''],
  ['https://evil', ''],
  ['ann@evil', ''],
  ['x'.repeat(60), 'x'.repeat(60)],
  ['x'.repeat(61), ''],
  ['Ann. B', 'Ann B'],
  ['Ann.B', 'Ann B'],
  [`${'word '.repeat(20)}`, `${'word '.repeat(11)}word`],
  ['\u202EnnA', 'nnA'],
  ['Ann\r\nBcc: x', 'Ann Bcc x'],
  ['{link}', 'link'],
  [null, ''],
])('%j stands in a mail as %j', (name, expected) => {
  expect(mailableName(name)).toBe(expected);
});

it('is never longer than 60 characters, nor anything but words', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 120 }),
    fc
      .array(
        fc.constantFrom(
          'Ann',
          'O’Neil',
          ' ',
          '.',
          'evil.example',
          'https://',
          '@',
          '<a href="x">',
          '-',
          '\n',
          '\u202E',
          '。',
          '{link}',
          '&'
        ),
        { maxLength: 20 }
      )
      .map((parts) => parts.join(''))
  );
  fc.assert(
    fc.property(hostile, (name) => {
      const shown = mailableName(name);
      expect(shown.length).toBeLessThanOrEqual(60);
      expect(shown).toMatch(/^(?:[\p{L}\p{M}\p{N} ]|(?<=[\p{L}\p{M}])['’-]+(?=\p{L}))*$/u);
      expect(shown).not.toMatch(/https?:|www|\.\p{L}{2}/iu);
    })
  );
});

it.each([
  ['558475', 'Keto & Co', 'Keto Co'],
  ['558475', 'evil.example', '558475'],
  ['558475', null, '558475'],
  ['evil.example', 'https://evil.example', 'your product'],
])('the product %j called %j is %j', (id, name, expected) => {
  expect(mailableProduct(id, name)).toBe(expected);
});
