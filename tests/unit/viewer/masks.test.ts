import {
  showAction,
  showEmail,
  showHeaders,
  showName,
  showPayload,
  showPerson,
} from '../../../server/src/core/viewer/masks';
import { may, nobody, type Viewer } from '../../../server/src/core/viewer/viewer';
import type { Permission } from '../../../server/src/core/viewer/permissions';

const viewerWith = (...permissions: Permission[]): Viewer => ({
  ...nobody('Ada'),
  kind: 'administrator',
  permissions: new Set(permissions),
});
const sees = viewerWith('seePersonalData');
/** Everything else that there is. */
const blind = viewerWith('seeIntegration', 'readLogs', 'replay', 'manageMembers', 'manageSecrets');
const ann = { firstName: 'Ann', lastName: 'Miller', email: 'ann@example.com' };

it('with “See personal data” everything is shown as it is', () => {
  expect(showPerson(sees, ann)).toEqual({ name: 'Ann Miller', email: 'ann@example.com' });
  expect(showEmail(sees, 'ann@example.com')).toBe('ann@example.com');
  expect(showName(sees, 'Ann Miller')).toBe('Ann Miller');
  expect(showPayload(sees, '{"a":1}')).toBe('{"a":1}');
  expect(showHeaders(sees, { date: 'today' })).toEqual({ date: 'today' });
});

it('without it the name is hidden, the address masked, and of a request the names are left', () => {
  expect(showPerson(blind, ann)).toEqual({ name: null, email: 'a•••@example.com' });
  expect(showEmail(blind, 'ann@example.com')).toBe('a•••@example.com');
  expect(showName(blind, 'Ann Miller')).toBeNull();
  expect(showPayload(blind, 'email=ann@example.com')).toBe('email=•••');
  expect(showHeaders(blind, { date: 'today' })).toEqual({ date: '•••' });
});

it('nothing stays nothing', () => {
  for (const viewer of [sees, blind]) {
    expect(showEmail(viewer, null)).toBeNull();
    expect(showName(viewer, null)).toBeNull();
    expect(showPerson(viewer, { firstName: null, lastName: null, email: null })).toEqual({
      name: null,
      email: null,
    });
  }
});

it('nobody acts under a name and may do nothing', () => {
  const worker = nobody('automatic');
  expect(worker).toMatchObject({ kind: 'nobody', actor: 'automatic' });
  expect(URL.canParse(worker.origin)).toBe(true);
  expect(may(worker, 'seePersonalData')).toBe(false);
  expect(may(sees, 'seePersonalData')).toBe(true);
});

it.each([
  ['membership_frozen', 'membership_frozen'],
  ['ann@example.com', '•••'],
  ['Ann Miller', '•••'],
  ['call 0800', '•••'],
])('without it the unknown word %j is shown as %j', (action, shown) => {
  expect(showAction(blind, action)).toBe(shown);
  expect(showAction(sees, action)).toBe(action);
});
