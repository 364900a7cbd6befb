import { rowsBefore } from '../../core/entitlements/arrivals';
import { foldFacts } from '../../core/entitlements/fold';
import {
  judgeFact as judge,
  type DecidedWorld,
  type JudgedFact,
  type Verdict as Judged,
} from '../../core/inbox/verdict';
import { findRoleBeforeCatchingUp } from '../../repositories/activities';
import type { Database } from '../../repositories/database';
import { toFacts, toSettlements } from '../../repositories/events';
import type { EventRow } from '../../repositories/event-row';
import type { LogResult } from '../../repositories/webhook-log-queue';
import type { Settled } from './standing';

export interface Verdict extends Judged {
  /** As it is stored with the row of the webhook. */
  readonly result: LogResult;
}

/** What the webhook that brought this fact did, with everything that is stored beside it. */
export function judgeFact(settled: Settled, fact: JudgedFact, now: number): Verdict {
  const verdict = judge(worldOf(settled), fact, now);
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

const worldOf = (settled: Settled): DecidedWorld => ({
  ...settled,
  foldBefore(first) {
    const earlier = rowsBefore(settled.rows, first);
    return settled.before.get(first.id) ?? foldFacts(toFacts(earlier), toSettlements(earlier));
  },
});

/** The fact is known before its turn comes: another turn of its owner may have done already what it asks for. */
export async function judgeNewFact(
  db: Database,
  settled: Settled,
  { factHash, recordedAt }: EventRow,
  {
    now,
    ...told
  }: { readonly webhookLogId: number; readonly email: string | null; readonly now: number }
): Promise<Verdict> {
  const fact = { hash: factHash, ...told };
  const verdict = judgeFact(settled, fact, now);
  const { memberId } = verdict;
  const standing = memberId === null ? undefined : settled.standings.get(memberId);
  if (memberId === null || !standing || standing.roleBefore !== standing.roleAfter) return verdict;
  const roleBefore = await findRoleBeforeCatchingUp(db, memberId, recordedAt);
  return roleBefore ? judgeFact(settled, { ...fact, roleBefore }, now) : verdict;
}
