import { z } from 'zod';
import type {
  CreateOverrideBody,
  KeepDriftBody,
  LinkMemberBody,
  MemberState,
  RecomputeMemberBody,
  SettleRenewalsBody,
  TryOverrideBody,
} from '../../../../contracts/member';
import { emailQuery, idParams, pageQuery, roleId } from './common';

const MEMBER_STATES = [
  'active',
  'past-due',
  'leaving',
  'completed',
  'ended',
  'held',
  'given',
  'denied',
  'staff',
  'none',
] as const satisfies readonly MemberState[];

export const memberQuery = z.object({
  ...pageQuery,
  email: emailQuery.optional(),
  search: z.string().trim().max(100).optional(),
  roleId: z.coerce.number().int().positive().optional(),
  state: z.enum([...MEMBER_STATES, 'waiting', 'drifted']).optional(),
  userId: z.coerce.number().int().positive().optional(),
  /** Joined by commas. */
  ids: z
    .string()
    .regex(/^\d{1,9}(,\d{1,9}){0,99}$/)
    .transform((list) => list.split(',').map(Number))
    .optional(),
});

export const takeBackQuery = z.object({
  /** Only tell what would be left. */
  dryRun: z.stringbool().default(false),
});

export const overrideParams = idParams.extend({ overrideId: z.coerce.number().int().positive() });

export const createOverrideBody = z
  .strictObject({
    effect: z.enum(['grant', 'deny']),
    roleId: roleId.nullable().optional(),
    until: z.iso
      .datetime({ offset: true, error: 'A date like 2026-08-01T00:00:00Z is needed.' })
      .nullable()
      .optional(),
    /** May be missing only from a dry run. */
    reason: z.string().trim().max(500).default(''),
    /** Only tell what it would do. */
    dryRun: z.boolean().default(false),
  })
  .refine(({ reason, dryRun }) => dryRun || reason !== '', {
    path: ['reason'],
    error: 'Say why, for whoever asks later.',
  }) satisfies z.ZodType<CreateOverrideBody | TryOverrideBody>;

export const keepDriftBody = z.strictObject({
  reason: z.string().trim().min(1, 'Say why, for whoever asks later.').max(500),
}) satisfies z.ZodType<KeepDriftBody>;

export const linkMemberBody = z.union([
  z.strictObject({ userId: z.int().positive() }),
  z.strictObject({ createUser: z.literal(true) }),
]) satisfies z.ZodType<LinkMemberBody>;

export const recomputeMemberBody = z.strictObject({
  dryRun: z.boolean().default(false),
}) satisfies z.ZodType<RecomputeMemberBody>;

export const settleRenewalsBody = z.strictObject({
  purchase: z.int().positive(),
  purchases: z.array(z.int().positive()).min(1).max(100),
  areRenewals: z.boolean().default(true),
  dryRun: z.boolean().default(false),
}) satisfies z.ZodType<SettleRenewalsBody>;
