import { z } from 'zod';
import { idQuery, roleId } from './fields';
import { named, type In, type Out } from './schema';

export const memberOverride = named(
  'MemberOverride',
  z.strictObject({
    id: z.int(),
    effect: z.enum(['grant', 'deny']),
    source: z.enum(['manual', 'held-before']),
    roleId: z.int().nullable(),
    roleName: z.string().nullable(),
    until: z.string().nullable(),
    reason: z.string().nullable(),
    author: z.string().nullable(),
    givenAt: z.string(),
  })
);
export type MemberOverride = Out<typeof memberOverride>;

export const overrideParams = z.object({
  id: z.coerce.number<string>().int().positive(),
  overrideId: idQuery,
});

const override = {
  effect: z.enum(['grant', 'deny']),
  roleId: roleId.nullable().optional().describe('Null: every level, which can only be denied.'),
  until: z.iso
    .datetime({ offset: true, error: 'A date like 2026-08-01T00:00:00Z is needed.' })
    .nullable()
    .optional(),
};

export const createOverrideBody = z
  .strictObject({
    ...override,
    reason: z.string().trim().max(500).default('').describe('May be missing only from a dry run.'),
    dryRun: z.boolean().default(false).describe('Only tell what it would do.'),
  })
  .refine(({ reason, dryRun }) => dryRun || reason !== '', {
    path: ['reason'],
    error: 'Say why, for whoever asks later.',
  });
type Override = In<typeof createOverrideBody>;
export type CreateOverrideBody = Override & { readonly reason: string; readonly dryRun?: false };
/** A dry run: the reason may be missing. */
export type TryOverrideBody = Override & { readonly dryRun: true };

export const takeBackQuery = z.object({
  dryRun: z.stringbool().default(false).describe('Only tell what would be left.'),
});
