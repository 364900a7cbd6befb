import { ACTIONS } from '../../server/src/constants';
import { logInWith } from '../helpers/administrators';
import { adminClient, type AdminClient, type Reply } from '../helpers/admin-client';
import { startSite, type Site } from '../helpers/site';

/** Every route of the admin API and the one permission it asks for. A new route belongs in this table. */
const ROUTES: Readonly<Record<string, keyof typeof ACTIONS>> = {
  'GET /access-levels': 'seeIntegration',
  'GET /access-levels/roles': 'seeIntegration',
  'POST /access-levels': 'manageMappings',
  'PUT /access-levels': 'manageMappings',
  'GET /activity': 'seeIntegration',
  'GET /connection': 'seeIntegration',
  'PUT /connection': 'changeSettings',
  'POST /connection/enable': 'changeSettings',
  'POST /connection/disable': 'changeSettings',
  'POST /connection/site': 'changeSettings',
  'POST /connection/rotate': 'manageSecrets',
  'POST /connection/keys': 'manageSecrets',
  'PUT /connection/keys/:id': 'manageSecrets',
  'POST /connection/keys/:id/end': 'manageSecrets',
  'POST /connection/keys/:id/reveal': 'manageSecrets',
  'GET /content-access': 'seeIntegration',
  'GET /jobs': 'seeIntegration',
  'GET /jobs/:id': 'seeIntegration',
  'DELETE /jobs/:id': 'manageMappings',
  'POST /jobs/:id/resume': 'manageMappings',
  'POST /jobs/:id/retry': 'manageMappings',
  'GET /mappings': 'seeIntegration',
  'GET /mappings/paid-period': 'seeIntegration',
  'POST /mappings': 'manageMappings',
  'PUT /mappings/:id': 'manageMappings',
  'DELETE /mappings/:id': 'manageMappings',
  'GET /members': 'seeIntegration',
  'GET /members/:id': 'seeIntegration',
  'POST /members/:id/overrides': 'manageMembers',
  'DELETE /members/:id/overrides/:overrideId': 'manageMembers',
  'POST /members/recompute': 'manageMembers',
  'POST /members/:id/recompute': 'manageMembers',
  'POST /members/:id/keep-role': 'manageMembers',
  'POST /members/:id/link': 'manageMembers',
  'POST /members/:id/unlink': 'manageMembers',
  'GET /members/:id/suggestions': 'manageMembers',
  'POST /members/:id/erase': 'manageMembers',
  'POST /members/:id/renewals': 'manageMembers',
  'POST /members/:id/resend-welcome': 'manageMembers',
  'POST /members/:id/resend-claim': 'manageMembers',
  'GET /offers': 'seeIntegration',
  'GET /offers/waiting-buyers': 'seeIntegration',
  'PUT /offers/mappings': 'manageMappings',
  'PUT /offers/:id': 'manageMappings',
  'GET /overview': 'seeIntegration',
  'POST /overview/notices/:name': 'changeSettings',
  'POST /mappings/preview': 'manageMappings',
  'GET /new-rules': 'changeSettings',
  'POST /new-rules/apply': 'changeSettings',
  'POST /new-rules/decline': 'changeSettings',
  'POST /offers/mappings/preview': 'manageMappings',
  'POST /access-levels/preview': 'manageMappings',
  'POST /connection/preview': 'changeSettings',
  'POST /connection/welcome-preview': 'changeSettings',
  'GET /connection/alert-recipients': 'changeSettings',
  'GET /connection/retention': 'changeSettings',
  'GET /suggestions': 'seeIntegration',
  'POST /suggestions/:id/dismiss': 'manageMembers',
  'POST /test-events': 'manageMembers',
  'DELETE /test-members/:id': 'manageMembers',
  'GET /webhook-logs': 'readLogs',
  'GET /webhook-logs/:id': 'readLogs',
  'POST /webhook-logs/replay': 'replay',
  'POST /webhook-logs/:id/replay': 'replay',
  'POST /webhook-logs/:id/settle': 'replay',
  'POST /webhook-logs/:id/accept': 'replay',
};

interface Route {
  readonly method: string;
  readonly path: string;
  readonly config?: {
    readonly auth?: unknown;
    readonly policies?: readonly unknown[];
  };
}

let site: Site;

/** Administrators by what they may do; made once each, as passwords are slow to hash. */
const clients = new Map<string, Promise<AdminClient>>();

function clientWith(actions: readonly string[]): Promise<AdminClient> {
  const key = actions.join();
  const client = clients.get(key) ?? logInWith(site, actions);
  clients.set(key, client);
  return client;
}

beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.stop());

function routesOf(kind: 'admin' | 'content-api'): Route[] {
  const routers = site.strapi.plugin('kartra').routes as Record<string, { routes: Route[] }>;
  return routers[kind]?.routes ?? [];
}

const nameOf = ({ method, path }: Route) => `${method} ${path}`;

async function call(client: AdminClient, name: string): Promise<Reply<unknown>> {
  const [method, path = ''] = name.split(' ');
  const url = `/kartra${path.replace(/:\w+/g, '999999')}`;
  switch (method) {
    case 'GET':
      return client.get(url);
    case 'POST':
      return client.post(url, { nonsense: true });
    case 'PUT':
      return client.put(url, { nonsense: true });
    default:
      return client.delete(url);
  }
}

it('every admin route stands in the table above, and asks for exactly that one permission', () => {
  const found = routesOf('admin').map((route) => [nameOf(route), route.config?.policies]);
  const expected = Object.entries(ROUTES).map(([name, action]) => [
    name,
    [{ name: 'admin::hasPermissions', config: { actions: [ACTIONS[action]] } }],
  ]);
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
});

it('only buyers without a password yet need no sign-in; the webhook is answered before any route', () => {
  const open = routesOf('content-api').filter(({ config }) => config?.auth === false);
  expect(open.map(nameOf)).toEqual(['POST /claim', 'POST /claim/look', 'POST /claim/use']);
});

describe.each(Object.entries(ROUTES))('%s', (name, action) => {
  it('refuses who is not signed in', async () => {
    const { status, text } = await call(adminClient(site.address, null), name);
    expect([status, text.includes('data":{')]).toEqual([401, false]);
  });

  it('refuses who has no permission', async () => {
    expect((await call(await clientWith([]), name)).status).toBe(403);
  });

  it('lets in who has the one permission, and nobody who has all others', async () => {
    const others = Object.values(ACTIONS).filter((candidate) => candidate !== ACTIONS[action]);
    expect((await call(await clientWith(others), name)).status).toBe(403);
    const { status } = await call(await clientWith([ACTIONS[action]]), name);
    expect([200, 201, 204, 400, 404, 409]).toContain(status);
  });
});
