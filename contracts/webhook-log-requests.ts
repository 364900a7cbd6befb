/** What can be asked about webhooks, and what can be done with them. */
import { z } from 'zod';
import { WEBHOOK_LOG_STATES } from '../server/src/core/inbox/states';
import { EVENT_KINDS } from '../server/src/core/kartra/event';
import { OTHER } from '../server/src/core/wording/other';
import { pageQuery } from './common';
import { dryRun, emailQuery, idQuery, moment, momentUntil } from './fields';
import { WEBHOOK_LOG_ORDERS } from './lists';
import { meant, named, type In, type Out } from './schema';
import { logReason, webhookLog } from './webhook-log';

const filter = {
  state: z.enum(WEBHOOK_LOG_STATES).optional(),
  reason: logReason.optional(),
  kind: z
    .enum([...EVENT_KINDS, OTHER])
    .optional()
    .describe('`other`: what says nothing of a payment.'),
  productId: z.string().trim().max(191).optional(),
  email: emailQuery.optional(),
  memberId: idQuery.optional(),
  from: moment.optional(),
  to: momentUntil.optional(),
  upTo: idQuery
    .optional()
    .describe('Only rows up to this id, so that pages stand still while new rows arrive.'),
};

export const webhookLogQuery = pageQuery.extend({
  ...filter,
  waits: z
    .stringbool()
    .optional()
    .describe(
      'Only what somebody has to answer, products without an access level left out: they wait as offers.'
    ),
  sort: z
    .enum(WEBHOOK_LOG_ORDERS)
    .default('receivedAt:desc')
    .describe('Newest first unless asked otherwise.'),
});
export type WebhookLogQuery = In<typeof webhookLogQuery>;

export const replayBody = z.strictObject({ dryRun });

/** The webhook as it is after the replay, or as it would be after a dry one. */
export const replayResult = named(
  'ReplayResult',
  z.strictObject({ ...webhookLog.shape, dryRun: z.boolean() })
);
export type ReplayResult = Out<typeof replayResult>;

/** Which ones is said, or nothing is replayed: an empty filter would mean all of them. */
export const replayManyBody = z.strictObject({
  filter: z
    .strictObject({ ...filter, ids: z.array(z.int().positive()).min(1).max(500).optional() })
    .refine((given) => Object.keys(given).length > 0, 'Say which webhooks to replay.'),
  dryRun,
});
export type ReplayManyBody = In<typeof replayManyBody>;

/** What replaying all webhooks of a filter would do. */
export const replayPreview = named(
  'ReplayPreview',
  z.strictObject({
    dryRun: z.literal(true),
    total: z.int(),
    totalIsCapped: z.boolean(),
    tried: z.int().describe('The oldest ones are tried, up to a thousand.'),
    change: z.int(),
    same: z.int(),
    fail: z.int(),
  })
);
export type ReplayPreview = Out<typeof replayPreview>;

/** What is held, or kept after a partial refund, is right as it is. */
export const acceptBody = z.strictObject({
  reason: z.string().trim().min(1).max(500).optional().describe('For whoever asks later.'),
});
export type AcceptBody = In<typeof acceptBody>;

/** What an event means: one of its candidates, or none of them; or until when access lasts. */
export const settleBody = meant([
  ['none', z.strictObject({ none: z.literal(true), dryRun })],
  [
    'endsOn',
    z.strictObject({
      endsOn: z.iso
        .date()
        .describe(
          'Of a cancellation of an unknown period: the last day of access in Kartra’s time zone, US Eastern.'
        ),
      dryRun,
    }),
  ],
  ['purchase', z.strictObject({ purchase: z.int().positive(), dryRun })],
]);
export type SettleBody = In<typeof settleBody>;
