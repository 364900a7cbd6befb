import { z } from 'zod';
import type {
  DisableConnectionBody,
  RotateConnectionBody,
  UpdateConnectionBody,
} from '../../../../contracts/connection';
import { roleId, version } from './common';

export const disableConnectionBody = z.strictObject({
  mode: z.enum(['pause', 'off']),
}) satisfies z.ZodType<DisableConnectionBody>;

export const rotateConnectionBody = z.strictObject({
  overlapHours: z.int().min(0).max(168).optional(),
}) satisfies z.ZodType<RotateConnectionBody>;

const days = z.int().min(1).max(3650);

export const updateConnectionBody = z.strictObject({
  ipnSecrets: z
    .array(z.string().trim().min(1, 'A secret key is empty.').max(255))
    .max(20)
    .optional(),
  fallbackRoleId: roleId.nullable().optional(),
  payloadRetentionDays: days.optional(),
  logRetentionDays: days.optional(),
  version: version.optional(),
}) satisfies z.ZodType<UpdateConnectionBody>;
