import { z } from 'zod';
import { WEBHOOK_LOG_STATES } from '../../../../contracts/webhook-log';
import { EVENT_KINDS } from '../../core/kartra/event';
import { normaliseEmail } from '../../core/members/email';
import { moment, pageQuery } from './common';

export const webhookLogQuery = z.object({
  ...pageQuery,
  state: z.enum(WEBHOOK_LOG_STATES).optional(),
  reason: z.string().max(60).optional(),
  kind: z.enum(EVENT_KINDS).optional(),
  productId: z.string().trim().max(191).optional(),
  email: z
    .string()
    .max(254)
    .transform((value) => {
      const checked = normaliseEmail(value);
      return checked.ok ? checked.email : value.trim();
    })
    .optional(),
  memberId: z.coerce.number().int().positive().optional(),
  from: moment.optional(),
  to: moment.optional(),
  upTo: z.coerce.number().int().positive().optional(),
});
