import { entitlementOf } from '../../core/entitlements/entitlement';
import type { Ledger } from '../../core/entitlements/fact';
import type { Rules } from '../../core/rules/rules';
import type { Database } from '../../repositories/database';
import {
  planEntitlements,
  writeEntitlements,
  type EntitlementPlan,
} from '../../repositories/entitlement-plans';
import type { DerivedEntitlement, StoredEntitlement } from '../../repositories/entitlements';
import type { MemberRow } from '../../repositories/members';
import { releaseRows } from '../../repositories/new-rules';
import { breathe } from '../../utils/breathe';
import type { World } from './known-world';

/** Purchases derived at a stretch. */
const AT_A_STRETCH = 500;

/** Entitlements as they should be, worked out by rules that may have changed by the time they are written. */
export interface Derived {
  readonly rules: Rules;
  readonly rows: readonly DerivedEntitlement[];
  readonly plan: EntitlementPlan;
}

/** Everything that members have. */
export interface Written {
  readonly stored: readonly StoredEntitlement[];
  /** Those of them that are what the rules of this moment make of them. */
  readonly derived: ReadonlySet<StoredEntitlement>;
}

type Decided = { readonly connectionId: number; readonly memberIds: readonly number[] };

export async function deriveAll(
  { ledger, found, stored }: World,
  { connectionId, memberIds }: Decided,
  rules: Rules,
  now: number
): Promise<Derived> {
  const rows: DerivedEntitlement[] = [];
  for (let start = 0; start < ledger.purchases.length; start += AT_A_STRETCH) {
    const purchases = ledger.purchases.slice(start, start + AT_A_STRETCH);
    rows.push(...deriveEntitlements(connectionId, memberIds, { purchases }, { rules, now }));
    if (rows.length >= AT_A_STRETCH) await breathe();
  }
  const scope = { connectionId, productIds: found.productIds, memberIds, at: now };
  return { rules, rows, plan: planEntitlements(scope, stored, rows) };
}

export const isByRules = ({ rules }: Derived, { mappings }: Rules): boolean =>
  JSON.stringify(rules.mappings) === JSON.stringify(mappings);

/** Of those who are decided about; what was another's until now and is theirs leaves the other. */
export async function writeDerived(
  db: Database,
  { rows, plan, rules }: Derived,
  members: readonly MemberRow[],
  decided: readonly MemberRow[]
): Promise<Written> {
  await releaseRows(db, rules.connectionId, {
    purchaseKeys: rows.map(({ purchaseKey }) => purchaseKey),
    memberIds: members.flatMap((member) => (decided.includes(member) ? [] : member.id)),
  });
  const derived = await writeEntitlements(db, plan);
  const stored = [...derived, ...plan.others].sort((a, b) => a.id - b.id);
  return { stored, derived: new Set(derived) };
}

/** Only of the members whose neighborhood this is: of strangers who share an id not everything is known here. */
export function deriveEntitlements(
  connectionId: number,
  memberIds: readonly number[],
  ledger: Pick<Ledger, 'purchases'>,
  { rules, now }: { readonly rules: Rules; readonly now: number }
) {
  const isHere = new Set(memberIds);
  return ledger.purchases.flatMap((purchase) => {
    const { memberId } = purchase;
    if (memberId === null || !isHere.has(memberId)) return [];
    return { ...entitlementOf(purchase, rules.mappings, now), connectionId, memberId };
  });
}
