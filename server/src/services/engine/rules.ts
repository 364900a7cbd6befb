import type { Core } from '@strapi/strapi';
import { NO_PRICE_POINT } from '../../constants';
import { existingAccountsOf, type ExistingAccounts } from '../../core/rules/existing-accounts';
import type { Role } from '../../core/rules/roles';
import type { Rules } from '../../core/rules/rules';
import { findAccessLevels } from '../../repositories/access-levels';
import { findConnection, type StoredConnection } from '../../repositories/connections';
import { database, type Database } from '../../repositories/database';
import { findIgnoredOffers } from '../../repositories/discovered-offers';
import { findMappings } from '../../repositories/mappings';
import { readSiteRoles, refusalAmong } from './roles';

/** What the rules need to know of the connection. */
export interface ConnectionRules {
  readonly id: number;
  readonly fallbackRoleId: number | null;
  /** Each new account gets a welcome mail. */
  readonly sendsWelcome: boolean;
  readonly existingAccounts: ExistingAccounts;
}

export const rulesOf = ({
  id,
  settings,
}: Pick<StoredConnection, 'id' | 'settings'>): ConnectionRules => ({
  id,
  fallbackRoleId: settings.fallbackRoleId,
  sendsWelcome: settings.welcomeMail.isOn,
  existingAccounts: existingAccountsOf(settings),
});

export async function readConnectionRules(strapi: Core.Strapi): Promise<ConnectionRules> {
  return rulesOf(await findConnection(database(strapi)));
}

/** What an administrator set, read once for each transaction. */
export async function readRules(
  strapi: Core.Strapi,
  db: Database,
  connection: ConnectionRules
): Promise<Rules> {
  const roles = await readSiteRoles(strapi, db);
  const levels = await findAccessLevels(db, connection.id);
  const ignored = await findIgnoredOffers(db, connection.id);
  return {
    connectionId: connection.id,
    fallbackRoleId: await soundFallback(strapi, db, roles.all, connection.fallbackRoleId),
    roles,
    mappings: await findMappings(db, connection.id),
    levels: levels.filter((level) => roles.all.some(({ id }) => id === level.roleId)),
    existingAccounts: connection.existingAccounts,
    ignoredOffers: ignored.map(({ productId, pricePoint }) => ({
      productId,
      pricePoint: pricePoint === NO_PRICE_POINT ? null : pricePoint,
    })),
  };
}

/** Deleted since it was chosen, or allowed to manage users by now: then the site's default takes its place. */
async function soundFallback(
  strapi: Core.Strapi,
  db: Database,
  roles: readonly Role[],
  roleId: number | null
): Promise<number | null> {
  if (roleId === null) return null;
  return (await refusalAmong(strapi, db, roles, roleId)) === null ? roleId : null;
}
