import { hindranceOf } from '../access/hindrance';
import { without } from '../access/level-sets';
import type { Purchase } from '../entitlements/fact';
import { isLive, type Term } from '../entitlements/term';
import type { Case } from './case';
import { unchanged, type Outcome } from './outcome';

/** What a payment opened, renewed or brought back, or why it did not. */
export function judgePayment(asked: Case, purchase: Purchase, term: Term): Outcome {
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
function heldBy({ account, roleChange }: Case): Outcome | null {
  const reason = hindranceOf(account, roleChange);
  if (reason === null) return null;
  if (reason !== 'incomplete') return { state: 'held', reason, code: `held.${reason}` };
  const what = account === 'untrusted-address' ? 'untrusted-email' : 'email';
  return { state: 'held', reason, code: `held.incomplete.${what}` };
}
