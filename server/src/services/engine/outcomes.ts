import {
  hasNoKnownEnd,
  mayChange,
  maySayNothing,
  type ToldBefore,
} from '../../core/inbox/look-again';
import { insertActivity } from '../../repositories/activities';
import type { Database } from '../../repositories/database';
import type { EventRow } from '../../repositories/event-row';
import {
  findAppliedLogsOfSeveral,
  findDecidedLogs,
  updateDecidedLog,
} from '../../repositories/webhook-log-queue';
import type { LogEvent } from '../../repositories/webhook-logs';
import { resultOfSeveral, toLogEvent } from './several-events';
import { judgeFact, type Verdict } from './verdicts';
import type { Recomputed } from './member-result';

/**
 * Webhooks of this neighborhood that are decided again, because what they waited for may have come: held ones, those
 * of an offer once ignored, charges of people who had bought nothing, applied ones that a later webhook left without
 * their purchase, and cancellations whose end of access a mapping no longer tells. They change only when something else
 * became of them. Of a webhook that brought several events each is judged separately.
 */
export async function lookAgainAtHeld(
  db: Database,
  recomputed: Recomputed,
  asked: { readonly except: readonly number[]; readonly now: number }
): Promise<void> {
  const unmatched = new Set(
    recomputed.ledger.unmatched.flatMap(({ event }) => event.facts.map(({ hash }) => hash))
  );
  const factsOf = factsByLog(recomputed.rows);
  const ids = [...factsOf.keys()].filter((id) => !asked.except.includes(id));
  const world = { ...recomputed, now: asked.now };
  // Charges and refunds that meant nothing may have found their purchase since, and a cancellation lost its known end.
  const isOpen = (id: number) =>
    factsOf
      .get(id)
      ?.some(
        ({ factHash, kind }) =>
          unmatched.has(factHash) ||
          maySayNothing(kind) ||
          (kind === 'cancellation' && hasNoKnownEnd(world, recomputed.locate(factHash)))
      ) === true;
  const logs = [
    ...(await findDecidedLogs(db, ids, ['held', 'ignored'])),
    ...(await findDecidedLogs(db, ids.filter(isOpen), ['applied'])),
    ...(await findAppliedLogsOfSeveral(db, ids)),
  ];
  for (const log of new Map(logs.map((found) => [found.id, found])).values()) {
    const facts = factsOf.get(log.id) ?? [];
    /** Null: nothing else came of it. */
    const lookAgain = (fact: EventRow | undefined, told: ToldBefore): Verdict | null => {
      if (!fact || !mayChange(world, log.memberId, fact.factHash, told)) return null;
      const known = { hash: fact.factHash, webhookLogId: log.id, email: log.email };
      const verdict = judgeFact(recomputed, known, asked.now);
      return verdict.outcome.state === told.state && verdict.outcome.code === told.code
        ? null
        : verdict;
    };
    const tell = (verdict: Verdict) =>
      noteOutcome(db, recomputed.rules.connectionId, log.id, verdict, asked.now);

    const [first, ...others] = log.events;
    if (!first) {
      const verdict = lookAgain(facts.at(-1), log);
      if (!verdict) continue;
      await updateDecidedLog(db, log, verdict.result);
      await tell(verdict);
      continue;
    }
    const verdicts: Verdict[] = [];
    const eventNow = (event: LogEvent): LogEvent => {
      const verdict = lookAgain(
        facts.find(({ factHash }) => factHash === event.factHash),
        event
      );
      if (!verdict) return event;
      verdicts.push(verdict);
      return toLogEvent({ ...event, ...verdict.result }, asked.now);
    };
    const now = resultOfSeveral([eventNow(first), ...others.map(eventNow)]);
    if (verdicts.length === 0) continue;
    await updateDecidedLog(db, log, now);
    for (const verdict of verdicts) await tell(verdict);
  }
}

function factsByLog(rows: readonly EventRow[]): ReadonlyMap<number, readonly EventRow[]> {
  const facts = new Map<number, EventRow[]>();
  for (const row of rows) {
    if (row.settles !== null) continue;
    const known = facts.get(row.webhookLogId);
    if (known) known.push(row);
    else facts.set(row.webhookLogId, [row]);
  }
  return facts;
}

/** One activity line for each webhook that changed something, or waits. */
async function noteOutcome(
  db: Database,
  connectionId: number,
  webhookLogId: number,
  { outcome, result }: Verdict,
  now: number
): Promise<void> {
  if (outcome.state === 'ignored') return;
  const values = result.values ?? {};
  await insertActivity(db, {
    connectionId,
    happenedAt: now,
    code: outcome.code,
    values,
    memberId: result.memberId ?? null,
    webhookLogId,
  });
}
