import type { ContentAccess } from '../../../../contracts/content-access';
import type { ProtectRule } from '../../core/content/rule';
import { database } from '../../repositories/database';
import { findRoles } from '../../repositories/roles';
import { perStrapi } from '../../utils/per-strapi';
import { protectionsOf, type ProtectOptions } from './protections';
import { reportOf, type AccessReport } from './report';
import { checkProtections } from './self-check';
import { showReport } from './show-report';
import { wrapGraphql } from './wrap-graphql';
import { wrapContentApi, wrapVerify } from './wrap-rest';

/** What members read of the site's own content. */
export const contentOf = perStrapi(({ strapi }) => {
  const protections = protectionsOf(strapi);
  let isWrapped = false;

  return {
    protect(uid: string, rule: ProtectRule, options?: ProtectOptions): void {
      protections.declare(uid, rule, options);
      // A site that protects nothing runs on Strapi as it is.
      if (isWrapped) return;
      isWrapped = true;
      wrapVerify(strapi);
      wrapContentApi(strapi);
      wrapGraphql(strapi);
    },

    /** Who can read what, without the level it is meant for. */
    report: (): Promise<AccessReport> => reportOf(strapi).get(),

    /** The same for the panel, with the names of the levels. */
    async show(): Promise<ContentAccess> {
      const roles = await findRoles(strapi, database(strapi));
      const nameOf = (type: string) => roles.find((role) => role.type === type)?.name ?? type;
      return showReport(await reportOf(strapi).get(), nameOf);
    },

    /** Tells the log who can read what. */
    logReport: (): Promise<void> => reportOf(strapi).log(),

    /** Throws if anything that is protected would be open, so that the site doesn't start. */
    async bootstrap(): Promise<void> {
      protections.close();
      await checkProtections(strapi, protections.all());
    },
  };
});
