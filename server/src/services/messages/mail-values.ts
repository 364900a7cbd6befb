import type { Core } from '@strapi/strapi';
import { isLive } from '../../core/entitlements/term';
import { mailableProduct } from '../../core/mail/mailable';
import type { Database } from '../../repositories/database';
import { findEntitlementsOf } from '../../repositories/entitlements';
import { findMapping } from '../../repositories/mappings';
import { findRoles } from '../../repositories/roles';

/** What was bought last and gives access, and the first level that it gives. */
export async function levelAndProductOf(
  strapi: Core.Strapi,
  db: Database,
  memberId: number
): Promise<{ readonly product: string; readonly level: string }> {
  const live = (await findEntitlementsOf(db, [memberId])).filter(
    (entitlement) => isLive(entitlement) && entitlement.roleIds.length > 0
  );
  const last = live.at(-1);
  if (!last) return { product: '', level: '' };
  const mapping = last.mappingId === null ? null : await findMapping(db, last.mappingId);
  const roles = await findRoles(strapi, db);
  return {
    product: mailableProduct({ ...last, mailName: mapping?.mailName ?? null }),
    level: roles.find(({ id }) => id === last.roleIds[0])?.name ?? '',
  };
}
