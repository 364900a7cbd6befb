import type { Core } from '@strapi/strapi';
import type { Viewer } from '../../core/viewer/viewer';
import {
  findConnection,
  noteOnConnection,
  type StoredConnection,
} from '../../repositories/connections';
import { database } from '../../repositories/database';
import { perStrapi } from '../../utils/per-strapi';
import { configuredAddress } from '../../utils/site-address';

const LOOPBACK = /^https?:\/\/(localhost|127\.|\[::1\])/;

/**
 * Where the links in mails begin: at the server's `url`, else where an administrator last saw the site. Never where a
 * webhook came to: who has its URL could make a mail point anywhere. Null while neither is known.
 */
export const siteOriginOf = (
  strapi: Core.Strapi,
  connection: Pick<StoredConnection, 'siteOrigin'>
): string | null => {
  const configured = configuredAddress(strapi);
  return configured === null ? connection.siteOrigin : new URL(configured).origin;
};

/** Remembers where administrators see the site, for sites whose configuration does not say it. */
export const siteOriginOfAdministrators = perStrapi(({ strapi }) => {
  let noted: string | null = null;
  return {
    /** A tunnel to the machine itself takes no real address away. */
    async note({ kind, origin }: Viewer): Promise<void> {
      if (kind !== 'administrator' || origin === noted || configuredAddress(strapi) !== null)
        return;
      const db = database(strapi);
      const { id, siteOrigin } = await findConnection(db);
      const isWorse = siteOrigin !== null && LOOPBACK.test(origin) && !LOOPBACK.test(siteOrigin);
      if (!isWorse && siteOrigin !== origin) await noteOnConnection(db, id, { siteOrigin: origin });
      noted = origin;
    },
  };
});
