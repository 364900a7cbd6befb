import { stillLoses } from '../access/hindrance';
import { without } from '../access/level-sets';
import { isLive, type Term, type TermReason } from '../entitlements/term';
import type { Case } from './case';
import { unchanged, type Outcome } from './outcome';

/** What a cancellation, refund or chargeback took, or why it did not. */
export function judgeEnding(asked: Case, term: Term): Outcome {
  if (isLive(term)) return judgeEndingWithoutEnd(asked, term);
  const known = asked.termBefore();
  if (!known || !isLive(known)) return unchanged('already-ended');
  return judgeLoss(asked, term.reason ?? 'cancelled');
}

/** Access stays for now: the mapping says so, or something newer does. */
function judgeEndingWithoutEnd(asked: Case, term: Term): Outcome {
  const { kind } = asked.event;
  if (asked.isOfOldProduct) return unchanged('old-product');
  if (kind === 'cancellation' && term.state === 'completed') return unchanged('paid-in-full');
  const known = asked.termBefore();
  if (kind === 'cancellation' && term.state === 'leaving' && known?.state !== 'leaving') {
    if (term.endsBecause === 'unknown-period') {
      return { state: 'held', reason: 'unknown-period', code: 'held.unknown-period' };
    }
    return { state: 'applied', reason: 'leaving', code: 'applied.leaving' };
  }
  return unchanged(kind === 'refund' && asked.keepsRefunded ? 'refund-kept' : 'late');
}

/** One clock for each episode: a further failure moves nothing. */
export function judgeFailed(asked: Case, term: Term): Outcome {
  if (term.state === 'completed') return unchanged('paid-in-full');
  if (term.state !== 'past-due') return unchanged('late');
  if (isLive(term)) {
    const isTimed = term.endsBecause === 'failed';
    return {
      state: 'applied',
      reason: 'past-due',
      code: isTimed ? 'applied.past-due.until' : 'applied.past-due',
    };
  }
  const known = asked.termBefore();
  return known && isLive(known) ? judgeLoss(asked, 'suspended') : unchanged('already-ended');
}

/** An unconfirmed account is decided about only where that takes something away. */
const canLose = ({ account, roleChange, isDoneAlready }: Case): boolean =>
  account === 'ready' || (stillLoses(account) && (roleChange !== null || isDoneAlready));

/** What the owner of a purchase lost that gives nothing any more. */
function judgeLoss(asked: Case, reason: TermReason): Outcome {
  if (!canLose(asked)) return unchanged('no-account');
  if (asked.roleChange?.kind === 'keep' && asked.roleChange.reason === 'protected-role') {
    return unchanged('staff');
  }
  const { levels, levelsIfLive, mappedLevels } = asked;
  const [highest] = levels;
  const losesAnother = mappedLevels.length > 1 && without(levelsIfLive, levels).length > 0;
  if (highest === levelsIfLive[0] && !losesAnother) {
    const isGiven = highest !== undefined && mappedLevels.includes(highest);
    return unchanged(isGiven ? 'other-purchase' : 'higher-anyway');
  }
  return highest === undefined
    ? { state: 'applied', reason: 'revoked', code: `applied.revoked.${reason}` }
    : { state: 'applied', reason: 'fell-back', code: `applied.fell-back.${reason}` };
}
