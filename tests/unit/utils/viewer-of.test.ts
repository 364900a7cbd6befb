import type { Context } from 'koa';
import { viewerOf } from '../../../server/src/utils/viewer-of';

/** A request as Strapi's authentication leaves it. */
function request(
  state: Record<string, unknown>,
  headers: Readonly<Record<string, string>> = {}
): Context {
  const get = (name: string) => headers[name] ?? '';
  return { state, get, protocol: 'http', host: 'site.example' } as unknown as Context;
}

const admin = { strategy: { name: 'admin' } };

it.each([
  [{ firstname: 'Ada', lastname: 'Lovelace', email: 'ada@example.com' }, 'Ada Lovelace'],
  [{ firstname: null, lastname: null, username: 'ada', email: 'ada@example.com' }, 'ada'],
  [{ firstname: '', lastname: '', email: 'ada@example.com' }, 'ada@example.com'],
  [undefined, 'An administrator'],
])('%j acts as %s', (user, actor) => {
  expect(viewerOf(request({ auth: admin, user }))).toMatchObject({ kind: 'administrator', actor });
});

it.each([
  ['admin-token', { user: { firstname: 'Ada' } }, 'Ada, by token “Our shop”'],
  ['content-api-token', {}, 'Token “Our shop”'],
  ['api-token', {}, 'Token “Our shop”'],
])('a request with an %s acts as %j says', (name, state, actor) => {
  const auth = { strategy: { name }, credentials: { name: 'Our shop' } };
  expect(viewerOf(request({ ...state, auth }))).toMatchObject({ kind: 'api-token', actor });
});

it('a member of the site, and a request without authentication, are nobody', () => {
  const auth = { strategy: { name: 'users-permissions' }, credentials: { id: 7 } };
  expect(viewerOf(request({ auth, user: { username: 'ann' } })).kind).toBe('nobody');
  expect(viewerOf(request({})).kind).toBe('nobody');
});

it('may what the ability says, and without one nothing', () => {
  const userAbility = { can: (action: string) => action === 'plugin::kartra.read-logs' };
  expect([...viewerOf(request({ auth: admin, userAbility })).permissions]).toEqual(['readLogs']);
  expect([...viewerOf(request({ auth: admin })).permissions]).toEqual([]);
});

it.each([
  [{ origin: 'https://panel.example' }, 'https://panel.example'],
  [{ 'x-forwarded-proto': 'https, http' }, 'https://site.example'],
  [{ origin: 'null', 'x-forwarded-proto': 'gopher' }, 'http://site.example'],
])('a request with %j came from %s', (headers, origin) => {
  expect(viewerOf(request({ auth: admin }, headers)).origin).toBe(origin);
});
