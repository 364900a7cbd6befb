/** What a member bought, and what became of it. */
import { z } from 'zod';
import { TERM_REASONS, TERM_STATES } from '../server/src/core/entitlements/term';
import { EVENT_KINDS, SURFACES } from '../server/src/core/kartra/event';
import { namedLevel } from './mapping';
import { named, type In, type Out } from './schema';

/** What happened to a purchase, as Kartra told it. */
export const purchaseEvent = named(
  'PurchaseEvent',
  z.strictObject({
    kind: z.enum(EVENT_KINDS),
    date: z
      .string()
      .nullable()
      .describe("Kartra's date, as Kartra wrote it; null when it sent none."),
    webhooks: z
      .array(z.strictObject({ id: z.int(), surface: z.enum(SURFACES) }))
      .describe('The same may have come over both surfaces, or twice.'),
  })
);
export type PurchaseEvent = Out<typeof purchaseEvent>;

/** What the payments of a running subscription let expect; all null where there is nothing to expect. */
export const paymentOutlook = named(
  'PaymentOutlook',
  z.strictObject({
    paidUntil: z.string().nullable().describe('End of what is paid for; null: not known.'),
    nextPaymentAt: z
      .string()
      .nullable()
      .describe('When the next payment is due; null: none will come, or it is not known when.'),
    overdueSince: z
      .string()
      .nullable()
      .describe(
        'When a payment was due that has not come for ten days; null: none is overdue, or renewals are never told.'
      ),
  })
);
export type PaymentOutlook = Out<typeof paymentOutlook>;

/** The owner changed the product of a running subscription in Kartra. */
export const purchaseChange = named(
  'PurchaseChange',
  z.strictObject({
    from: z.string().describe('Names where Kartra sent any, else ids.'),
    to: z.string(),
    at: z
      .string()
      .nullable()
      .describe("Kartra's date of the first payment of the new product; null when it sent none."),
  })
);
export type PurchaseChange = Out<typeof purchaseChange>;

export const memberEntitlement = named(
  'MemberEntitlement',
  z.strictObject({
    id: z.int(),
    state: z.enum(TERM_STATES).describe('`completed`: paid in full.'),
    reason: z
      .enum([...TERM_REASONS, 'unmapped-product'])
      .nullable()
      .describe('Why it ended, or why it gives nothing; null when it simply gives its level.'),
    roleId: z.int().nullable().describe('The first of `levels`; null: no mapping covers it.'),
    roleName: z.string().nullable(),
    levels: z
      .array(z.int())
      .describe(
        'Roles that its mapping gives, highest first; whether they count, `state` and overrides say.'
      ),
    roles: z.array(namedLevel).describe('The same with their names.'),
    productId: z.string(),
    productName: z.string().nullable(),
    pricePoint: z.string().nullable(),
    orderIds: z.array(z.string()),
    subscriptionId: z.string().nullable(),
    startedAt: z
      .string()
      .nullable()
      .describe("Kartra's date of the first payment, as Kartra wrote it; null when it sent none."),
    endsAt: z.string().nullable(),
    payments: paymentOutlook,
    changes: z.array(purchaseChange).describe('Oldest first.'),
    events: z.array(purchaseEvent).describe('In the order in which they count.'),
  })
);
export type MemberEntitlement = Out<typeof memberEntitlement>;

/** A purchase whose subscription was cancelled, and others without ids that look like its renewals. */
export const renewalQuestion = named(
  'RenewalQuestion',
  z.strictObject({
    purchase: z.int().describe('Ids of entitlements; the others oldest first.'),
    purchases: z.array(z.int()),
  })
);
export type RenewalQuestion = Out<typeof renewalQuestion>;

/** Purchases of a member that were renewals of another of theirs: from then on they are one. */
export const settleRenewalsBody = z.strictObject({
  purchase: z.int().positive(),
  purchases: z.array(z.int().positive()).min(1).max(100),
  areRenewals: z
    .boolean()
    .default(true)
    .describe('False: they were not, and the member page asks no more.'),
  dryRun: z.boolean().default(false).describe('Only tell what it would do.'),
});
export type SettleRenewalsBody = In<typeof settleRenewalsBody>;
