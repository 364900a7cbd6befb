import { z } from 'zod';
import type {
  CreateWebhookKeyBody,
  DisableConnectionBody,
  EndWebhookKeyBody,
  PreviewWelcomeBody,
  RotateConnectionBody,
  UpdateConnectionBody,
} from '../../../../contracts/connection';
import { ALERT_KINDS } from '../../core/mail/alerts';
import { hasPlaceholder, unknownPlaceholders } from '../../core/mail/template';
import { roleId, version } from './common';

export const disableConnectionBody = z.strictObject({
  mode: z.enum(['pause', 'off']),
}) satisfies z.ZodType<DisableConnectionBody>;

const overlapHours = z.int().min(0).max(168);
const keyName = z.string().trim().min(1, 'Enter a name.').max(60);

export const rotateConnectionBody = z.strictObject({
  overlapHours: overlapHours.optional(),
  name: keyName.optional(),
  version: version.optional(),
}) satisfies z.ZodType<RotateConnectionBody>;

export const connectionQuery = z.object({
  /** `false`: without the webhook URL, for which a line is written that somebody has read it. */
  webhookUrl: z.enum(['true', 'false']).optional(),
});

export const webhookKeyBody = z.strictObject({
  name: keyName,
  version: version.optional(),
}) satisfies z.ZodType<CreateWebhookKeyBody>;

export const endWebhookKeyBody = z.strictObject({
  overlapHours: overlapHours.optional(),
  version: version.optional(),
}) satisfies z.ZodType<EndWebhookKeyBody>;

const LONGEST_SUBJECT = 150;
const LONGEST_TEXT = 5000;

const template = (longest: number) =>
  z
    .string()
    .trim()
    .min(1, 'It must not be empty.')
    .max(longest)
    .superRefine((text, ctx) => {
      for (const name of unknownPlaceholders(text))
        ctx.addIssue({ code: 'custom', message: `{${name}} stands for nothing.` });
    });

const welcome = {
  // A header is one line.
  subject: template(LONGEST_SUBJECT).refine((subject) => !/[\r\n]/.test(subject), {
    error: 'The subject is one line.',
  }),
  text: template(LONGEST_TEXT).refine((text) => hasPlaceholder(text, 'link'), {
    error: 'The text needs {link}: without it nobody can choose a password.',
  }),
};

export const previewWelcomeBody = z.strictObject(welcome) satisfies z.ZodType<PreviewWelcomeBody>;

const alerts = z.strictObject({
  administratorIds: z.array(z.int().positive()).max(50),
  kinds: z.array(z.enum(ALERT_KINDS)),
});

const days = z.int().min(1).max(3650);

/** Query values arrive as text. */
const daysQuery = z.coerce.number().int().min(1).max(3650);

export const retentionQuery = z.object({
  payloadDays: daysQuery,
  logDays: daysQuery,
});

export const updateConnectionBody = z.strictObject({
  ipnSecrets: z
    .array(z.string().trim().min(1, 'A secret key is empty.').max(255))
    .max(20)
    .optional(),
  ipnOnly: z.boolean().optional(),
  fallbackRoleId: roleId.nullable().optional(),
  payloadRetentionDays: days.optional(),
  logRetentionDays: days.optional(),
  welcomeMail: z.strictObject({ isOn: z.boolean(), ...welcome }).optional(),
  alerts: alerts.optional(),
  version: version.optional(),
}) satisfies z.ZodType<UpdateConnectionBody>;
