import type { Core, UID } from '@strapi/strapi';
import { declareProtection } from '../../core/content/declare';
import type { FindModel, Model } from '../../core/content/models';
import type { Protection, ProtectRule } from '../../core/content/rule';
import { perStrapi } from '../../utils/per-strapi';

export interface ProtectOptions {
  /** Fields that everyone may read, like the title that a sales page shows. Left out: nothing of the type is shown. */
  readonly teaser?: readonly string[];
}

/** What the site's code protected. */
export const protectionsOf = perStrapi(({ strapi }) => {
  const known = new Map<string, Protection>();
  let isClosed = false;

  return {
    declare(uid: string, rule: ProtectRule, options?: ProtectOptions): Protection {
      if (isClosed) {
        throw new Error(
          `access.protect('${uid}'): call it in register(). The site is already set up, so it would come too late.`
        );
      }
      const types = new Map(
        contentTypesOf(strapi).map((type) => [type.uid, Object.keys(type.attributes)])
      );
      const protection = declareProtection(uid, rule, options, {
        types,
        known: [...known.values()],
      });
      known.set(uid, protection);
      return protection;
    },

    /** Whatever is protected is known by now. */
    close(): void {
      isClosed = true;
    },

    all: (): Protection[] => [...known.values()],
    find: (uid: string): Protection | undefined => known.get(uid),
  };
});

/** Content types of the site, in the few words that the rules need. */
export const contentTypesOf = (strapi: Core.Strapi): Model[] =>
  Object.values(strapi.contentTypes as unknown as Record<string, Model>);

export const componentsOf = (strapi: Core.Strapi): Model[] =>
  Object.values(strapi.components as unknown as Record<string, Model>);

/** A content type or a component. */
export const modelsOf = perStrapi(
  ({ strapi }): FindModel =>
    (uid) =>
      strapi.getModel(uid as UID.Schema)
);
