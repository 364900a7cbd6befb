import type { Core } from '@strapi/strapi';
import { NO_PRICE_POINT } from '../../constants';
import type { AccessInput } from '../../core/access/decide';
import { mappingFor } from '../../core/rules/mappings';
import { valueOf } from '../../core/entitlements/entitlement';
import { isLive } from '../../core/entitlements/term';
import { findAccessLevels } from '../../repositories/access-levels';
import { findConnection } from '../../repositories/connections';
import { database, type Database } from '../../repositories/database';
import { findIgnoredOffers } from '../../repositories/discovered-offers';
import type { StoredEntitlement } from '../../repositories/entitlements';
import { findMappings, type StoredMapping } from '../../repositories/mappings';
import type { OverrideRow } from '../../repositories/overrides';
import { readSiteRoles, roleRefusal, type SiteRoles } from './roles';

/** What the rules need to know of the connection. */
export interface ConnectionRules {
  readonly id: number;
  readonly fallbackRoleId: number | null;
}

export async function readConnectionRules(strapi: Core.Strapi): Promise<ConnectionRules> {
  const { id, settings } = await findConnection(database(strapi));
  return { id, fallbackRoleId: settings.fallbackRoleId };
}

/** What an administrator set, read once for each transaction. */
export interface Rules {
  readonly connectionId: number;
  readonly fallbackRoleId: number | null;
  readonly roles: SiteRoles;
  readonly mappings: readonly StoredMapping[];
  readonly levels: readonly { readonly roleId: number; readonly rank: number }[];
  /** Whether the owner set this offer aside. */
  ignores(productId: string, pricePoint: string | null): boolean;
}

export async function readRules(
  strapi: Core.Strapi,
  db: Database,
  connection: ConnectionRules
): Promise<Rules> {
  const roles = await readSiteRoles(strapi, db);
  const exists = (roleId: number) => roles.all.some((role) => role.id === roleId);
  const levels = await findAccessLevels(db, connection.id);
  const ignored = await findIgnoredOffers(db, connection.id);
  return {
    connectionId: connection.id,
    fallbackRoleId: await soundFallback(strapi, db, connection.fallbackRoleId),
    roles,
    mappings: await findMappings(db, connection.id),
    levels: levels.filter((level) => exists(level.roleId)),
    ignores: (productId, pricePoint) =>
      ignored.some(
        (offer) =>
          offer.productId === productId && offer.pricePoint === (pricePoint ?? NO_PRICE_POINT)
      ),
  };
}

/** Deleted since it was chosen, or allowed to manage users by now: then the site's default takes its place. */
async function soundFallback(
  strapi: Core.Strapi,
  db: Database,
  roleId: number | null
): Promise<number | null> {
  if (roleId === null) return null;
  return (await roleRefusal(strapi, roleId, db)) === null ? roleId : null;
}

export const roleName = (rules: Rules, roleId: number | null): string | null =>
  rules.roles.all.find((role) => role.id === roleId)?.name ?? null;

/** Everything that `decideAccess` looks at, by these rules; the entitlements name the levels of the same rules. */
export function accessInput(
  rules: Rules,
  known: {
    readonly entitlements: readonly StoredEntitlement[];
    readonly overrides: readonly OverrideRow[];
    /** Null: there is no account. */
    readonly userId: number | null;
    readonly currentRole: number | null;
    readonly lastGivenRoleId: number | null;
    readonly now: number;
  }
): AccessInput {
  const { currentRole, lastGivenRoleId, now } = known;
  return {
    entitlements: known.entitlements.map((entitlement) => ({
      id: entitlement.purchaseKey,
      live: isLive(entitlement),
      roleIds: entitlement.roleIds,
    })),
    overrides: effectiveOverrides(known),
    levels: rules.levels,
    currentRole,
    site: { ...rules.roles, fallbackRoleId: rules.fallbackRoleId },
    lastGivenRoleId,
    now,
  };
}

/** Entitlements are stored as they were when last looked at; mappings and time have moved on since. */
export function entitlementsAt(
  rules: Pick<Rules, 'mappings'>,
  stored: readonly StoredEntitlement[],
  now: number
): StoredEntitlement[] {
  return stored.map((entitlement) => {
    const { productId, pricePoint, history } = entitlement;
    if (history) {
      return {
        ...entitlement,
        ...valueOf({ productId, pricePoint, history }, rules.mappings, now),
      };
    }
    const rule = mappingFor(rules.mappings, productId, pricePoint);
    return { ...entitlement, roleIds: rule?.roleIds ?? [], mappingId: rule?.id ?? null };
  });
}

/** What was given by hand goes with the member; "held before Kartra" stays with the account that held it. */
export const countsFor =
  (userId: number | null) =>
  (override: OverrideRow): boolean =>
    override.source !== 'held-before' || override.userId === null || override.userId === userId;

/** "Held before Kartra" counts only while no purchase, live or ended, explains that level. */
function effectiveOverrides({
  overrides,
  entitlements,
  userId,
}: Pick<
  Parameters<typeof accessInput>[1],
  'overrides' | 'entitlements' | 'userId'
>): AccessInput['overrides'] {
  return overrides
    .filter(countsFor(userId))
    .filter(
      ({ source, roleId }) =>
        source !== 'held-before' ||
        roleId === null ||
        !entitlements.some(({ roleIds }) => roleIds.includes(roleId))
    )
    .map(({ id, effect, roleId, until }) => ({
      id,
      effect: effect === 'deny' ? 'deny' : 'grant',
      roleId,
      until,
    }));
}
