import { rowsBefore } from '../../core/entitlements/arrivals';
import { foldFacts } from '../../core/entitlements/fold';
import type { DecidedWorld, JudgedFact } from '../../core/inbox/read-case';
import { judgeFact as judge, type Verdict as Judged } from '../../core/inbox/verdict';
import { findRolesBeforeCatchingUp } from '../../repositories/activities';
import type { Database } from '../../repositories/database';
import { toFacts, toSettlements } from '../../repositories/events';
import type { EventRow } from '../../repositories/event-row';
import type { LogResult } from '../../repositories/webhook-log-queue';
import type { Recomputed } from './member-result';

export interface Verdict extends Judged {
  /** As it is stored with the row of the webhook. */
  readonly result: LogResult;
}

/** What the webhook that brought this fact did, with everything that is stored beside it. */
export function judgeFact(recomputed: Recomputed, fact: JudgedFact, now: number): Verdict {
  const verdict = judge(worldOf(recomputed), fact, now);
  const { outcome, memberId, duplicateOf, mapping } = verdict;
  return {
    ...verdict,
    // Costs more than the outcome, which most often turns out to be what it was.
    get result(): LogResult {
      return {
        ...verdict.told(),
        state: outcome.state,
        reason: outcome.reason,
        code: outcome.code,
        memberId,
        duplicateOf,
        mappingId: mapping?.id ?? null,
        mappingVersion: mapping?.version ?? null,
        finishedAt: now,
      };
    },
  };
}

const worldOf = (recomputed: Recomputed): DecidedWorld => ({
  ...recomputed,
  foldBefore(first) {
    const earlier = rowsBefore(recomputed.rows, first);
    return recomputed.before.get(first.id) ?? foldFacts(toFacts(earlier), toSettlements(earlier));
  },
});

/** A fact that a webhook brought just now. */
export interface NewFact {
  readonly row: EventRow;
  /** As the webhook gave it. */
  readonly email: string | null;
}

/**
 * What each of these new facts did. A fact is known before its turn comes: another turn of its owner may have done
 * already what it asks for.
 */
export async function judgeNewFacts(
  db: Database,
  recomputed: Recomputed,
  facts: readonly NewFact[],
  now: number
): Promise<Verdict[]> {
  const asked = facts.map(({ row, email }) => ({
    fact: { hash: row.factHash, webhookLogId: row.webhookLogId, email },
    since: row.recordedAt,
  }));
  const verdicts = asked.map(({ fact }) => judgeFact(recomputed, fact, now));
  const unmoved = verdicts.flatMap(({ memberId }, index) => {
    const result = memberId === null ? undefined : recomputed.results.get(memberId);
    if (memberId === null || !result || result.roleBefore !== result.roleAfter) return [];
    return { memberId, since: asked[index]?.since ?? now };
  });
  const before = await findRolesBeforeCatchingUp(db, unmoved);
  return verdicts.map((verdict, index) => {
    const isUnmoved = unmoved.some(({ memberId }) => memberId === verdict.memberId);
    const roleBefore = isUnmoved ? before.get(verdict.memberId ?? 0) : undefined;
    const fact = asked[index]?.fact;
    return roleBefore && fact ? judgeFact(recomputed, { ...fact, roleBefore }, now) : verdict;
  });
}
