import { z } from 'zod';
import { RISKS, WAYS } from '../server/src/core/content/reading';
import { named, type Out } from './schema';

const siteRole = z.strictObject({ id: z.int(), name: z.string(), type: z.string() });

/** A role and a way by which it reads a type without the level that the type is meant for. */
export const contentOpening = named(
  'ContentOpening',
  z.strictObject({
    role: siteRole,
    way: z.enum(WAYS),
    through: z
      .string()
      .nullable()
      .describe('The route, or the uid of the type that leads there; null: GraphQL asks for it.'),
  })
);
export type ContentOpening = Out<typeof contentOpening>;

/** A content type that is meant for members. */
export const memberContent = named(
  'MemberContent',
  z.strictObject({
    uid: z.string(),
    name: z.string().describe('As the panel of Strapi names it.'),
    by: z
      .enum(['protect', 'has-access'])
      .describe('`protect` closes every way; `has-access` on a route closes that route.'),
    levels: z.array(z.string()).describe('Names of the levels that open it.'),
    orAbove: z.boolean().describe('Levels that rank above open it too.'),
    unknownLevels: z
      .array(z.string())
      .describe('Levels that the code names and the site does not have.'),
    teaser: z.array(z.string()).describe('Fields that everyone may read.'),
    openings: z.array(contentOpening).describe('Empty: no role reads it without its level.'),
  })
);
export type MemberContent = Out<typeof memberContent>;

/** Who can read what of the site's content. No personal data. */
export const contentAccess = named(
  'ContentAccess',
  z.strictObject({
    types: z.array(memberContent),
    levels: z
      .array(z.strictObject({ role: siteRole, risks: z.array(z.enum(RISKS)) }))
      .describe('Levels whose members may do what is rarely meant.'),
  })
);
export type ContentAccess = Out<typeof contentAccess>;
