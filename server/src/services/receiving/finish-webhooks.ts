import { insertActivities, type NewActivity } from '../../repositories/activities';
import type { MoneyEvent } from '../../core/kartra/event';
import { OTHER } from '../../core/wording/other';
import type { Database } from '../../repositories/database';
import { countOffer } from '../../repositories/discovered-offers';
import type { Lease } from '../../repositories/leases';
import { updateMembers } from '../../repositories/members';
import { queueEvent } from '../../repositories/outbox-messages';
import { finishLogs, type LogResult } from '../../repositories/webhook-log-queue';
import type { WebhookLogRow } from '../../repositories/webhook-logs';
import { LeaseLostError } from '../../utils/errors';
import type { Verdict } from '../engine';
import { withAttempt } from './attempts';
import type { Entry } from './enter-ledger';
import { resultOfEntries, type Decided } from './webhook-results';

/** The lease under which webhooks are tried, and who tries them. */
export interface AttemptLease extends Lease {
  /** Who tries, for the list of attempts: `at-once`, `automatic`, or an administrator's name. */
  readonly by: string;
}

/** A webhook and what its events came to. */
export interface DecidedWebhook extends Omit<Decided, 'now'> {
  readonly log: WebhookLogRow;
}

/** Writes what became of these webhooks: lines of the activity, the rows themselves, and the offers they named. */
export async function finishWebhooks(
  db: Database,
  webhooks: readonly DecidedWebhook[],
  lease: AttemptLease,
  now: number
): Promise<void> {
  const lines = webhooks.flatMap(({ log, verdicts }) =>
    [...verdicts.values()].flatMap((verdict) => lineOf(log, verdict, now))
  );
  await insertActivities(db, lines);
  // A line about a member is the member's last change.
  const changed = lines.flatMap(({ memberId }) => memberId ?? []);
  await updateMembers(db, new Map(changed.map((id) => [id, { changedAt: now }])));
  await saveResults(
    db,
    webhooks.map(({ log, ...decided }) => ({
      log,
      result: resultOfEntries(log, { ...decided, now }),
    })),
    lease,
    now
  );
  await noteOffers(db, webhooks, now);
}

/** One line for each webhook that changed something, or waits. */
function lineOf(
  { id, connectionId }: WebhookLogRow,
  { outcome, result }: Verdict,
  now: number
): NewActivity[] {
  if (outcome.state === 'ignored') return [];
  const { values = {}, memberId = null } = result;
  return [
    { connectionId, happenedAt: now, code: outcome.code, values, memberId, webhookLogId: id },
  ];
}

/** Throws when another worker holds one of the rows by now. */
export async function saveResults(
  db: Database,
  results: readonly { readonly log: WebhookLogRow; readonly result: LogResult }[],
  lease: AttemptLease,
  now: number
): Promise<void> {
  const finished = results.map(({ log, result }) => ({
    log,
    result: {
      ...result,
      nextAttemptAt: null,
      finishedAt: now,
      attemptLog: withAttempt(log, {
        startedAt: new Date(lease.takenAt).toISOString(),
        durationMs: now - lease.takenAt,
        by: lease.by,
        outcome: result.state ?? OTHER,
        error: null,
      }),
    },
  }));
  const areMine = await finishLogs(db, finished, lease.token);
  if (!areMine) throw new LeaseLostError(results[0]?.log.id ?? 0);
}

/** The rows of offers are shared by all buyers: written last, so that they are held shortest. */
async function noteOffers(
  db: Database,
  webhooks: readonly DecidedWebhook[],
  now: number
): Promise<void> {
  const seen = new Map<string, { event: MoneyEvent; log: WebhookLogRow; times: number }>();
  for (const { log, verdicts } of webhooks) {
    for (const [{ event }, { outcome }] of verdicts) {
      if (outcome.reason === 'duplicate' || log.isTest || event.productId === null) continue;
      const key = JSON.stringify([event.productId, event.pricePoint]);
      const times = (seen.get(key)?.times ?? 0) + 1;
      seen.set(key, { event, log: seen.get(key)?.log ?? log, times });
    }
  }
  // In one order, so that two transactions do not wait for each other.
  for (const [, { event, log, times }] of [...seen].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const { productId, pricePoint, productName } = event;
    if (productId === null) continue;
    const isNew = await countOffer(db, {
      ...{ connectionId: log.connectionId, productId, pricePoint, productName, times },
      at: log.receivedAt,
    });
    if (!isNew) continue;
    await queueEvent(db, {
      connectionId: log.connectionId,
      memberId: null,
      at: now,
      topic: 'kartra.offer.discovered',
      payload: { productId, productName, pricePoint, webhookLogId: log.id },
    });
  }
}

export type Verdicts = ReadonlyMap<Entry, Verdict>;
