import type { Core } from '@strapi/strapi';

import type { Site } from './site';

const USER = 'plugin::users-permissions.user';
const ROLE = 'plugin::users-permissions.role';

export interface SiteUser {
  readonly id: number;
  readonly email: string;
  readonly username: string;
  readonly confirmed: boolean;
  readonly blocked: boolean;
  readonly roleId: number | null;
  readonly roleName: string | null;
}

interface UserRow {
  readonly id: number;
  readonly email: string;
  readonly username: string;
  readonly confirmed: boolean;
  readonly blocked: boolean;
  readonly role: { readonly id: number; readonly name: string } | null;
}

/** The users of the site with this address, in any case. */
export async function usersByEmail(site: Pick<Site, 'strapi'>, email: string): Promise<SiteUser[]> {
  const found = (await site.strapi.db.query(USER).findMany({
    where: { email: { $eqi: email } },
    populate: ['role'],
  })) as UserRow[];
  return found.map(({ id, username, confirmed, blocked, role, ...user }) => ({
    id,
    email: user.email,
    username,
    confirmed,
    blocked,
    roleId: role?.id ?? null,
    roleName: role?.name ?? null,
  }));
}

/** The role in which the only user with this address stands; null without such a user. */
export async function roleOf(site: Pick<Site, 'strapi'>, email: string): Promise<string | null> {
  const users = await usersByEmail(site, email);
  if (users.length > 1) throw new Error(`${users.length} users have the address ${email}.`);
  return users[0]?.roleName ?? null;
}

export async function roleIdByType(strapi: Core.Strapi, type: string): Promise<number> {
  const role = (await strapi.db.query(ROLE).findOne({ where: { type } })) as { id: number } | null;
  if (!role) throw new Error(`There is no role of type ${type}.`);
  return role.id;
}

/** A role of the site that is no access level, with the content API actions it may call. */
export async function createSiteRole(
  { strapi }: Pick<Site, 'strapi'>,
  name: string,
  actions: readonly string[] = []
): Promise<number> {
  const type = name.toLowerCase().replaceAll(' ', '-');
  const role = (await strapi.db
    .query(ROLE)
    .create({ data: { name, type, description: name } })) as { id: number };
  for (const action of actions)
    await strapi.db
      .query('plugin::users-permissions.permission')
      .create({ data: { action, role: role.id } });
  return role.id;
}

export interface NewUser {
  readonly email: string;
  readonly roleId: number;
  readonly confirmed?: boolean;
  readonly blocked?: boolean;
}

let usernames = 0;

/** Somebody who registered on the site by themselves, before Kartra said a word. */
export async function createUser({ strapi }: Pick<Site, 'strapi'>, user: NewUser): Promise<number> {
  usernames += 1;
  const created = await strapi.documents(USER).create({
    data: {
      username: `visitor${usernames}`,
      email: user.email,
      provider: 'local',
      password: 'Visitor-Password-1',
      confirmed: user.confirmed ?? true,
      blocked: user.blocked ?? false,
      role: user.roleId,
    },
  });
  return Number(created.id);
}

/** As an administrator changes a user in the panel. */
export async function updateUser(
  { strapi }: Pick<Site, 'strapi'>,
  id: number,
  data: Readonly<Record<string, unknown>>
): Promise<void> {
  await strapi.db.query(USER).update({ where: { id }, data });
}

/** As an administrator deletes a user in the panel. */
export async function deleteUser({ strapi }: Pick<Site, 'strapi'>, id: number): Promise<void> {
  await strapi.db.query(USER).delete({ where: { id } });
}

/** The site asks its users to confirm their address; the returned function puts the setting back. */
export async function requireConfirmedEmail({
  strapi,
}: Pick<Site, 'strapi'>): Promise<() => Promise<void>> {
  const store = strapi.store({ type: 'plugin', name: 'users-permissions' });
  const before = (await store.get({ key: 'advanced' })) as Record<string, unknown>;
  await store.set({ key: 'advanced', value: { ...before, email_confirmation: true } });
  return async () => store.set({ key: 'advanced', value: before });
}
