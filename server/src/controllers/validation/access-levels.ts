import { z } from 'zod';
import type {
  CreateAccessLevelBody,
  OrderAccessLevelsBody,
} from '../../../../contracts/access-level';
import { roleId } from './common';

export const createAccessLevelBody = z.strictObject({
  name: z.string().trim().min(1, 'Give the access level a name.').max(64),
}) satisfies z.ZodType<CreateAccessLevelBody>;

export const orderAccessLevelsBody = z.strictObject({
  roleIds: z
    .array(roleId)
    .max(200)
    .refine((ids) => new Set(ids).size === ids.length, 'Each access level may be named once.'),
}) satisfies z.ZodType<OrderAccessLevelsBody>;
