import type { MemberPlan } from '../../core/access/decide-member';
import type { Ledger } from '../../core/entitlements/fact';
import type { Locate } from '../../core/entitlements/locate';
import type { Rules } from '../../core/rules/rules';
import type { StoredEntitlement } from '../../repositories/entitlements';
import type { EventRow } from '../../repositories/event-row';
import type { MemberRow } from '../../repositories/members';
import type { Account } from './decide-account';
import type { World } from './known-world';

export interface Cause {
  readonly webhookLogId: number | null;
  /** Who did it, for the activity; null: a webhook. */
  readonly actor: string | null;
  /** No one did: a date was reached. */
  readonly isDue?: true;
}

/** What was decided about one member: what they have now, and what they had. */
export interface MemberResult extends MemberPlan<StoredEntitlement> {
  readonly member: MemberRow;
  readonly account: Account;
  /** The rules of a newer version were applied to the member here, and changed something. */
  readonly isByNewRules: boolean;
}

/** A neighborhood after everything known was folded and the access of every member in it was decided. */
export interface Recomputed {
  readonly rows: readonly EventRow[];
  readonly rowOf: World['rowOf'];
  readonly ledger: Ledger;
  /** Where the event that holds a fact belongs. */
  readonly locate: Locate;
  readonly rules: Rules;
  readonly results: ReadonlyMap<number, MemberResult>;
  /** What the fold said before an event, by the id of the row that reported it first; missing: not folded yet. */
  readonly before: World['before'];
}
