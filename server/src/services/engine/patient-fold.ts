import type { Fact, Ledger, Settlement } from '../../core/entitlements/fact';
import { foldSteps } from '../../core/entitlements/fold';
import type { EventRow } from '../../repositories/event-row';
import { toFacts, toSettlements } from '../../repositories/events';
import { breathe } from '../../utils/breathe';

/** Work that takes longer at a stretch keeps answers waiting. */
const AT_A_STRETCH_MS = 10;

/** The fold, with a turn for others every few milliseconds. */
export async function foldPatiently(
  facts: readonly Fact[],
  settlements: readonly Settlement[]
): Promise<Ledger> {
  const steps = foldSteps(facts, settlements);
  for (let since = performance.now(); ; ) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() - since < AT_A_STRETCH_MS) continue;
    await breathe();
    since = performance.now();
  }
}

export const foldRows = (rows: readonly EventRow[]): Promise<Ledger> =>
  foldPatiently(toFacts(rows), toSettlements(rows));
