import { maskKeys } from '../../../server/src/middlewares/mask-keys';
import { unescapeTwice } from '../../../server/src/middlewares/webhook-path';
import { createWebhookKey, formatWebhookKey } from '../../../server/src/utils/secrets';

const encodeAll = (text: string) =>
  [...text].map((char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`).join('');

/** Pieces long enough to be worth hiding: 12 characters are 72 bits. */
const piecesOf = (secret: string) =>
  Array.from({ length: secret.length - 11 }, (_, start) => secret.slice(start, start + 12));

const places: readonly [string, (key: string) => string][] = [
  ['in its place', (key) => `/api/kartra/webhook/${key}`],
  ['with a slash', (key) => `/api/kartra/webhook/${key}/`],
  ['with blanks', (key) => `/api/kartra/webhook/%20${key}%20`],
  ['with more behind it', (key) => `/api/kartra/webhook/${key}/x?y=${key}`],
  ['cut in its place', (key) => `/api/kartra/webhook/${key.slice(3, -3)}`],
  ['in another path', (key) => `/api/articles/${key}`],
  ['extended', (key) => `/api/articles/${key}more`],
  ['extended in front', (key) => `/api/articles/x${key}`],
  ['cut at its end', (key) => `/api/articles/${key.slice(0, -6)}`],
  ['cut to a third', (key) => `/api/articles/${key.slice(0, 32)}`],
  ['in the query', (key) => `/api/articles?a=b&key=${key}&c=d`],
  ['cut in the query', (key) => `/api/articles?key=${key.slice(0, -1)}`],
  ['without the id', (key) => `/api/articles?key=${key.slice(17)}`],
  ['the end of it', (key) => `/api/articles?key=${key.slice(-32)}`],
  ['as a whole URL', (key) => `/?u=${encodeURIComponent(`https://a.b/api/kartra/webhook/${key}`)}`],
  ['encoded', (key) => `/api/articles?key=${encodeAll(key)}`],
  ['encoded twice', (key) => `/api/articles?key=${encodeURIComponent(encodeAll(key))}`],
];

it('the code of a mailed link is masked, also where it does not look random', () => {
  const line = 'GET /api/kartra/password-link/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa (3 ms) 302';
  expect(maskKeys(line)).toBe('GET /api/kartra/password-link/••• (3 ms) 302');
});

it.each(places)('a key %s is masked', (_name, place) => {
  for (let tried = 0; tried < 100; tried += 1) {
    const key = createWebhookKey();
    const line = `GET ${place(formatWebhookKey(key))} (3 ms) 404`;
    const masked = maskKeys(line);
    expect(masked).toContain('•••');
    expect(masked).toMatch(/^GET .* \(3 ms\) 404$/);
    const decoded = unescapeTwice(masked);
    expect(piecesOf(key.secret).filter((piece) => decoded.includes(piece))).toEqual([]);
  }
});

it.each([
  'GET /admin (2 ms) 200',
  'POST /kartra/connection/rotate (9 ms) 200',
  'GET /kartra/webhook-logs?page=1&pageSize=25 (9 ms) 200',
  'GET /api/kartra/webhook (1 ms) 404',
  'GET /api/articles/nzw8s9m4hqk3dgx6ttiu3vbf (1 ms) 200',
  'GET /uploads/thumbnail_Screenshot_2024_05_01_at_10_00_00_abcd1234ef.png (1 ms) 200',
  'GET /api/articles?populate=deepAndWideInstantiateMiddlewareFactory (1 ms) 200',
  'GET /uploads/IMG_20240101_120000_HDR_0123456789abcdef.jpg (1 ms) 200',
  'GET /content-manager/collection-types/plugin::users-permissions.user?page=1 (4 ms) 200',
  'Error: The document 0123456789abcdef0123456789abcdef was not found.\n    at Object.<anonymous> (/app/node_modules/strapi-plugin-kartra/dist/server/index.js:10:3)',
])('anything else stays as it is: %s', (line) => {
  expect(maskKeys(line)).toBe(line);
});

it('takes no time for the longest nonsense', () => {
  const started = Date.now();
  for (const text of ['%2525', '/../', 'a', 'aA1-', `${'0'.repeat(16)}-`, 'kartra/webhook/'])
    maskKeys(text.repeat(4_000));
  expect(Date.now() - started).toBeLessThan(1000);
});
