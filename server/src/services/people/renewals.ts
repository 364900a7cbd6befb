import { createHash, randomUUID } from 'node:crypto';
import type { Member } from '../../../../contracts/member';
import type { SettleRenewalsBody } from '../../../../contracts/purchase';
import type { Viewer } from '../../core/viewer/viewer';
import { insertActivity } from '../../repositories/activities';
import { database, tryAndUndo, type Database } from '../../repositories/database';
import { findEntitlementsOf, type StoredEntitlement } from '../../repositories/entitlements';
import { findFactsByHash, recordSettlement } from '../../repositories/events';
import { findMembers } from '../../repositories/members';
import { perStrapi } from '../../utils/per-strapi';
import { notFound } from '../../utils/errors';
import { refuse } from '../../utils/validate';
import { membersOf } from './members';
import { recomputeNeighborhood, readConnectionRules } from '../engine';
import { nowOf } from '../background';

type Body = Required<Omit<SettleRenewalsBody, 'dryRun'>>;

/**
 * Purchases that were renewals of another one, though their payments name no common id. What a person says is stored
 * as settlements of their first payments, so that a rebuild comes to the same.
 */
export const renewalsOf = perStrapi(({ strapi }) => {
  const load = async (memberId: number, { purchase, purchases, areRenewals }: Body) => {
    const db = database(strapi);
    const [member] = await findMembers(db, [memberId]);
    if (!member) throw notFound('There is no such member.');
    const stored = await findEntitlementsOf(db, [memberId]);
    const first = stored.find(({ id }) => id === purchase);
    const others = stored.filter(({ id }) => purchases.includes(id) && id !== purchase);
    if (!first || others.length !== purchases.length) {
      throw refuse(['purchases'], 'renewals-not-theirs');
    }
    // Kept apart, a renewal without a purchase of its own would give nothing any more.
    if (!areRenewals && others.some(hasRenewals)) {
      throw refuse(['purchases'], 'renewals-of-subscription');
    }
    return { member, first, others };
  };

  return {
    /** The member as they then are; dry, as they would be. */
    async settle(
      memberId: number,
      body: Body,
      asked: { readonly viewer: Viewer; readonly dryRun: boolean }
    ): Promise<Member> {
      const { member, first, others } = await load(memberId, body);
      const { connectionId } = member;
      const connection = await readConnectionRules(strapi);
      const now = nowOf(strapi);
      const keys = others.map(({ purchaseKey }) => purchaseKey);
      const enter = async (db: Database): Promise<void> => {
        for (const fact of await findFactsByHash(db, connectionId, keys)) {
          await recordSettlement(db, {
            kind: 'settled',
            connectionId,
            factHash: createHash('sha256').update(randomUUID()).digest('hex'),
            webhookLogId: fact.webhookLogId,
            productId: fact.productId,
            memberId: fact.memberId,
            recordedAt: now,
            settles: fact.factHash,
            settledTo: body.areRenewals ? first.purchaseKey : null,
            settledBy: asked.viewer.actor,
          });
        }
        await insertActivity(db, {
          connectionId,
          happenedAt: now,
          ...told(first, others, body.areRenewals),
          actor: asked.viewer.actor,
          memberId,
        });
      };
      const run = async (): Promise<Member> => {
        await recomputeNeighborhood(strapi, {
          connection,
          seed: {
            productIds: [...new Set([first, ...others].map(({ productId }) => productId))],
            memberIds: [memberId],
            factHashes: [first.purchaseKey, ...keys],
          },
          enter,
          cause: { webhookLogId: null, actor: asked.viewer.actor },
          now,
        });
        return membersOf(strapi).one(memberId, asked.viewer);
      };
      return asked.dryRun ? tryAndUndo(strapi, run) : run();
    },
  };
});

const hasRenewals = ({ history }: StoredEntitlement): boolean =>
  history?.moments.some(({ kind }) => kind === 'rebill') ?? false;

function told(
  first: StoredEntitlement,
  others: readonly StoredEntitlement[],
  areRenewals: boolean
) {
  const nameOf = ({ orderIds: [order], productName, productId }: StoredEntitlement) =>
    order ?? productName ?? productId;
  const values = { order: nameOf(first), orders: others.map(nameOf).join(', ') };
  return { code: areRenewals ? 'renewals.settled' : 'renewals.declined', values } as const;
}
