import { isLive, type Term } from '../entitlements/term';
import { siteOf, type Rules } from '../rules/rules';
import type { AccessInput } from './decide';
import { countingOverrides, type Override } from './overrides';

/** A purchase of a member, as the rules of a moment see it. */
export interface Holding extends Pick<Term, 'state' | 'reason'> {
  readonly memberId: number;
  readonly purchaseKey: string;
  readonly productId: string;
  readonly pricePoint: string | null;
  /** Levels its mapping gives; none: no mapping covers it. */
  readonly roleIds: readonly number[];
}

/** Everything that counts for one account. */
export interface Holdings<Held extends Holding = Holding, Given extends Override = Override> {
  readonly entitlements: readonly Held[];
  readonly overrides: readonly Given[];
  /** Of all of it, what `decideAccess` looks at. */
  readonly input: AccessInput;
}

/** Several members may be linked to one account. Its access is decided from what all of them hold. */
export function holdingsOf<Held extends Holding, Given extends Override>(known: {
  /** Of all these members, by the rules of this moment. */
  readonly entitlements: readonly Held[];
  /** Those of these members and of the account. */
  readonly overrides: readonly Given[];
  /** Null: there is no account. */
  readonly user: { readonly id: number; readonly roleId: number | null } | null;
  /** Role that each of them was given last; the member's own first. */
  readonly lastGiven: readonly (number | null)[];
  readonly rules: Rules;
  readonly now: number;
}): Holdings<Held, Given> {
  const { entitlements, user, lastGiven, rules, now } = known;
  const currentRole = user?.roleId ?? null;
  const overrides = countingOverrides(known.overrides, {
    userId: user?.id ?? null,
    purchases: entitlements,
  });
  return {
    entitlements,
    overrides,
    input: {
      entitlements: entitlements.map((entitlement) => ({
        id: entitlement.purchaseKey,
        live: isLive(entitlement),
        roleIds: entitlement.roleIds,
      })),
      overrides,
      levels: rules.levels,
      currentRole,
      site: siteOf(rules),
      lastGivenRoleId: lastGivenOf(currentRole, lastGiven),
      now,
    },
  };
}

/** What any of those who share an account was given last is ours, also where it is no level any more. */
export const lastGivenOf = (
  currentRole: number | null,
  lastGiven: readonly (number | null)[]
): number | null => (lastGiven.includes(currentRole) ? currentRole : (lastGiven[0] ?? null));
