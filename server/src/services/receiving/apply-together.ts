import type { Core } from '@strapi/strapi';
import { meaningOf } from '../../core/kartra/meaning';
import { decodeStored } from '../../core/kartra/stored-body';
import { findConnection } from '../../repositories/connections';
import { database } from '../../repositories/database';
import type { WebhookLogRow } from '../../repositories/webhook-logs';
import { nowOf } from '../background';
import { judgeNewFacts, recomputeApart, rulesOf, type MemberResult } from '../engine';
import { hasNewAccount, lookAgainElsewhere, refuseMissingRole } from './apply-webhook';
import { enterLedger, isFresh, type FreshEntry, type Reported } from './enter-ledger';
import { finishWebhooks, type AttemptLease } from './finish-webhooks';

/** A webhook with one new event, of a member of its own. */
interface Turn {
  readonly log: WebhookLogRow;
  readonly entry: FreshEntry;
  readonly memberId: number;
}

/**
 * Webhooks of different members in one transaction, each decided as if alone. Those that have to do with each other, or
 * are not as simple, are given back, to be applied one by one. It throws where one of them fails: then all are.
 */
export async function applyTogether(
  strapi: Core.Strapi,
  logs: readonly WebhookLogRow[],
  lease: AttemptLease
): Promise<readonly WebhookLogRow[]> {
  const reported = logs.flatMap(readSimple);
  if (reported.length < 2) return logs;
  const connection = await findConnection(database(strapi));
  const entries = await enterLedger(strapi, reported, connection.salt);
  const turns = takeTurns(reported, entries);
  if (turns.length < 2) return logs;

  const rules = rulesOf(connection);
  const now = nowOf(strapi);
  let results: readonly MemberResult[] = [];
  const isDone = await recomputeApart(
    strapi,
    { ...scopeOf(turns), connection: rules, now },
    async (db, recomputed) => {
      const facts = turns.map(({ entry: { fact, event } }) => ({
        row: fact,
        email: event.buyer.email,
      }));
      const verdicts = await judgeNewFacts(db, recomputed, facts, now);
      const decided = turns.flatMap(({ log, entry }, index) => {
        const verdict = verdicts[index];
        if (!verdict) return [];
        refuseMissingRole(verdict, recomputed);
        return { log, entries: [entry] as const, verdicts: new Map([[entry, verdict]]) };
      });
      await finishWebhooks(db, decided, lease, now);
      results = [...recomputed.results.values()];
    }
  );
  if (!isDone) return logs;
  for (const { member } of results.filter(hasNewAccount)) {
    const turn = turns.find(({ memberId }) => memberId === member.id);
    if (turn) await lookAgainElsewhere(strapi, rules, member.id, turn.log.id);
  }
  const done = new Set(turns.map(({ log }) => log.id));
  return logs.filter(({ id }) => !done.has(id));
}

/** A real purchase, cancellation or the like: one event of a known product. */
function readSimple(log: WebhookLogRow): Reported[] {
  if (log.isTest) return [];
  const meaning = meaningOf(decodeStored({ ...log, body: log.body ?? '' }));
  if (meaning.type !== 'money') return [];
  const { events } = meaning;
  return events.length === 1 && events[0].productId !== null ? [{ log, events }] : [];
}

/** Of each member one webhook, the earliest; what another webhook brought before is not decided again. */
function takeTurns(
  reported: readonly Reported[],
  entries: Awaited<ReturnType<typeof enterLedger>>
): Turn[] {
  const turns = new Map<number, Turn>();
  for (const [index, { log }] of reported.entries()) {
    const entry = entries[index]?.[0];
    const memberId = entry?.fact?.memberId ?? null;
    if (!entry || !isFresh(entry) || memberId === null || turns.has(memberId)) continue;
    turns.set(memberId, { log, entry, memberId });
  }
  return [...turns.values()];
}

const scopeOf = (turns: readonly Turn[]) => ({
  seed: {
    productIds: [...new Set(turns.map(({ entry }) => entry.fact.productId))],
    memberIds: turns.map(({ memberId }) => memberId),
    factHashes: turns.map(({ entry }) => entry.fact.factHash),
  },
  newFacts: turns.map(({ entry }) => entry.fact.factHash),
  leadsAtAnotherAddress: turns.flatMap(({ entry }) => entry.leadAtAnotherAddress ?? []),
  cause: { webhookLogId: null, actor: null },
  causes: new Map(
    turns.map(({ log, memberId }) => [memberId, { webhookLogId: log.id, actor: null }])
  ),
});
