import type { Core } from '@strapi/strapi';
import { bundledLevels, compareSets } from '../../core/access/level-sets';
import { isLive } from '../../core/entitlements/term';
import { findAccessLevels } from '../../repositories/access-levels';
import { database } from '../../repositories/database';
import { findEntitlementsOf } from '../../repositories/entitlements';
import { readRoleIds } from '../../repositories/level-sets';
import { findMembers } from '../../repositories/members';
import { findUsers } from '../../repositories/users';
import type { JobTally } from '../../../../contracts/job';
import { NOTHING } from '../background';

/** Does the work and compares the roles and levels of these members before and after; `work` gives those it failed for. */
export async function tally(
  strapi: Core.Strapi,
  connectionId: number,
  memberIds: readonly number[],
  work: () => Promise<readonly number[]>
): Promise<JobTally> {
  const before = await takeSnapshots(strapi, memberIds);
  const failedMemberIds = await work();
  const after = await takeSnapshots(strapi, memberIds);
  const levels = await findAccessLevels(database(strapi), connectionId);
  // Any level is above none.
  const rank = (roleId: number | null) =>
    levels.find((level) => level.roleId === roleId)?.rank ?? Number.POSITIVE_INFINITY;
  const counts = { ...NOTHING, failedMemberIds };
  const moved = new Set<number>();
  for (const id of memberIds.filter((member) => !failedMemberIds.includes(member))) {
    const is = after.get(id);
    const isShared = is?.userId != null && moved.has(is.userId);
    const change = is ? changeOf(before.get(id), is, rank) : null;
    if (change && !isShared) {
      counts[change] += 1;
      if (is && is.userId !== null) moved.add(is.userId);
    } else counts[is?.isHeld ? 'held' : 'unchanged'] += 1;
  }
  return counts;
}

interface Snapshot {
  readonly userId: number | null;
  readonly roleId: number | null;
  /** Null: an earlier version did not write them. */
  readonly levels: readonly number[] | null;
  /** Those of them that a purchase gives together with others. */
  readonly bundled: readonly number[];
  readonly isHeld: boolean;
}

/** By the role; where it stays, by the other levels, as the preview has it. */
function changeOf(
  before: Snapshot | undefined,
  after: Snapshot,
  rank: (roleId: number | null) => number
): 'gained' | 'lost' | 'moved' | null {
  const was = before?.roleId ?? null;
  if (after.roleId !== was) {
    const [to, from] = [rank(after.roleId), rank(was)];
    if (was !== null && to === from) return 'moved';
    return to <= from ? 'gained' : 'lost';
  }
  if (after.isHeld || !before?.levels || !after.levels) return null;
  const bundled = [...before.bundled, ...after.bundled];
  const others = compareSets(before.levels, after.levels, bundled);
  return others === 'same' ? null : others === 'lose' ? 'lost' : 'gained';
}

async function takeSnapshots(
  strapi: Core.Strapi,
  memberIds: readonly number[]
): Promise<Map<number, Snapshot>> {
  const db = database(strapi);
  const members = await findMembers(db, memberIds);
  const users = await findUsers(
    strapi,
    db,
    members.flatMap(({ userId }) => userId ?? [])
  );
  const entitlements = await findEntitlementsOf(db, memberIds);
  const bundledOf = (id: number) =>
    bundledLevels(
      entitlements
        .filter(({ memberId }) => memberId === id)
        .map((row) => ({ live: isLive(row), roleIds: row.roleIds }))
    );
  const roles = new Map(users.map(({ id, roleId }) => [id, roleId]));
  return new Map(
    members.map(({ id, userId, heldReason, levelRoleId, levels }) => [
      id,
      {
        userId,
        roleId: (userId === null ? null : roles.get(userId)) ?? null,
        levels: levels === null ? null : readRoleIds(levelRoleId, levels),
        bundled: bundledOf(id),
        isHeld: heldReason !== null,
      },
    ])
  );
}
