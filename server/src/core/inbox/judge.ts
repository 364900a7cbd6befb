import { isEnding, isPayment } from '../entitlements/kinds';
import { isLive } from '../entitlements/term';
import type { Case } from './case';
import { judgeEnding, judgeFailed } from './judge-ending';
import { judgePayment } from './judge-payment';
import { unchanged, type Outcome } from './outcome';

/**
 * What one webhook did, seen from everything known now: its state, reason and sentence (DESIGN section 5).
 * It only describes; access is decided elsewhere.
 */
export function judge(asked: Case): Outcome {
  if (asked.duplicateOf !== null) {
    return { state: 'ignored', reason: 'duplicate', code: 'ignored.duplicate' };
  }
  if (asked.mappedLevels.length === 0) return judgeUnmapped(asked);
  const { purchase, term } = asked;
  if (!purchase || !term) {
    return judgeUnmatched(asked);
  }
  const { kind } = asked.event;
  if (isPayment(kind)) return judgePayment(asked, purchase, term);
  if (isEnding(kind)) return judgeEnding(asked, term);
  if (kind === 'partial-refund') {
    if (isLive(term) && asked.isOfOldProduct) return unchanged('old-product');
    return isLive(term) ? unchanged('part-refunded') : judgeEnding(asked, term);
  }
  return judgeFailed(asked, term);
}

function judgeUnmatched({ event, unmatched, hasBought, amount }: Case): Outcome {
  if (unmatched === 'set-aside') return unchanged('set-aside');
  if (unmatched === 'conflicting-id') {
    return { state: 'held', reason: 'conflicting-id', code: 'held.conflicting-id' };
  }
  // Nothing bought, nothing to decide (RULES M8).
  if (event.kind === 'failed' && !hasBought) return unchanged('nothing-bought');
  const isRefund = event.kind === 'refund' || event.kind === 'partial-refund';
  if (isRefund && amount !== null && Number(amount) === 0) return unchanged('nothing-refunded');
  return { state: 'held', reason: 'unmatched-purchase', code: 'held.unmatched-purchase' };
}

/** Without a level to give, only a live purchase waits for an answer. */
function judgeUnmapped({ event, term, offerIgnored }: Case): Outcome {
  if (offerIgnored)
    return { state: 'ignored', reason: 'offer-ignored', code: 'ignored.offer-ignored' };
  const waits = isPayment(event.kind) && term !== null && isLive(term);
  return waits
    ? { state: 'held', reason: 'unmapped-product', code: 'held.unmapped-product' }
    : unchanged('not-mapped');
}
