import { z } from 'zod';
import { WEBHOOK_LOG_ORDERS } from '../../../../contracts/lists';
import type { AcceptBody, ReplayBody, SettleBody } from '../../../../contracts/webhook-log';
import { WEBHOOK_LOG_STATES } from '../../core/inbox/states';
import { EVENT_KINDS } from '../../core/kartra/event';
import { emailQuery, moment, momentUntil, pageQuery } from './common';

const filter = {
  state: z.enum(WEBHOOK_LOG_STATES).optional(),
  reason: z.string().max(60).optional(),
  /** `other`: what says nothing of a payment. */
  kind: z.enum([...EVENT_KINDS, 'other']).optional(),
  productId: z.string().trim().max(191).optional(),
  email: emailQuery.optional(),
  memberId: z.coerce.number().int().positive().optional(),
  from: moment.optional(),
  to: momentUntil.optional(),
  upTo: z.coerce.number().int().positive().optional(),
};

export const webhookLogQuery = z.object({
  ...pageQuery,
  ...filter,
  /** What somebody has to answer. */
  waits: z.stringbool().optional(),
  sort: z.enum(WEBHOOK_LOG_ORDERS).default('receivedAt:desc'),
});

export const replayBody = z.strictObject({
  dryRun: z.boolean().default(false),
}) satisfies z.ZodType<ReplayBody>;

/** Which ones is said, or nothing is replayed: an empty filter would mean all of them. */
export const replayManyBody = z.strictObject({
  filter: z
    .strictObject({ ...filter, ids: z.array(z.int().positive()).min(1).max(500).optional() })
    .refine((given) => Object.keys(given).length > 0, 'Say which webhooks to replay.'),
  dryRun: z.boolean().default(false),
});

export const acceptBody = z.strictObject({
  reason: z.string().trim().min(1).max(500).optional(),
}) satisfies z.ZodType<AcceptBody>;

export const settleBody = z.union([
  z.strictObject({ purchase: z.int().positive(), dryRun: z.boolean().default(false) }),
  z.strictObject({ none: z.literal(true), dryRun: z.boolean().default(false) }),
  z.strictObject({ endsOn: z.iso.date(), dryRun: z.boolean().default(false) }),
]) satisfies z.ZodType<SettleBody>;
