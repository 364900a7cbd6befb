import { webhookKeyOf } from '../../../server/src/middlewares/webhook-path';
import { createWebhookKey, formatWebhookKey } from '../../../server/src/utils/secrets';

const key = formatWebhookKey(createWebhookKey());
const encodeAll = (text: string) =>
  [...text].map((char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`).join('');

it.each(['/api', 'api', '/api/', '//api'])(
  'the key follows the path, under the prefix %j',
  (prefix) => {
    expect(webhookKeyOf(`/api/kartra/webhook/${key}`, prefix)).toBe(key);
    expect(webhookKeyOf(`/api/kartra/webhook/${key}?a=b/c`, prefix)).toBe(key);
    expect(webhookKeyOf('/api/kartra/webhook/anything', prefix)).toBe('anything');
  }
);

it.each([
  `${key}/`,
  `%20${key}`,
  `${key}%20`,
  `%20%20${key}%20/`,
  `${key}/%20`,
  `${key}%0D%0A`,
  `%C2%A0${key}%09`,
  `+${key}+`,
])('blanks around the key and one slash behind it do not matter: %j', (text) => {
  expect(webhookKeyOf(`/api/kartra/webhook/${text}`, '/api')).toBe(key);
  expect(webhookKeyOf(`/api/kartra/webhook/${text}?a=b`, '/api')).toBe(key);
});

it.each(['', '/'])('there may be no prefix: %j', (prefix) => {
  expect(webhookKeyOf(`/kartra/webhook/${key}`, prefix)).toBe(key);
});

it.each([
  `/api/kartra/webhook/${key}//`,
  `/api/kartra/webhook/${key}/more`,
  `/api/kartra/webhook//${key}`,
  `//api/kartra/webhook/${key}`,
  `/api//kartra/webhook/${key}`,
  `/API/Kartra/WEBHOOK/${key}`,
  `/api/kartra%2Fwebhook%2F${key}`,
  `/api/kartra%252Fwebhook%252F${key}`,
  `/${encodeAll('api/kartra/webhook/')}${encodeAll(key)}`,
  `/api/x/../kartra/webhook/${key}`,
  `/api/./kartra/webhook/${key}`,
  `/api\\kartra\\webhook\\${key}`,
  `http://site.example/api/kartra/webhook/${key}`,
  `/kartra/webhook/${key}`,
  `/wp/api/kartra/webhook/${key}`,
  `/api/kartra/webhooks/${key}`,
  `/${key}`,
  `/api/articles?key=${key}`,
  `/api/articles?key=${encodeAll(key)}`,
  '/api/kartra/webhook',
  '/api/kartra/webhook/',
  '/api/kartra/webhook?key=x',
  '/api/kartra/webhook/%zz//',
])('a little wrong it is ours, and matches nothing: %s', (url) => {
  expect(webhookKeyOf(url, '/api')).toBe('');
});

it.each([
  '/',
  '/admin',
  '/api/articles',
  '/api/articles/1234567890123456-a-long-title-of-an-article-about-making-bread-at-home',
  '/uploads/0123456789abcdef-0123456789abcdef0123456789abcdef0123456789a.png',
  '/kartra/webhook-logs?page=1',
  '/kartra/webhook-logs/7',
  '/api/kartra/me',
  '/api/kartra-webhook/x',
  '/api/my-kartra/webhooks',
  '/%zz',
])('anything else is left alone: %s', (url) => {
  expect(webhookKeyOf(url, '/api')).toBeNull();
});

it('takes no time for the longest nonsense', () => {
  const started = Date.now();
  for (const text of [
    '%2525'.repeat(4000),
    '/../'.repeat(4000),
    'a'.repeat(16_000),
    `${'0'.repeat(16)}-`.repeat(900),
    `api/kartra/webhook/${'%20'.repeat(5000)}x`,
  ])
    webhookKeyOf(`/${text}`, '/api');
  expect(Date.now() - started).toBeLessThan(500);
});
