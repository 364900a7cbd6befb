import fc from 'fast-check';
import {
  mailableName,
  mailablePerson,
  mailableProduct,
  mailableProductWithId,
} from '../../../server/src/core/mail/mailable';

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
  ['558475', 'Keto & Co', null, 'Keto Co'],
  ['558475', 'evil.example', null, '558475'],
  ['558475', null, null, '558475'],
  ['evil.example', 'https://evil.example', null, 'your product'],
  ['558475', 'Call 0800 123', 'Keto: 30 days, 2.0', 'Keto: 30 days, 2.0'],
])(
  'the product %j called %j and in mails %j is %j',
  (productId, productName, mailName, expected) => {
    expect(mailableProduct({ productId, productName, mailName })).toBe(expected);
  }
);

it('an owner reads the name and the id', () => {
  const product = { productId: '558475', productName: 'Keto & Co' };
  expect(mailableProductWithId({ ...product, mailName: null })).toBe('Keto Co (558475)');
  expect(mailableProductWithId({ ...product, mailName: 'Keto' })).toBe('Keto (558475)');
});

it.each([
  ['Ann', 'Ann'],
  ['María del Carmen', 'María del Carmen'],
  ['Your account is blocked', ''],
  ['Call 08001234567', ''],
  ['Ann2', ''],
  ['Ann https://evil.example', ''],
  [null, ''],
])('a person called %j is greeted as %j', (name, expected) => {
  expect(mailablePerson(name)).toBe(expected);
});
