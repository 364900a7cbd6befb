import { createHash, randomUUID } from 'node:crypto';
import type { MessageValue } from '../../../../contracts/common';
import type { WebhookLogDetail } from '../../../../contracts/webhook-log';
import type { SettleBody } from '../../../../contracts/webhook-log-requests';
import type { ActivityCode } from '../../core/inbox/codes';
import { mayBeAccepted, SETTLED_BY_PURCHASE } from '../../core/inbox/decisions';
import type { Viewer } from '../../core/viewer/viewer';
import { insertActivity } from '../../repositories/activities';
import { database, inTransaction, tryAndUndo, type Database } from '../../repositories/database';
import type { StoredEntitlement } from '../../repositories/entitlements';
import { findFactsOfLogs, recordSettlement, type Word } from '../../repositories/events';
import type { EventRow } from '../../repositories/event-row';
import { findLog } from '../../repositories/webhook-log-list';
import { acceptLog } from '../../repositories/webhook-log-queue';
import type { WebhookLogRow } from '../../repositories/webhook-logs';
import { perStrapi } from '../../utils/per-strapi';
import { notFound } from '../../utils/errors';
import { refuse } from '../../utils/validate';
import { webhookLogsOf, shownFactOf } from './webhook-logs';
import { recomputeNeighborhood, readConnectionRules } from '../engine';
import { findCandidates } from './settlement-candidates';
import { nowOf } from '../background';

/**
 * What a person says about an event that leaves something open: which purchase it means, or none, or on which day access
 * ends.
 */
export const settlementsOf = perStrapi(({ strapi }) => {
  const load = async (id: number, body: SettleBody) => {
    const log = await findLog(database(strapi), id);
    if (!log) throw notFound('There is no such webhook.');
    const fact = shownFactOf(log, await findFactsOfLogs(database(strapi), [id]));
    const isAboutEnd = 'endsOn' in body;
    const reasons: readonly (string | null)[] = isAboutEnd
      ? ['unknown-period']
      : SETTLED_BY_PURCHASE;
    if (!fact || log.state !== 'held' || !reasons.includes(log.reason)) {
      throw refuse(['id'], isAboutEnd ? 'settle-no-end' : 'settle-other');
    }
    return { log, fact };
  };

  const decide = async (
    log: WebhookLogRow,
    fact: EventRow,
    body: SettleBody
  ): Promise<NewSettlement> => {
    if ('endsOn' in body) return endsOn(log, body.endsOn);
    if ('none' in body) return belongsToNone(log);
    const found = (await findCandidates(database(strapi), log, fact)).find(
      ({ row }) => row.id === body.purchase
    );
    if (!found) throw refuse(['purchase'], 'settle-no-purchase');
    return belongsTo(log, found.row);
  };

  return {
    /** Stored as a fact of its own, so that a rebuild comes to the same. Dry: does it, tells what came of it, undoes it. */
    async settle(id: number, body: SettleBody, viewer: Viewer): Promise<WebhookLogDetail> {
      const { log, fact } = await load(id, body);
      const { word, settledTo, ownerId, ...told } = await decide(log, fact, body);
      const connection = await readConnectionRules(strapi);
      const now = nowOf(strapi);
      const enter = async (db: Database): Promise<void> => {
        await recordSettlement(db, {
          ...word,
          connectionId: log.connectionId,
          factHash: createHash('sha256').update(randomUUID()).digest('hex'),
          webhookLogId: id,
          productId: fact.productId,
          memberId: fact.memberId,
          recordedAt: now,
          settles: fact.factHash,
          settledBy: viewer.actor,
        });
        await insertActivity(db, {
          ...told,
          connectionId: log.connectionId,
          happenedAt: now,
          actor: viewer.actor,
          memberId: log.memberId,
          webhookLogId: id,
        });
      };
      // One transaction: what was settled has taken effect, or was not settled.
      const run = async (): Promise<WebhookLogDetail> => {
        await recomputeNeighborhood(strapi, {
          connection,
          seed: {
            productIds: [fact.productId],
            memberIds: [fact.memberId, ownerId].filter((member) => member !== null),
            factHashes: settledTo === null ? [fact.factHash] : [fact.factHash, settledTo],
          },
          enter,
          cause: { webhookLogId: null, actor: viewer.actor },
          now,
        });
        return webhookLogsOf(strapi).one(id, viewer);
      };
      return body.dryRun ? tryAndUndo(strapi, run) : run();
    },

    /** Leaves what is held as it is: it only stops waiting, until something else becomes of it. */
    async accept(id: number, reason: string | null, { actor }: Viewer): Promise<void> {
      const log = await findLog(database(strapi), id);
      if (!log) throw notFound('There is no such webhook.');
      if (!mayBeAccepted(log)) throw refuse(['id'], 'accept-not-waiting');
      const now = nowOf(strapi);
      await inTransaction(strapi, async (db) => {
        if (!(await acceptLog(db, log, { at: now, by: actor, reason }))) {
          throw refuse(['id'], 'accept-not-waiting');
        }
        await insertActivity(db, {
          connectionId: log.connectionId,
          happenedAt: now,
          code: 'webhook.accepted',
          values: { n: id, reason },
          actor,
          memberId: log.memberId,
          webhookLogId: id,
        });
      });
    },
  };
});

/** What is entered into the ledger, and how the activity tells it. */
interface NewSettlement {
  readonly word:
    | Pick<Extract<Word, { kind: 'settled' }>, 'kind' | 'settledTo'>
    | Pick<Extract<Word, { kind: 'end-settled' }>, 'kind' | 'date'>;
  /** Fact of another purchase that it ties the event to. */
  readonly settledTo: string | null;
  /** Whose purchase that is. */
  readonly ownerId: number | null;
  readonly code: ActivityCode;
  readonly values: Readonly<Record<string, MessageValue>>;
}

function belongsTo({ id }: WebhookLogRow, purchase: StoredEntitlement): NewSettlement {
  const order = purchase.orderIds[0] ?? null;
  return {
    word: { kind: 'settled', settledTo: purchase.purchaseKey },
    settledTo: purchase.purchaseKey,
    ownerId: purchase.memberId,
    code: 'webhook.settled',
    values: { n: id, order },
  };
}

const belongsToNone = ({ id }: WebhookLogRow): NewSettlement => ({
  word: { kind: 'settled', settledTo: null },
  settledTo: null,
  ownerId: null,
  code: 'webhook.set-aside',
  values: { n: id, order: null },
});

/** Access lasts through the day that was chosen. */
const endsOn = ({ id }: WebhookLogRow, day: string): NewSettlement => ({
  word: { kind: 'end-settled', date: `${day} 23:59:59` },
  settledTo: null,
  ownerId: null,
  code: 'webhook.end-settled',
  values: { n: id, until: day },
});
