import { logIn, ok, type AdminClient } from './admin-client';
import type { Reachable } from './kartra';

let administrators = 0;

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** An administrator with these permissions and no others. */
export async function createAdministrator(
  { admin }: Pick<Reachable, 'admin'>,
  actions: readonly string[]
): Promise<Credentials> {
  administrators += 1;
  const role = ok(
    await admin.post<{ id: number }>('/admin/roles', {
      name: `Assistants ${administrators}`,
      description: 'Made by a test',
    })
  );
  const permissions = actions.map((action) => ({
    action,
    subject: null,
    properties: {},
    conditions: [],
  }));
  ok(await admin.put(`/admin/roles/${role.id}/permissions`, { permissions }));
  const credentials = {
    email: `assistant${administrators}@example.com`,
    password: 'Assistant-Password-1',
  };
  const person = { firstname: 'Ada', lastname: 'Assistant', email: credentials.email };
  const user = ok(
    await admin.post<{ id: number }>('/admin/users', { ...person, roles: [role.id] })
  );
  ok(
    await admin.put(`/admin/users/${user.id}`, { password: credentials.password, isActive: true })
  );
  return credentials;
}

/** An administrator with these permissions and no others, signed in. */
export async function logInWith(site: Reachable, actions: readonly string[]): Promise<AdminClient> {
  return logIn(site.address, await createAdministrator(site, actions));
}
