import type { TermReason } from '../entitlements/term';

/** What a webhook came to: state, reason and sentence (DESIGN section 5). */
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
        | 'address-in-the-way'
        | 'two-people'
        | 'unclaimed-account'
        | 'protected-role'
        | 'incomplete';
      readonly code: OutcomeCode;
    };

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
  | `applied.revoked.${TermReason}`
  | `applied.fell-back.${TermReason}`
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
  | 'held.address-in-the-way'
  | 'held.two-people'
  | 'held.unclaimed-account'
  | 'held.protected-role'
  | 'held.incomplete.email'
  | 'held.incomplete.untrusted-email';

type Unchanged<Code> = Code extends `applied.no-change.${infer Why}` ? Why : never;

/** Nothing changed, and this is why. */
export const unchanged = (why: Unchanged<OutcomeCode>): Outcome => ({
  state: 'applied',
  reason: 'no-change',
  code: `applied.no-change.${why}`,
});
