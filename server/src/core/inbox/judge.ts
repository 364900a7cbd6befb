import type { AccountStatus } from '../access/account';
import type { AccessDecision } from '../access/decide';
import { hindranceOf, stillLoses } from '../access/hindrance';
import { without } from '../access/level-sets';
import type { EndReason, LedgerEvent, Purchase, Unmatched } from '../entitlements/fact';
import { isEnding, isPayment } from '../entitlements/kinds';
import { isLive, type Term } from '../entitlements/term';

export interface Case {
  readonly event: LedgerEvent;
  /** Log that reported this event first, if it was another one. */
  readonly duplicateOf: number | null;
  /** Why it belongs to no purchase; null: it does. */
  readonly unmatched: Unmatched['why'] | null;
  /** Its person bought the product, at whatever time. */
  readonly hasBought: boolean;
  /** Decimal text as Kartra sent it; null: none. */
  readonly amount: string | null;
  readonly offerIgnored: boolean;
  /** Purchase the event belongs to, by everything known now; null: it matches none. */
  readonly purchase: Purchase | null;
  /** State of that purchase, by the policy of its mapping. */
  readonly term: Term | null;
  /** Its state by what had arrived before this event; null: it was unknown then. Costs a fold, so it is asked late. */
  termBefore(): Term | null;
  /** This payment changed the product of its subscription (RULES M4). */
  readonly changesProduct: boolean;
  /** It takes back a payment that was made before the product was changed. */
  readonly isOfOldProduct: boolean;
  /** The mapping keeps access after a refund. */
  readonly keepsRefunded: boolean;
  /** Levels that the purchase's mapping gives; none: no mapping covers it. */
  readonly mappedLevels: readonly number[];
  /** The owner's levels now, with this purchase as it is; highest first, like those below. */
  readonly levels: readonly number[];
  /** The owner's levels if this purchase were live, and if it were not. */
  readonly levelsIfLive: readonly number[];
  readonly levelsWithout: readonly number[];
  /** An administrator denies the owner every level that the mapping gives. */
  readonly isDenied: boolean;
  readonly decision: AccessDecision | null;
  readonly account: AccountStatus;
  readonly accountCreated: boolean;
  /** The owner was brought up to date with this event before its webhook came to its turn. */
  readonly isDoneAlready: boolean;
}

export type Outcome =
  | {
      readonly state: 'applied';
      readonly reason:
        | 'granted'
        | 'renewed'
        | 'recovered'
        | 'product-changed'
        | 'completed'
        | 'leaving'
        | 'past-due'
        | 'revoked'
        | 'fell-back'
        | 'no-change';
      readonly code: OutcomeCode;
    }
  | {
      readonly state: 'ignored';
      readonly reason: 'duplicate' | 'offer-ignored';
      readonly code: OutcomeCode;
    }
  | {
      readonly state: 'held';
      readonly reason:
        | 'unmapped-product'
        | 'unmatched-purchase'
        | 'conflicting-id'
        | 'unknown-period'
        | 'unconfirmed-account'
        | 'account-deleted'
        | 'account-vetoed'
        | 'protected-role'
        | 'incomplete';
      readonly code: OutcomeCode;
    };

type EndedBy = EndReason | 'expired' | 'suspended';

/** `state.reason`, and behind it which of the reason's sentences it is. */
export type OutcomeCode =
  | 'applied.granted'
  | 'applied.granted.account-created'
  | 'applied.renewed'
  | 'applied.recovered'
  | 'applied.product-changed'
  | 'applied.completed'
  | 'applied.leaving'
  | 'applied.past-due'
  | 'applied.past-due.until'
  | `applied.revoked.${EndedBy}`
  | `applied.fell-back.${EndedBy}`
  | 'applied.no-change.late'
  | 'applied.no-change.time-over'
  | 'applied.no-change.refund-kept'
  | 'applied.no-change.already-ended'
  | 'applied.no-change.part-refunded'
  | 'applied.no-change.not-mapped'
  | 'applied.no-change.higher-anyway'
  | 'applied.no-change.other-purchase'
  | 'applied.no-change.denied'
  | 'applied.no-change.staff'
  | 'applied.no-change.no-account'
  | 'applied.no-change.set-aside'
  | 'applied.no-change.nothing-bought'
  | 'applied.no-change.nothing-refunded'
  | 'applied.no-change.paid-in-full'
  | 'applied.no-change.old-product'
  | 'ignored.duplicate'
  | 'ignored.offer-ignored'
  | 'held.unmapped-product'
  | 'held.unmatched-purchase'
  | 'held.conflicting-id'
  | 'held.unknown-period'
  | 'held.unconfirmed-account'
  | 'held.account-deleted'
  | 'held.account-vetoed'
  | 'held.protected-role'
  | 'held.incomplete.email'
  | 'held.incomplete.untrusted-email';

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

type Unchanged<Code> = Code extends `applied.no-change.${infer Why}` ? Why : never;

const unchanged = (why: Unchanged<OutcomeCode>): Outcome => ({
  state: 'applied',
  reason: 'no-change',
  code: `applied.no-change.${why}`,
});

/** Without a level to give, only a live purchase waits for an answer. */
function judgeUnmapped({ event, term, offerIgnored }: Case): Outcome {
  if (offerIgnored)
    return { state: 'ignored', reason: 'offer-ignored', code: 'ignored.offer-ignored' };
  const waits = isPayment(event.kind) && term !== null && isLive(term);
  return waits
    ? { state: 'held', reason: 'unmapped-product', code: 'held.unmapped-product' }
    : unchanged('not-mapped');
}

function judgePayment(asked: Case, purchase: Purchase, term: Term): Outcome {
  if (!isLive(term)) return unchanged(term.reason === 'expired' ? 'time-over' : 'late');
  const held = heldBy(asked);
  if (held) return held;

  const { event } = asked;
  const known = asked.termBefore();
  if (asked.changesProduct && known) {
    return { state: 'applied', reason: 'product-changed', code: 'applied.product-changed' };
  }
  if (known && isLive(known)) {
    if (term.state === 'completed' && known.state !== 'completed') {
      return { state: 'applied', reason: 'completed', code: 'applied.completed' };
    }
    // A sale that comes after its own renewal tells nothing new; any other sale of a subscription is a renewal.
    return event.kind === 'rebill' || event.key !== purchase.firstPayment.key
      ? { state: 'applied', reason: 'renewed', code: 'applied.renewed' }
      : unchanged('late');
  }
  if (!opensSomething(asked)) return unchanged(asked.isDenied ? 'denied' : 'higher-anyway');
  if (known) return { state: 'applied', reason: 'recovered', code: 'applied.recovered' };
  return {
    state: 'applied',
    reason: 'granted',
    code: asked.accountCreated ? 'applied.granted.account-created' : 'applied.granted',
  };
}

/** The purchase gives the owner's highest level, or, as one of several, a level that nothing else gives. */
function opensSomething({ mappedLevels, levels, levelsWithout }: Case): boolean {
  const [highest] = levels;
  if (highest !== undefined && mappedLevels.includes(highest)) return true;
  return mappedLevels.length > 1 && without(levels, levelsWithout).length > 0;
}

/** Why what is paid for cannot be given yet. */
function heldBy({ account, decision }: Case): Outcome | null {
  const reason = hindranceOf(account, decision);
  if (reason === null) return null;
  if (reason !== 'incomplete') return { state: 'held', reason, code: `held.${reason}` };
  const what = account === 'untrusted-address' ? 'untrusted-email' : 'email';
  return { state: 'held', reason, code: `held.incomplete.${what}` };
}

/** An unconfirmed account is decided about only where that takes something away. */
const canLose = ({ account, decision, isDoneAlready }: Case): boolean =>
  account === 'ready' || (stillLoses(account) && (decision !== null || isDoneAlready));

function judgeEnding(asked: Case, term: Term): Outcome {
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
function judgeFailed(asked: Case, term: Term): Outcome {
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

/** What the owner of a purchase lost that gives nothing any more. */
function judgeLoss(asked: Case, reason: EndedBy): Outcome {
  if (!canLose(asked)) return unchanged('no-account');
  if (asked.decision?.kind === 'keep' && asked.decision.reason === 'protected-role') {
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
