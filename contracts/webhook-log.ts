import { z } from 'zod';
import { TERM_STATES } from '../server/src/core/entitlements/term';
import { FAILURE_KINDS, LOG_CODES, LOG_REASONS } from '../server/src/core/inbox/codes';
import { WEBHOOK_LOG_STATES } from '../server/src/core/inbox/states';
import { EVENT_KINDS, SURFACES } from '../server/src/core/kartra/event';
import { OTHER } from '../server/src/core/wording/other';
import { messageValues } from './common';
import { namedLevel } from './mapping';
import { named, type Out } from './schema';

export const webhookLogState = z.enum(WEBHOOK_LOG_STATES);
export type WebhookLogState = Out<typeof webhookLogState>;

export const logReason = z
  .enum([...LOG_REASONS, OTHER])
  .describe('`other`: one of another version of the plugin.');
export const logCode = z.enum([...LOG_CODES, OTHER]);

export const effect = named(
  'Effect',
  z.strictObject({
    before: z
      .string()
      .nullable()
      .describe('Name of the role before and after; null: no account, or no role.'),
    after: z.string().nullable(),
    accountCreated: z.boolean(),
    text: z.string().describe('"Authenticated → Gold", "New account → Gold", "Gold stays".'),
  })
);
export type Effect = Out<typeof effect>;

/** What one of several events of a webhook came to. */
export const webhookLogEvent = named(
  'WebhookLogEvent',
  z.strictObject({
    state: webhookLogState,
    reason: logReason.nullable(),
    message: z.string(),
    code: logCode,
    values: messageValues,
    kind: z.enum(EVENT_KINDS).nullable(),
    productId: z.string().nullable(),
    productName: z.string().nullable(),
    pricePoint: z.string().nullable(),
    orderId: z.string().nullable(),
    memberId: z.int().nullable(),
    effect: effect.nullable(),
    duplicateOf: z.int().nullable(),
  })
);
export type WebhookLogEvent = Out<typeof webhookLogEvent>;

export const webhookLog = named(
  'WebhookLog',
  z.strictObject({
    id: z.int(),
    receivedAt: z.string().describe('ISO 8601, like every time of this API.'),
    state: webhookLogState,
    reason: logReason.nullable(),
    message: z
      .string()
      .describe('One sentence for people, with `code` and `values` to say it in any language.'),
    code: logCode,
    values: messageValues,
    kind: z.enum(EVENT_KINDS).nullable(),
    surface: z.enum(SURFACES).nullable(),
    productId: z.string().nullable(),
    productName: z.string().nullable(),
    pricePoint: z.string().nullable(),
    email: z.string().nullable().describe('Masked without the personal-data permission.'),
    buyerName: z.string().nullable(),
    memberId: z.int().nullable(),
    isTest: z.boolean(),
    webhookKeyId: z
      .int()
      .nullable()
      .describe(
        'Number of the webhook URL that it came to; null: a test, or received by an earlier version.'
      ),
    effect: effect.nullable(),
    events: z
      .array(webhookLogEvent)
      .describe(
        'All events of a webhook that told of several, in its order; the log itself shows what the most telling one came to, and in `effect` what all did. Empty where there was one.'
      ),
    deliveries: z.int().describe('How often these bytes arrived.'),
    attempts: z.int().describe('How often it was processed.'),
    nextAttemptAt: z.string().nullable(),
    duplicateOf: z.int().nullable(),
    accepted: z
      .strictObject({ at: z.string(), by: z.string().nullable(), reason: z.string().nullable() })
      .nullable()
      .describe('Somebody left it as it is, and it waits for nobody any more.'),
  })
);
export type WebhookLog = Out<typeof webhookLog>;

export const attempt = named(
  'Attempt',
  z.strictObject({
    number: z.int(),
    startedAt: z.string(),
    durationMs: z.int(),
    by: z.string(),
    outcome: z
      .enum([...WEBHOOK_LOG_STATES, OTHER])
      .describe('The state in which it left the webhook; `other`: one of another version.'),
    error: z.string().nullable().describe('Why it failed, in one sentence; null when it did not.'),
    failure: z
      .strictObject({ code: z.enum([...FAILURE_KINDS, OTHER]), values: messageValues })
      .optional()
      .describe('The same with code and values, to say it in any language.'),
  })
);
export type Attempt = Out<typeof attempt>;

/** The mapping by which a webhook was decided. */
export const mappingUsed = named(
  'MappingUsed',
  z.strictObject({
    id: z.int(),
    roleName: z.string().nullable().describe('The highest level that it gives today.'),
    roles: z.array(namedLevel).describe('All that it gives today, highest first.'),
    savedAt: z.string(),
    savedBy: z.string().nullable(),
    isSavedSince: z.boolean().describe('It was saved again after this webhook.'),
  })
);
export type MappingUsed = Out<typeof mappingUsed>;

/** An id in a webhook, as Kartra names it. */
export const namedId = named(
  'NamedId',
  z.strictObject({
    kind: z.enum(['parent', 'subscription', 'original', 'order']),
    id: z.string(),
  })
);
export type NamedId = Out<typeof namedId>;

/** A purchase that a held event may be settled to. */
export const settlementCandidate = named(
  'SettlementCandidate',
  z.strictObject({
    purchase: z.int().describe('Id of the entitlement; what `settle` takes as `purchase`.'),
    productName: z.string().nullable(),
    orderIds: z.array(z.string()),
    state: z.enum(TERM_STATES),
    startedAt: z.string().nullable().describe("Kartra's date of the first payment."),
    other: z
      .strictObject({
        namedBy: namedId,
        memberId: z.int(),
        name: z.string().nullable().describe('Hidden without the personal-data permission.'),
        email: z.string().nullable().describe('Masked without the personal-data permission.'),
      })
      .nullable()
      .describe("Another person's, which an id of the event names; null: the buyer's own."),
  })
);
export type SettlementCandidate = Out<typeof settlementCandidate>;

export const webhookLogDetail = named(
  'WebhookLogDetail',
  z.strictObject({
    ...webhookLog.shape,
    attemptLog: z.array(attempt),
    event: z
      .strictObject({
        orderId: z.string().nullable(),
        parentId: z.string().nullable(),
        originalId: z.string().nullable(),
        subscriptionId: z.string().nullable(),
        processorSubscriptionId: z.string().nullable(),
        payNumber: z.string().nullable(),
        date: z.string().nullable().describe("Kartra's own text."),
      })
      .nullable(),
    purchase: z
      .strictObject({ id: z.int(), orderId: z.string().nullable() })
      .nullable()
      .describe(
        'The purchase that it tells of, and the order of its first payment; null: none that we know.'
      ),
    payload: z
      .string()
      .nullable()
      .describe(
        'Null when deleted or never kept. Values are replaced by "•••" without the personal-data permission.'
      ),
    payloadDeletedAt: z.string().nullable(),
    contentType: z.string().nullable(),
    headers: z
      .record(z.string(), z.string())
      .nullable()
      .describe(
        'Those worth keeping; null when deleted with the payload. Values are replaced as in `payload`.'
      ),
    answeredInMs: z
      .int()
      .nullable()
      .describe('How long Kartra waited for the answer; null when that is not known.'),
    webhookKeyName: z
      .string()
      .nullable()
      .describe('Name of the webhook URL that it came to; null: it has none.'),
    byteLength: z.int(),
    mappingUsed: mappingUsed.nullable().describe('Null: none was, or it is deleted.'),
    repeats: z
      .array(z.strictObject({ id: z.int(), surface: z.enum(SURFACES).nullable() }))
      .describe('Later webhooks that told of the same event in other words; the first five.'),
    candidates: z
      .array(settlementCandidate)
      .describe(
        'For an event that waits for a person to say which purchase it means: those it may mean.'
      ),
  })
);
export type WebhookLogDetail = Out<typeof webhookLogDetail>;
