import { sentenceOf } from '../core/activity/sentences';
import { insertActivity } from '../repositories/activities';
import type { Database } from '../repositories/database';
import { findDecidedLogs, updateDecidedLog } from '../repositories/webhook-log-queue';
import type { WebhookLogRow } from '../repositories/webhook-logs';
import type { Settled } from './recompute';
import { judgeFact, type Verdict } from './verdicts';

/**
 * Held webhooks of this neighbourhood whose cause may have gone, those of an offer once ignored, and applied ones that a later webhook left without
 * their purchase: judged again, told when something else became of them.
 */
export async function lookAgainAtHeld(
  db: Database,
  settled: Settled,
  asked: { readonly except: number | null; readonly now: number }
): Promise<void> {
  const facts = settled.rows.filter(({ settles }) => settles === null);
  const factOf = new Map(facts.map((row) => [row.webhookLogId, row]));
  const ids = [...factOf.keys()].filter((id) => id !== asked.except);
  const unmatched = new Set(
    settled.ledger.unmatched.flatMap((event) => event.facts.map((fact) => fact.webhookLogId))
  );
  const logs = [
    ...(await findDecidedLogs(db, ids, ['held', 'ignored'])).filter(
      ({ state, reason }) => state === 'held' || reason === 'offer-ignored'
    ),
    ...(await findDecidedLogs(
      db,
      ids.filter((id) => unmatched.has(id)),
      ['applied']
    )),
  ];
  for (const log of logs) {
    const fact = factOf.get(log.id);
    if (!fact) continue;
    const verdict = judgeFact(
      settled,
      { hash: fact.factHash, webhookLogId: log.id, email: log.email },
      asked.now
    );
    if (isSameAs(log, verdict)) continue;
    await updateDecidedLog(db, log, verdict.result);
    await tellOutcome(db, settled.rules.connectionId, log.id, verdict, asked.now);
  }
}

const isSameAs = (log: WebhookLogRow, { outcome }: Verdict): boolean =>
  log.state === outcome.state && log.code === outcome.code;

/** One activity line for each webhook that changed something, or waits. */
export async function tellOutcome(
  db: Database,
  connectionId: number,
  webhookLogId: number,
  { outcome, result }: Verdict,
  now: number
): Promise<void> {
  if (outcome.state === 'ignored') return;
  const values = (result.values ?? {}) as Parameters<typeof sentenceOf>[1];
  await insertActivity(db, {
    connectionId,
    happenedAt: now,
    code: outcome.code,
    text: sentenceOf(outcome.code, values),
    values,
    memberId: result.memberId ?? null,
    webhookLogId,
  });
}
