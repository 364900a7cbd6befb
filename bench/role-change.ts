/**
 * What it costs to move one user to another role: our way (`changeRole`) beside Strapi's own call, in a role with a
 * thousand users and in one with a hundred thousand. `npm run bench:roles`.
 */
import type { Core } from '@strapi/strapi';
import { performance } from 'node:perf_hooks';

import { USER_UID } from '../server/src/constants';
import { database, inTransaction } from '../server/src/repositories/database';
import { userRoleLink } from '../server/src/repositories/roles';
import { changeRole } from '../server/src/repositories/user-roles';
import { lockUser } from '../server/src/repositories/users';
import { createSiteRole } from '../tests/helpers/users';
import { fillRole } from './crowd';
import { fail, median, ms, printTable, times } from './figures';
import { onEachSite } from './sites';

const MOVED = 100;
/** Strapi's own call takes so long in a full role that a few tell enough. */
const CASES = [
  { users: 1_000, baselineRuns: MOVED },
  { users: 100_000, baselineRuns: 20 },
];

/** Some users of the role, spread over it: a user's place in it matters to Strapi's own call. */
async function pickUsers(strapi: Core.Strapi, roleId: number, count: number): Promise<number[]> {
  const link = userRoleLink(strapi);
  const rows = await database(strapi)
    .table(link.table)
    .where({ [link.roleColumn]: roleId })
    .orderBy(link.userColumn)
    .select(link.userColumn);
  const step = Math.floor(rows.length / count);
  return Array.from({ length: count }, (_, index) => Number(rows[index * step]?.[link.userColumn]));
}

async function time(
  userIds: readonly number[],
  move: (userId: number) => Promise<unknown>
): Promise<number[]> {
  const durations: number[] = [];
  for (const userId of userIds) {
    const start = performance.now();
    await move(userId);
    durations.push(performance.now() - start);
  }
  return durations;
}

async function main(): Promise<void> {
  const rows: string[][] = [];
  await onEachSite(async ({ strapi }, databaseName) => {
    const site = { strapi };
    const from = await createSiteRole(site, 'Crowd');
    const to = await createSiteRole(site, 'Target');
    for (const { users, baselineRuns } of CASES) {
      await fillRole(strapi, from, users);
      const ours = await time(await pickUsers(strapi, from, MOVED), (userId) =>
        inTransaction(strapi, async (db) => {
          const user = await lockUser(strapi, db, userId);
          if (user) await changeRole(strapi, db, user, to, Date.now());
        })
      );
      const baseline = await time(await pickUsers(strapi, from, baselineRuns), (userId) =>
        strapi.db.query(USER_UID).update({ where: { id: userId }, data: { role: to } })
      );
      rows.push([
        databaseName,
        users.toLocaleString('en'),
        `${ms(median(ours))} (${MOVED} runs)`,
        `${ms(median(baseline))} (${baselineRuns} runs)`,
        times(median(ours), median(baseline)),
      ]);
    }
  });
  printTable(
    ['Database', 'Users in the role', 'Ours, median', 'Strapi’s call, median', 'Quicker'],
    rows
  );
}

main().catch(fail);
