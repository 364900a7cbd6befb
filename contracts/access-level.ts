import { z } from 'zod';
import { roleId } from './fields';
import { named, type In, type Out } from './schema';

export const accessLevel = named(
  'AccessLevel',
  z.strictObject({
    roleId: z.int(),
    name: z.string(),
    type: z.string().describe("The role's type, as the content API names it (`gold`)."),
    rank: z.int().describe('1 is the highest.'),
    members: z.int().describe('Users who have this role now.'),
  })
);
export type AccessLevel = Out<typeof accessLevel>;

export const assignableRole = named(
  'AssignableRole',
  z.strictObject({
    roleId: z.int(),
    name: z.string(),
    type: z.string(),
    refusal: z
      .enum(['public', 'manages-users'])
      .nullable()
      .describe('Why it can be neither level nor fallback; null when it can.'),
    isLevel: z.boolean(),
  })
);
export type AssignableRole = Out<typeof assignableRole>;

export const createAccessLevelBody = z.strictObject({
  name: z.string().trim().min(1, 'Give the access level a name.').max(64),
});
export type CreateAccessLevelBody = In<typeof createAccessLevelBody>;

export const orderAccessLevelsBody = z.strictObject({
  roleIds: z
    .array(roleId)
    .max(200)
    .refine((ids) => new Set(ids).size === ids.length, 'Each access level may be named once.')
    .describe('Highest first. A level left out stops being one; a mapped one left out is refused.'),
});
export type OrderAccessLevelsBody = In<typeof orderAccessLevelsBody>;
