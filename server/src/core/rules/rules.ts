import type { ExistingAccounts } from './existing-accounts';
import type { MappingRule } from './mappings';
import { isStartRole, type Site, type SiteRoles } from './roles';

/** What an administrator set, as plain data: everything of the site that deciding about a member needs. */
export interface Rules {
  readonly connectionId: number;
  /** Null: none was chosen, or the chosen one may not be given any more. */
  readonly fallbackRoleId: number | null;
  readonly roles: SiteRoles;
  readonly mappings: readonly MappingRule[];
  /** Access levels whose role exists; rank 1 is the highest. */
  readonly levels: readonly { readonly roleId: number; readonly rank: number }[];
  /** What happens to accounts that were there before a purchase, and that no one proved. */
  readonly existingAccounts: ExistingAccounts;
  /** Offers that the owner set aside. */
  readonly ignoredOffers: readonly Offer[];
}

interface Offer {
  readonly productId: string;
  readonly pricePoint: string | null;
}

export const siteOf = ({
  roles,
  fallbackRoleId,
}: Pick<Rules, 'roles' | 'fallbackRoleId'>): Site => ({
  fallbackRoleId,
  defaultRoleId: roles.defaultRoleId,
  publicRoleId: roles.publicRoleId,
});

/** In a role that the integration never changes: neither a level, nor one that everybody starts in. */
export const isStaff = (
  { roleId }: { readonly roleId: number | null },
  rules: Pick<Rules, 'roles' | 'fallbackRoleId' | 'levels'>
): boolean =>
  !isStartRole(siteOf(rules), roleId) && !rules.levels.some((level) => level.roleId === roleId);

export const roleName = ({ roles }: Pick<Rules, 'roles'>, roleId: number | null): string | null =>
  roles.all.find((role) => role.id === roleId)?.name ?? null;

const isSame = (one: Offer, other: Offer): boolean =>
  one.productId === other.productId && one.pricePoint === other.pricePoint;

/** Whether the owner set this offer aside. */
export const ignores = ({ ignoredOffers }: Pick<Rules, 'ignoredOffers'>, offer: Offer): boolean =>
  ignoredOffers.some((ignored) => isSame(ignored, offer));

/**
 * The rules with other mappings. Proposed ones take the place of those for the same product and price point; a role
 * that is no level yet becomes one, the lowest.
 */
export function withMappings<Known extends Rules>(
  rules: Known,
  gone: readonly Pick<MappingRule, 'id'>[],
  proposed: readonly MappingRule[]
): Known {
  const isKept = (mapping: MappingRule) =>
    !gone.some(({ id }) => id === mapping.id) && !proposed.some((one) => isSame(one, mapping));
  const lowest = Math.max(0, ...rules.levels.map(({ rank }) => rank));
  const added = [...new Set(proposed.flatMap(({ roleIds }) => roleIds))]
    .filter((roleId) => !rules.levels.some((level) => level.roleId === roleId))
    .map((roleId, index) => ({ roleId, rank: lowest + index + 1 }));
  return {
    ...rules,
    mappings: [...rules.mappings.filter(isKept), ...proposed],
    levels: [...rules.levels, ...added],
  };
}

/** Choosing levels leaves the policies of a mapping as they are. */
export const withPoliciesOf = (
  { mappings }: Pick<Rules, 'mappings'>,
  proposed: readonly MappingRule[]
): MappingRule[] =>
  proposed.map((mapping) => {
    const before = mappings.find((one) => isSame(one, mapping));
    return before ? { ...before, roleIds: mapping.roleIds } : mapping;
  });

/** The rules with the levels in this order, highest first. */
export const withOrder = <Known extends Rules>(
  rules: Known,
  roleIds: readonly number[]
): Known => ({ ...rules, levels: roleIds.map((roleId, index) => ({ roleId, rank: index + 1 })) });
