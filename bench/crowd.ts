import type { Core } from '@strapi/strapi';

import { USER_UID } from '../server/src/constants';
import { database } from '../server/src/repositories/database';
import { userRoleLink } from '../server/src/repositories/roles';

const BATCH = 200;

let named = 0;

/** Adds users until the role has this many; bulk SQL, as a hundred thousand through Strapi would take hours. */
export async function fillRole(strapi: Core.Strapi, roleId: number, target: number): Promise<void> {
  const db = database(strapi);
  const link = userRoleLink(strapi);
  const userTable = strapi.db.metadata.get(USER_UID).tableName;
  const [counted] = await db
    .table(link.table)
    .where({ [link.roleColumn]: roleId })
    .count({ n: '*' });
  const present = Number(counted?.['n'] ?? 0);

  for (let added = 0; present + added < target; added += BATCH) {
    const size = Math.min(BATCH, target - present - added);
    const names = Array.from({ length: size }, () => `bench${process.pid}x${(named += 1)}`);
    await db.table(userTable).insert(
      names.map((name) => ({
        document_id: name,
        username: name,
        email: `${name}@example.com`,
        provider: 'local',
        confirmed: true,
        blocked: false,
      }))
    );
    const users = await db.table(userTable).whereIn('document_id', names).select('id');
    await db.table(link.table).insert(
      users.map(({ id }, index) => ({
        [link.userColumn]: id,
        [link.roleColumn]: roleId,
        ...(link.orderColumn ? { [link.orderColumn]: present + added + index + 1 } : {}),
      }))
    );
  }
}
