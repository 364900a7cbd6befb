import type { Core } from '@strapi/strapi';
import { findConnection } from '../repositories/connections';
import { database } from '../repositories/database';
import type { ConnectionRules } from './recompute';

/** What the rules need to know of the connection, as it is now. */
export async function readConnectionRules(strapi: Core.Strapi): Promise<ConnectionRules> {
  const { id, settings } = await findConnection(database(strapi));
  return { id, fallbackRoleId: settings.fallbackRoleId };
}
