import type { Transaction } from '../builders/kartra';
import { startSite, type Site } from './site';
import { findMembers } from './kartra';
import { keepHouse } from './keep-house';
import type { TestDatabase } from './databases';

/**
 * Members as an earlier version left them: what the rules of this one would change waits for an administrator. The
 * earlier version is played by writing into the database what it had left there.
 */
const CONFIG = { housekeepingMs: 200, driftMs: 200 };
const SECOND_MS = 1000;

export const startUpgradable = (database: TestDatabase): Promise<Site> =>
  startSite({ database, config: CONFIG });

/** The site is started once more, and compares what its members have with what the rules of this version give. */
export async function upgrade(site: Site, database: TestDatabase): Promise<Site> {
  await site.stop();
  const upgraded = await startUpgradable(database);
  await upgraded.idleUntil(async () =>
    (await upgraded.rows('kartra_members')).every(
      (row) => row['rules_version'] !== null || row['rules_effect'] !== null
    )
  );
  await upgraded.idle();
  return upgraded;
}

export async function memberIdOf(site: Site, { person }: Transaction): Promise<number> {
  const [member] = await findMembers(site, person.email);
  return member?.id ?? 0;
}

async function roleIdOf(site: Site, name: string): Promise<unknown> {
  return (await site.rows('up_roles')).find((row) => row['name'] === name)?.['id'];
}

/** Written straight into the database: Strapi sees nothing of it. */
export async function writeRole(site: Site, sale: Transaction, name: string): Promise<void> {
  const id = await memberIdOf(site, sale);
  const member = (await site.rows('kartra_members')).find((row) => row['id'] === id);
  await site.strapi.db
    .connection('up_users_role_lnk')
    .where({ user_id: member?.['user_id'] })
    .update({ role_id: await roleIdOf(site, name) });
}

/** The member and their purchases as an earlier version left them, with this role. */
export async function leaveAs(
  site: Site,
  sale: Transaction,
  role: 'Gold' | 'Silver' | 'Authenticated',
  more: { readonly ends_at?: number; readonly levels?: string } = {}
): Promise<void> {
  const table = (name: string) => site.strapi.db.connection(name);
  const id = await memberIdOf(site, sale);
  const roleId = await roleIdOf(site, role);
  const isLevel = role !== 'Authenticated';
  await table('kartra_members')
    .where({ id })
    .update({
      rules_version: null,
      level_role_id: isLevel ? roleId : null,
      levels: more.levels ?? null,
      standing_role_id: roleId,
      last_given_role_id: roleId,
    });
  await table('kartra_entitlements')
    .where({ member_id: id })
    .update({
      derived_at: null,
      state: isLevel ? 'active' : 'ended',
      reason: isLevel ? null : 'refunded',
      role_id: isLevel ? roleId : await roleIdOf(site, 'Gold'),
      ...more,
    });
  await writeRole(site, sale, role);
}

/** Housekeeping and the drift sweep come by several times. */
export async function letTimePass(site: Site): Promise<void> {
  const sweepDue = async () => (await site.rows('kartra_connections'))[0]?.['sweep_due_at'];
  for (let round = 0; round < 3; round += 1) {
    const due = await sweepDue();
    await keepHouse(site, SECOND_MS);
    await site.idleUntil(async () => (await sweepDue()) !== due);
  }
}
