import { z } from 'zod';
import { EVENT_KINDS } from '../server/src/core/kartra/event';
import { connectionState, siteFacts } from './connection';
import { NOTICES } from './lists';
import { newRules } from './new-rules';
import { named, type Out } from './schema';
import { logReason, webhookLogState } from './webhook-log';

export const lostSpan = named(
  'LostSpan',
  z.strictObject({
    from: z.string(),
    to: z.string(),
    count: z.int(),
  })
);
export type LostSpan = Out<typeof lostSpan>;

export type NoticeName = (typeof NOTICES)[number];

export const noticeParams = z.object({ name: z.enum(NOTICES) });

/** `order` also covers original and parent orders. Of a lead, its addresses are counted. */
export const sharedIdKind = named(
  'SharedIdKind',
  z.enum(['order', 'internal-subscription', 'processor-subscription', 'lead'])
);
export type SharedIdKind = Out<typeof sharedIdKind>;

/** An id that several people's webhooks name, so that it proves nothing about any of them. No personal data. */
export const sharedIdFound = named(
  'SharedIdFound',
  z.strictObject({
    id: z.int(),
    kind: sharedIdKind,
    value: z.string().describe('The id as Kartra sends it.'),
    buyers: z
      .int()
      .describe(
        'Different buyers whose payments name it; of a lead, the different addresses that bought under it.'
      ),
    firstSeenAt: z.string(),
    lastSeenAt: z.string().describe('When the number last grew.'),
    webhookLogId: z
      .int()
      .nullable()
      .describe('A webhook that names it; null: its log line was deleted.'),
  })
);
export type SharedIdFound = Out<typeof sharedIdFound>;

/** Whether the welcome mail can be delivered. */
export const mailFacts = named(
  'MailFacts',
  z.strictObject({
    isOn: z.boolean(),
    hasProvider: z
      .boolean()
      .describe(
        "Strapi sends by a mail server of the site's own, not by its default that few receivers accept."
      ),
    hasResetPage: z.boolean().describe('The site has a page where a password is chosen.'),
    hasSiteAddress: z
      .boolean()
      .describe(
        "The site's own address is known, where the links in mails begin: from the server's `url`, or from an administrator's browser."
      ),
    waiting: z.int().describe('Welcome mails that have not left yet.'),
    failed: z.int().describe('Welcome mails that were given up.'),
  })
);
export type MailFacts = Out<typeof mailFacts>;

export const overview = named(
  'Overview',
  z.strictObject({
    state: connectionState,
    stateSince: z.string().nullable(),
    site: siteFacts,
    facts: z
      .strictObject({
        enabledAt: z.string().nullable(),
        enabledBy: z.string().nullable(),
        firstWebhookAt: z.string().nullable(),
        lastWebhookAt: z.string().nullable(),
        seen: z.record(z.enum(EVENT_KINDS), z.boolean()),
        mappings: z.int(),
        firstMemberAt: z.string().nullable(),
      })
      .describe('Facts by which the set-up steps tick themselves.'),
    lastDay: z.int().describe('Webhooks that came within the last 24 hours.'),
    waiting: z.int().describe('Received or processing, not yet decided.'),
    oldestWaitingAt: z.string().nullable(),
    failing: z.int(),
    nextAttemptAt: z.string().nullable(),
    oldestFailingAt: z.string().nullable(),
    dead: z.int(),
    decisions: z
      .strictObject({ count: z.int(), webhooks: z.int(), oldestAt: z.string().nullable() })
      .describe('What waits for a person; one decision may be about many webhooks, or about none.'),
    held: z.int().describe('Held for a person.'),
    heldByReason: z.partialRecord(logReason, z.int()),
    drift: z.int().describe('Members whose role somebody changed by hand.'),
    secondAddresses: z
      .int()
      .describe(
        'Buyers who may have another account, and nobody has said yet whether it is theirs.'
      ),
    newRules: newRules
      .nullable()
      .describe('Whom the rules of this version would change; null: nobody waits for the answer.'),
    partRefunds: z
      .int()
      .describe(
        'Partial refunds after which the mapping kept access, and nobody has said yet that this is right.'
      ),
    waitingBuyers: z.int(),
    waitingProducts: z
      .array(
        z.strictObject({
          productId: z.string(),
          productName: z.string().nullable(),
          buyers: z.int(),
        })
      )
      .describe('The products they bought, most buyers first, up to three.'),
    unmappedOffers: z
      .int()
      .describe('Discovered offers without an access level, the ignored ones not counted.'),
    onlyPurchases: z
      .strictObject({ count: z.int(), since: z.string() })
      .nullable()
      .describe(
        'Many purchases and not one ending, which somebody has not called right yet; null: nothing to doubt.'
      ),
    sharedIds: z
      .strictObject({
        count: z.int(),
        ids: z.array(sharedIdFound).describe('Most buyers first, up to three.'),
      })
      .describe(
        'Ids that different buyers share and that were not put away, or have twice as many buyers since.'
      ),
    silence: z
      .strictObject({ since: z.string(), usualMs: z.int() })
      .nullable()
      .describe('No webhook for much longer than usual; null: not so.'),
    wrongKeys: z
      .strictObject({ today: z.int(), lastAt: z.string().nullable() })
      .describe(
        'Requests for the webhook URL with a wrong key, most likely an old URL; today is that of UTC.'
      ),
    lost: z
      .strictObject({ count: z.int(), spans: z.array(lostSpan) })
      .describe('Those that nobody has checked yet.'),
    byState: z.partialRecord(webhookLogState, z.int()),
    byDay: z
      .array(z.strictObject({ day: z.string(), well: z.int(), held: z.int(), failed: z.int() }))
      .describe('The last 14 days, oldest first; `day` is `YYYY-MM-DD` in UTC.'),
    members: z
      .array(z.strictObject({ roleId: z.int(), name: z.string(), count: z.int() }))
      .describe('By access level, highest first.'),
    accounts: z.strictObject({
      isRegistrationOpen: z.boolean().describe('Anyone can register with any address.'),
      requiresConfirmation: z.boolean().describe('New users have to confirm their address.'),
      asks: z
        .boolean()
        .describe('It was not chosen yet what accounts get that were there before a purchase.'),
    }),
    mail: mailFacts,
    storage: z.strictObject({ logs: z.int(), payloadBytes: z.int() }),
    droppedPayloads: z
      .strictObject({
        day: z.string().describe('`YYYY-MM-DD` in UTC.'),
        count: z.int(),
        bytes: z.int(),
        bytesPerDay: z.int().describe('The most that is kept of one day, from the configuration.'),
      })
      .nullable()
      .describe(
        'Payloads of today or yesterday that were deleted early, as more bytes came than are kept of one day; null: none.'
      ),
  })
);
export type Overview = Out<typeof overview>;
