import type { Core } from '@strapi/strapi';
import { findConnection } from '../../repositories/connections';
import { database, inTransaction } from '../../repositories/database';
import {
  dropLargestPayloads,
  noteDroppedPayloads,
  sumPayloads,
} from '../../repositories/payload-quota';
import { breathe } from '../../utils/breathe';
import { readConfig } from '../../utils/read-config';
import { nowOf } from '../background';

const DAY_MS = 86_400_000;
const BATCH = 200;

/**
 * Who has the webhook URL could fill the disk, as each payload is kept for weeks. So the payloads of one day keep to a
 * number of bytes: beyond it, those of webhooks that are done with go, the largest first. Facts are never touched.
 */
export async function keepPayloadQuota(strapi: Core.Strapi, signal: AbortSignal): Promise<void> {
  const { id: connectionId } = await findConnection(database(strapi));
  const today = Math.floor(nowOf(strapi) / DAY_MS);
  // What came late yesterday may have been applied only after midnight.
  for (const day of [today - 1, today]) await keepDay(strapi, { connectionId, day, signal });
}

async function keepDay(
  strapi: Core.Strapi,
  asked: { readonly connectionId: number; readonly day: number; readonly signal: AbortSignal }
): Promise<void> {
  const { connectionId, day, signal } = asked;
  const { payloadBytesPerDay } = readConfig(strapi);
  const span = { connectionId, from: day * DAY_MS, to: (day + 1) * DAY_MS };
  let excess = (await sumPayloads(database(strapi), span)) - payloadBytesPerDay;
  while (excess > 0 && !signal.aborted) {
    const now = nowOf(strapi);
    const bytes = excess;
    const dropped = await inTransaction(strapi, async (db) => {
      const batch = await dropLargestPayloads(db, { ...span, bytes, limit: BATCH, now });
      if (batch.count > 0) {
        await noteDroppedPayloads(db, connectionId, { day, ...batch, lastAt: now });
      }
      return batch;
    });
    // The rest is still needed: it goes once it is applied.
    if (dropped.count === 0) return;
    excess -= dropped.bytes;
    await breathe();
  }
}
