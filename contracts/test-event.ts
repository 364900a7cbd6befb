import { z } from 'zod';
import { sentence } from './common';
import { email, pricePoint, productId } from './fields';
import { TEST_EVENT_KINDS } from './lists';
import { named, type In, type Out } from './schema';
import { logCode, logReason, webhookLog, webhookLogState } from './webhook-log';

export type TestEventKind = (typeof TEST_EVENT_KINDS)[number];

export const sendTestEventBody = z.strictObject({
  kind: z.enum(TEST_EVENT_KINDS),
  productId,
  pricePoint: pricePoint.default(null),
  email: email.describe(
    "Nobody's: neither a member nor a user of the site has it, unless a test made them."
  ),
  dryRun: z.boolean().default(false).describe('Only tell what would happen.'),
});
export type SendTestEventBody = In<typeof sendTestEventBody>;

/**
 * What a real webhook of this kind would have come to. The log of a test event itself is `ignored`, reason `test`,
 * so that it counts nowhere; a dry one leaves no log, and shows the outcome in its place.
 */
export const testEventOutcome = named(
  'TestEventOutcome',
  z.strictObject({
    ...sentence.shape,
    code: logCode,
    state: webhookLogState,
    reason: logReason.nullable(),
  })
);
export type TestEventOutcome = Out<typeof testEventOutcome>;

export const testEventResult = named(
  'TestEventResult',
  z.strictObject({
    ...webhookLog.shape,
    id: z.int().nullable().describe('Null when dry.'),
    dryRun: z.boolean(),
    outcome: testEventOutcome,
  })
);
export type TestEventResult = Out<typeof testEventResult>;
