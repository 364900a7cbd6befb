import type { Core } from '@strapi/strapi';
import type { z } from 'zod';
import { whyNoReplay } from '../../core/inbox/replay';
import { nobody } from '../../core/viewer/viewer';
import { database } from '../../repositories/database';
import type { Cursor, JobRow } from '../../repositories/jobs';
import { countLogs, findLog, findLogIds } from '../../repositories/webhook-log-list';
import { STEP, type JobHandler, type StepResult } from '../background';
import { REPLAY, replayOf } from './replay';

type Params = z.output<typeof REPLAY.params>;

/** All webhooks of a filter are processed once more, oldest first. */
export const replayWebhooks: JobHandler<Params> = {
  kind: REPLAY,
  count: async (strapi, _connectionId, { filter }) =>
    (await countLogs(database(strapi), filter)).total,
  step: stepOfReplay,
};

async function stepOfReplay(
  strapi: Core.Strapi,
  job: JobRow,
  { filter }: Params,
  cursor: Cursor
): Promise<StepResult> {
  const ids = await findLogIds(database(strapi), filter, { afterId: cursor.afterId, limit: STEP });
  if (ids.length === 0) return { done: 0, failed: 0, cursor: null };
  let failed = 0;
  for (const id of ids) {
    const asked = { dryRun: false, viewer: nobody(job.queuedBy ?? 'automatic') };
    const log = await findLog(database(strapi), id);
    if (!log || whyNoReplay(log) !== null) continue;
    const { state } = await replayOf(strapi).one(id, asked);
    if (state === 'failed' || state === 'dead') failed += 1;
  }
  return { done: ids.length, failed, cursor: { ...cursor, afterId: ids.at(-1) ?? 0 } };
}
