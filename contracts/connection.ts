import { z } from 'zod';
import { ALERT_KINDS } from '../server/src/core/mail/alerts';
import { EXISTING_ACCOUNTS } from '../server/src/core/rules/existing-accounts';
import { readIpRange } from '../server/src/core/rules/ip-list';
import { hasPlaceholder, unknownPlaceholders } from '../server/src/core/mail/template';
import { CONNECTION_STATES } from '../server/src/core/rules/connection-states';
import { roleId, version } from './fields';
import { named, type In, type Out } from './schema';

export const connectionState = named(
  'ConnectionState',
  z
    .enum([...CONNECTION_STATES, 'copy'])
    .describe(
      '`copy`: this site has the data of another one. Webhooks are stored, nothing is processed, and changes answer 409 until `POST /connection/site` says what it is.'
    )
);
export type ConnectionState = Out<typeof connectionState>;

/** Whose data this site has. */
export const siteFacts = named(
  'SiteFacts',
  z.strictObject({
    state: z
      .enum(['same', 'moved', 'copy'])
      .describe('`moved`: its address or its secrets changed; mails wait for an answer.'),
    changed: z.enum(['address', 'secrets']).nullable().describe('What changed, when `moved`.'),
    from: z
      .string()
      .nullable()
      .describe('Address of the original, or of this site before it moved, where it is known.'),
    isTest: z.boolean().describe('It was answered that this is a test site: no mails are sent.'),
  })
);
export type SiteFacts = Out<typeof siteFacts>;

export const alertKind = named('AlertKind', z.enum(ALERT_KINDS));
export type AlertKind = Out<typeof alertKind>;

/** Mailed to members whose account a purchase created. */
export const welcomeMail = named(
  'WelcomeMail',
  z.strictObject({
    isOn: z.boolean(),
    subject: z.string().describe('With placeholders: {name}, {site}, {product}, {level}, {link}.'),
    text: z.string().describe('The same; {link} has to be there.'),
  })
);
export type WelcomeMail = Out<typeof welcomeMail>;

/** Who is mailed when something needs a person, and about what. */
export const alerts = named(
  'Alerts',
  z.strictObject({
    administratorIds: z.array(z.int()),
    kinds: z.array(alertKind),
  })
);
export type Alerts = Out<typeof alerts>;

export const existingAccounts = named('ExistingAccounts', z.enum(EXISTING_ACCOUNTS));
export type ExistingAccounts = Out<typeof existingAccounts>;

export const connectionSettings = named(
  'ConnectionSettings',
  z.strictObject({
    ipnSecrets: z
      .int()
      .describe('How many IPN secrets are set; the secrets themselves are never shown.'),
    existingAccounts: existingAccounts.describe(
      'What becomes of a purchase for an account that was there before and that its owner did not prove: `give`, access at once and a mail; `claim`, it waits for the link in the mail.'
    ),
    ipnOnly: z
      .boolean()
      .describe(
        'Only IPNs with one of the secrets are accepted; JSON, as the Outbound API sends it, is refused.'
      ),
    allowedIps: z
      .array(z.string())
      .describe('Addresses and ranges from which webhooks are accepted; empty: all.'),
    fallbackRoleId: z.int().nullable().describe("Null: the site's default role."),
    payloadRetentionDays: z
      .int()
      .describe('Days after which payloads are deleted; the facts stay.'),
    logRetentionDays: z.int().describe('Days after which log lines are deleted.'),
    welcomeMail: welcomeMail,
    alerts: alerts,
  })
);
export type ConnectionSettings = Out<typeof connectionSettings>;

/** One of the URLs that Kartra may post to. */
export const webhookKey = named(
  'WebhookKey',
  z.strictObject({
    id: z.int(),
    name: z.string().nullable(),
    isMain: z.boolean().describe('The one that `webhookUrl` shows and `rotate` replaces.'),
    createdAt: z.string().nullable().describe('ISO 8601; null: made by an earlier version.'),
    createdBy: z.string().nullable(),
    endsAt: z.string().nullable().describe('From then on it is refused; null: it has no end.'),
    lastUsedAt: z.string().nullable().describe('Counted within a minute on other instances.'),
    uses: z.int(),
  })
);
export type WebhookKey = Out<typeof webhookKey>;

const webhookUrlSource = z
  .enum(['config', 'browser'])
  .describe("Where the address came from: the server's `url`, or the browser's address.");

/** A webhook URL that an administrator asked for. */
export const shownWebhookUrl = named(
  'ShownWebhookUrl',
  z.strictObject({
    webhookUrl: z
      .string()
      .nullable()
      .describe("Null when the site's own keys were changed since it was made."),
    webhookUrlSource,
  })
);
export type ShownWebhookUrl = Out<typeof shownWebhookUrl>;

export const connection = named(
  'Connection',
  z.strictObject({
    state: connectionState,
    stateSince: z.string().nullable().describe('ISO 8601; null before it was first enabled.'),
    site: siteFacts,
    webhookUrl: z
      .string()
      .nullable()
      .describe(
        'The main URL in the answers to `GET`, `enable` and `rotate`. Null in others, before it was first enabled, without the permission for secrets, and with `webhookUrl=false`.'
      ),
    webhookUrlStart: z.string().describe('All of the URL but the key.'),
    webhookUrlSource,
    keys: z.array(webhookKey).describe('Those that work now, oldest first.'),
    previousUrl: z
      .strictObject({ validUntil: z.string(), lastUsedAt: z.string().nullable(), uses: z.int() })
      .nullable()
      .describe(
        'While a rotated URL still works: until when, and its last use. Of several, the newest.'
      ),
    lastSender: z
      .strictObject({
        ip: z.string(),
        at: z.string(),
        isAllowed: z.boolean().describe('Whether `allowedIps` has it.'),
      })
      .nullable()
      .describe(
        'Where the last webhook with a right key came from, as this process saw it; null: none since it started.'
      ),
    trustsProxy: z
      .boolean()
      .describe(
        "The server's `proxy.koa` is on: senders' addresses are read from `X-Forwarded-For`. Without it, behind a proxy, every webhook seems to come from the proxy."
      ),
    urlCreatedAt: z.string().nullable().describe('When the present webhook URL was made.'),
    settings: connectionSettings,
    savedAt: z.string().nullable().describe('The last change of the settings.'),
    savedBy: z.string().nullable(),
    version: z.int(),
  })
);
export type Connection = Out<typeof connection>;

/** How many would be deleted by the next housekeeping. */
export const retentionPreview = named(
  'RetentionPreview',
  z.strictObject({
    payloads: z.int(),
    logs: z.int(),
  })
);
export type RetentionPreview = Out<typeof retentionPreview>;

/** The welcome mail as an invented buyer would get it. */
export const welcomePreview = named(
  'WelcomePreview',
  z.strictObject({
    subject: z.string(),
    text: z.string(),
  })
);
export type WelcomePreview = Out<typeof welcomePreview>;

/** An administrator to whom alerts can be mailed. */
export const alertRecipient = named(
  'AlertRecipient',
  z.strictObject({
    id: z.int(),
    name: z.string(),
  })
);
export type AlertRecipient = Out<typeof alertRecipient>;

export const answerSiteBody = z.strictObject({
  answer: z
    .enum(['test-site', 'take-over', 'same-site'])
    .describe(
      '`test-site`: a copy to test with; it gets a new webhook URL and sends no mails. `take-over`: this site replaces the original, or stops being a test site. `same-site`: the original, at a new address or with new secrets.'
    ),
});
export type AnswerSiteBody = In<typeof answerSiteBody>;

export const disableConnectionBody = z.strictObject({ mode: z.enum(['pause', 'off']) });
export type DisableConnectionBody = In<typeof disableConnectionBody>;

const overlapHours = z.int().min(0).max(168);
const keyName = z.string().trim().min(1, 'Enter a name.').max(60);

/** Query values arrive as text. */
export const connectionQuery = z.object({
  webhookUrl: z
    .enum(['true', 'false'])
    .optional()
    .describe('`false`: without the webhook URL, and without a line in the activity about it.'),
});

export const rotateConnectionBody = z.strictObject({
  overlapHours: overlapHours
    .optional()
    .describe('Hours for which the old URL works beside the new one; 24 by default.'),
  name: keyName.optional().describe('Name of the new URL; that of the old one by default.'),
  version: version.optional(),
});
export type RotateConnectionBody = In<typeof rotateConnectionBody>;

/** One more URL beside the others, or another name for one. */
export const webhookKeyBody = z.strictObject({ name: keyName, version: version.optional() });
export type CreateWebhookKeyBody = In<typeof webhookKeyBody>;
export type RenameWebhookKeyBody = CreateWebhookKeyBody;

export const endWebhookKeyBody = z.strictObject({
  overlapHours: overlapHours
    .optional()
    .describe(
      'Hours until it ends. Without it, it ends at once, unless it was used in the last 24 hours (409).'
    ),
  version: version.optional(),
});
export type EndWebhookKeyBody = In<typeof endWebhookKeyBody>;

const LONGEST_SUBJECT = 150;
const LONGEST_TEXT = 5000;

const template = (longest: number) =>
  z
    .string()
    .trim()
    .min(1, 'It must not be empty.')
    .max(longest)
    .superRefine((text, context) => {
      for (const name of unknownPlaceholders(text))
        context.addIssue({ code: 'custom', message: `{${name}} stands for nothing.` });
    });

export const previewWelcomeBody = z.strictObject({
  // A header is one line.
  subject: template(LONGEST_SUBJECT)
    .refine((subject) => !/[\r\n]/.test(subject), { error: 'The subject is one line.' })
    .describe('With placeholders: {name}, {site}, {product}, {level}, {link}.'),
  text: template(LONGEST_TEXT)
    .refine((text) => hasPlaceholder(text, 'link'), {
      error: 'The text needs {link}: without it nobody can choose a password.',
    })
    .describe('The same; {link} has to be there.'),
});
export type PreviewWelcomeBody = In<typeof previewWelcomeBody>;

/** Query values arrive as text. */
const daysQuery = z.coerce.number<string | number>().int().min(1).max(3650);

/** Days for which payloads and log lines would be kept. */
export const retentionQuery = z.object({ payloadDays: daysQuery, logDays: daysQuery });
export type RetentionQuery = Out<typeof retentionQuery>;

const days = z.int().min(1).max(3650);

export const updateConnectionBody = z.strictObject({
  ipnSecrets: z
    .array(z.string().trim().min(1, 'A secret key is empty.').max(255))
    .max(20)
    .optional(),
  existingAccounts: existingAccounts.optional(),
  ipnOnly: z.boolean().optional().describe('Needs a secret, and the permission for secrets.'),
  allowedIps: z
    .array(
      z
        .string()
        .trim()
        .refine((text) => readIpRange(text) !== null, {
          error: 'Enter addresses like 203.0.113.7 or ranges like 203.0.113.0/24.',
        })
    )
    .max(100)
    .optional()
    .describe('Empty: all. Needs the permission for secrets.'),
  fallbackRoleId: roleId.nullable().optional(),
  payloadRetentionDays: days.optional(),
  logRetentionDays: days.optional(),
  welcomeMail: previewWelcomeBody.extend({ isOn: z.boolean() }).optional(),
  alerts: z
    .strictObject({
      administratorIds: z.array(z.int().positive()).max(50),
      kinds: z.array(z.enum(ALERT_KINDS)),
    })
    .optional(),
  version: version.optional(),
});
export type UpdateConnectionBody = In<typeof updateConnectionBody>;

export const previewFallbackBody = z.strictObject({ fallbackRoleId: roleId.nullable() });
