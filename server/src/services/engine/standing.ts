import type { AccessDecision } from '../../core/access/decide';
import type { Ledger } from '../../core/entitlements/fact';
import type { Locate } from '../../core/entitlements/locate';
import type { StoredEntitlement } from '../../repositories/entitlements';
import type { EventRow } from '../../repositories/event-row';
import type { MemberRow } from '../../repositories/members';
import type { Account } from './accounts';
import type { World } from './known-world';
import type { Rules } from './rules';

export interface Cause {
  readonly webhookLogId: number | null;
  /** Who did it, for the activity; null: a webhook. */
  readonly actor: string | null;
  /** Nobody did: a date was reached. */
  readonly isDue?: true;
}

/** Where a member stands after the decision, and where they stood before. */
export interface Standing {
  readonly member: MemberRow;
  /** All that counts for the account. */
  readonly entitlements: readonly StoredEntitlement[];
  readonly account: Account;
  readonly decision: AccessDecision | null;
  /** Highest level that purchases and overrides give now; null: the fallback. */
  readonly level: number | null;
  /** All that they give now, highest first. */
  readonly levels: readonly number[];
  readonly roleBefore: number | null;
  readonly roleAfter: number | null;
  /** The rules of a newer version were applied to the member here, and changed something. */
  readonly isByNewRules: boolean;
  /** An override denies this level now. */
  denies(roleId: number): boolean;
  /** The levels if this purchase were live, or were not, all else the same; highest first. */
  levelsIf(purchaseKey: string, live: boolean): readonly number[];
}

/** A neighborhood after everything known was folded and the access of every member in it was decided. */
export interface Settled {
  readonly rows: readonly EventRow[];
  readonly rowOf: World['rowOf'];
  readonly ledger: Ledger;
  /** Where the event that holds a fact belongs. */
  readonly locate: Locate;
  readonly rules: Rules;
  readonly standings: ReadonlyMap<number, Standing>;
  /** What the fold said before an event, by the id of the row that told first of it; missing: not folded yet. */
  readonly before: World['before'];
}
