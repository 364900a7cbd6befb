import { z } from 'zod';
import { TEST_EVENT_KINDS } from '../../../../contracts/lists';
import type { SendTestEventBody } from '../../../../contracts/test-event';
import { normaliseEmail } from '../../core/members/email';
import { pricePoint, productId } from './mappings';

const email = z
  .string()
  .max(254)
  .transform(normaliseEmail)
  .transform((checked, context) => {
    if (checked.ok) return checked.email;
    context.addIssue({ code: 'custom', message: 'Enter an e-mail address.' });
    return z.NEVER;
  });

export const sendTestEventBody = z.strictObject({
  kind: z.enum(TEST_EVENT_KINDS),
  productId,
  pricePoint: pricePoint.default(null),
  email,
  dryRun: z.boolean().default(false),
}) satisfies z.ZodType<unknown, SendTestEventBody>;
