import {
  hasPlaceholder,
  renderMail,
  unknownPlaceholders,
} from '../../../server/src/core/mail/template';
import { DEFAULT_WELCOME, isLinkable, passwordLink } from '../../../server/src/core/mail/welcome';

const values = {
  name: 'Ann',
  site: 'members.example.com',
  product: 'Meal Plan',
  level: 'Gold',
  link: 'https://members.example.com/set-password?a=1&code=abc',
};

it('the link can be clicked on, and the rest stays text', () => {
  const { subject, text, html } = renderMail(
    { subject: '{name} & {product}', text: '<b>{name}</b>\n{link}' },
    { ...values, product: 'Plan\r\nBcc: x@example.com' }
  );
  expect(subject).toBe('Ann & Plan Bcc: x@example.com');
  expect(text).toBe(`<b>Ann</b>\n${values.link}`);
  expect(html).toBe(
    '<p>&lt;b&gt;Ann&lt;/b&gt;<br>\n' +
      '<a href="https://members.example.com/set-password?a=1&amp;code=abc">' +
      'https://members.example.com/set-password?a=1&amp;code=abc</a></p>'
  );
});

it('a value that looks like a placeholder is not filled in again', () => {
  const { text } = renderMail(
    { subject: '{name}', text: '{name}: {link}' },
    { ...values, name: '{link}' }
  );
  expect(text).toBe(`{link}: ${values.link}`);
});

it('without a name nobody is greeted by a gap', () => {
  const { text } = renderMail(DEFAULT_WELCOME, { ...values, name: '' });
  expect(text).toContain('Hello,\n');
});

it('a link keeps what the page had in its address', () => {
  expect(passwordLink('https://a.example/set?lang=de#form', 'abc')).toBe(
    'https://a.example/set?lang=de&code=abc#form'
  );
  expect(isLinkable('/set-password')).toBe(false);
  expect(isLinkable('javascript:alert(1)')).toBe(false);
  expect(isLinkable('http://127.0.0.1:1337/set-password.html')).toBe(true);
});

it('placeholders that stand for nothing are found', () => {
  expect(unknownPlaceholders(DEFAULT_WELCOME.text)).toEqual([]);
  expect(unknownPlaceholders('{link} {password} {password} { x }')).toEqual(['password']);
});

it('a text has a placeholder only in braces', () => {
  expect(hasPlaceholder('Hello {name},', 'name')).toBe(true);
  expect(hasPlaceholder('Hello name, {link}', 'name')).toBe(false);
});

it('quotes are no end of an attribute', () => {
  const link = 'https://a.example/?a="b"&c=\'d\'';
  const { html } = renderMail({ subject: '', text: '{link}' }, { ...values, link });
  expect(html).toContain('href="https://a.example/?a=&quot;b&quot;&amp;c=&#39;d&#39;"');
});

it.each([null, undefined, '', 'ahttps://a.example', 'https://'])(
  '%j is no page to link to',
  (page) => {
    expect(isLinkable(page)).toBe(false);
  }
);
