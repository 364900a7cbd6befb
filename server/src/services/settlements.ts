import type { Core } from '@strapi/strapi';
import { createHash, randomUUID } from 'node:crypto';
import type {
  SettleBody,
  SettlementCandidate,
  WebhookLogDetail,
} from '../../../contracts/webhook-log';
import { PART_REFUNDED } from '../core/inbox/decisions';
import { insertActivity } from '../repositories/activities';
import { database, inTransaction, tryAndUndo, type Database } from '../repositories/database';
import { findEntitlementsOf, type StoredEntitlement } from '../repositories/entitlements';
import { findFactsOfLogs, recordSettlement, type EventRow } from '../repositories/events';
import { findLog } from '../repositories/webhook-log-list';
import { acceptLog } from '../repositories/webhook-log-queue';
import type { WebhookLogRow } from '../repositories/webhook-logs';
import { notFound } from '../utils/errors';
import { getService } from '../utils/get-service';
import { refuse } from '../utils/validate';
import { readConnectionRules } from './connection-rules';
import { recomputeProduct } from './recompute';
import { shownFactOf } from './webhook-logs';

/** What a person says about an event that names no purchase we know: it means this one, or none. */
export default ({ strapi }: { strapi: Core.Strapi }) => {
  const purchasesOf = async (log: WebhookLogRow): Promise<StoredEntitlement[]> => {
    if (log.memberId === null) return [];
    const all = await findEntitlementsOf(database(strapi), [log.memberId]);
    return all.filter(({ productId }) => productId === log.productId);
  };

  const load = async (id: number): Promise<{ log: WebhookLogRow; fact: EventRow }> => {
    const log = await findLog(database(strapi), id);
    if (!log) throw notFound('There is no such webhook.');
    const fact = shownFactOf(log, await findFactsOfLogs(database(strapi), [id]));
    if (!fact || log.state !== 'held' || log.reason !== 'unmatched-purchase') {
      throw refuse(['id'], 'settle-other');
    }
    return { log, fact };
  };

  return {
    async candidates(log: WebhookLogRow): Promise<SettlementCandidate[]> {
      return (await purchasesOf(log)).map((row) => ({
        purchase: row.id,
        productName: row.productName,
        orderIds: row.orderIds,
        state: row.state,
        startedAt: row.startedAt,
      }));
    },

    /** Stored as a fact of its own, so that a rebuild comes to the same. Dry: does it, tells what came of it, undoes it. */
    async settle(
      id: number,
      body: SettleBody,
      { actor, seesPersonalData }: { readonly actor: string; readonly seesPersonalData: boolean }
    ): Promise<WebhookLogDetail> {
      const { log, fact } = await load(id);
      const purchase =
        'purchase' in body
          ? (await purchasesOf(log)).find((row) => row.id === body.purchase)
          : undefined;
      if ('purchase' in body && !purchase) {
        throw refuse(['purchase'], 'settle-no-purchase');
      }
      const connection = await readConnectionRules(strapi);
      const now = Date.now();
      const settledTo = purchase?.purchaseKey ?? null;
      const enter = async (db: Database): Promise<void> => {
        await recordSettlement(db, {
          connectionId: log.connectionId,
          factHash: createHash('sha256').update(randomUUID()).digest('hex'),
          webhookLogId: id,
          productId: fact.productId,
          memberId: fact.memberId,
          recordedAt: now,
          settles: fact.factHash,
          settledTo,
          settledBy: actor,
        });
        await insertActivity(db, {
          connectionId: log.connectionId,
          happenedAt: now,
          code: purchase ? 'webhook.settled' : 'webhook.set-aside',
          text: purchase
            ? `Webhook ${id} was settled: it means order ${purchase.orderIds[0] ?? 'without a number'}.`
            : `Webhook ${id} was set aside: it belongs to no purchase.`,
          values: { n: id, order: purchase?.orderIds[0] ?? null },
          actor,
          memberId: log.memberId,
          webhookLogId: id,
        });
      };
      // One transaction: what was settled has taken effect, or was not settled.
      const run = async (): Promise<WebhookLogDetail> => {
        await recomputeProduct(strapi, {
          connection,
          productId: fact.productId,
          seed: {
            memberIds: fact.memberId === null ? [] : [fact.memberId],
            factHashes: settledTo === null ? [fact.factHash] : [fact.factHash, settledTo],
          },
          enter,
          cause: { webhookLogId: null, actor },
          now,
        });
        return getService(strapi, 'webhook-logs').one(id, seesPersonalData);
      };
      return body.dryRun ? tryAndUndo(strapi, run) : run();
    },

    /** Leaves what is held as it is: it only stops waiting, until something else becomes of it. */
    async accept(id: number, reason: string | null, actor: string): Promise<void> {
      const log = await findLog(database(strapi), id);
      if (!log) throw notFound('There is no such webhook.');
      const waits = log.state === 'held' && log.reason !== 'paused';
      if (!waits && log.code !== PART_REFUNDED) {
        throw refuse(['id'], 'accept-not-waiting');
      }
      const now = Date.now();
      await inTransaction(strapi, async (db) => {
        if (!(await acceptLog(db, log, { at: now, by: actor, reason }))) {
          throw refuse(['id'], 'accept-not-waiting');
        }
        await insertActivity(db, {
          connectionId: log.connectionId,
          happenedAt: now,
          code: 'webhook.accepted',
          text: `Webhook ${id} was left as it is${reason === null ? '' : `: “${reason}”`}.`,
          values: { n: id, reason },
          actor,
          memberId: log.memberId,
          webhookLogId: id,
        });
      });
    },
  };
};
