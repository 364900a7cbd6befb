import { isByEarlierRules } from '../../core/access/new-rules';
import type { Locate } from '../../core/entitlements/locate';
import type { Database } from '../../repositories/database';
import { findProductsOfMembers } from '../../repositories/events';
import type { MemberRow } from '../../repositories/members';
import type { Seed } from '../../repositories/neighborhoods';
import type { World } from './known-world';

/**
 * Those of a neighborhood whose access is decided now. Who waits for the answer about new rules is left as they are,
 * unless it is about them, their purchase or their account.
 */
export function membersInTurn(
  members: readonly MemberRow[],
  seed: Seed,
  located: Locate
): readonly MemberRow[] {
  if (!members.some(isByEarlierRules)) return members;
  const named = new Set([...seed.memberIds, ...ownersOf(seed.factHashes, located)]);
  const accounts = new Set(
    members.flatMap(({ id, userId }) => (named.has(id) && userId !== null ? userId : []))
  );
  return members.filter(
    (member) =>
      !isByEarlierRules(member) ||
      named.has(member.id) ||
      (member.userId !== null && accounts.has(member.userId))
  );
}

const ownersOf = (factHashes: readonly string[], located: Locate): number[] =>
  factHashes.flatMap((hash) => {
    const { event, purchases } = located(hash) ?? { event: null, purchases: [] };
    return [...(event?.facts ?? []), ...purchases].flatMap(({ memberId }) => memberId ?? []);
  });

/** The new rules hold for all of a member at once: where they come to be applied, every product has to be there. */
export async function withAllProducts(
  db: Database,
  { members, found, locate }: World,
  seed: Seed
): Promise<Seed> {
  if (!members.some(isByEarlierRules)) return seed;
  const applied = membersInTurn(members, seed, locate).filter(isByEarlierRules);
  const products = await findProductsOfMembers(
    db,
    applied.map(({ id }) => id)
  );
  if (products.every((id) => found.productIds.includes(id))) return seed;
  return { ...seed, productIds: [...new Set([...seed.productIds, ...products])] };
}
