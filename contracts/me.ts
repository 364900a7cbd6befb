import { z } from 'zod';
import { paymentOutlook } from './purchase';
import { named, type Out } from './schema';

/** `GET /api/kartra/me`: what the signed-in user may see. */
export const me = named(
  'Me',
  z.strictObject({
    role: z.strictObject({ id: z.int(), name: z.string(), type: z.string() }).nullable(),
    levels: z
      .array(
        z.strictObject({
          name: z.string(),
          type: z.string(),
          state: z
            .enum(['active', 'completed', 'past-due', 'leaving', 'given'])
            .describe('`given`: by an administrator; `completed`: paid in full.'),
          until: z.string().nullable().describe('ISO 8601; null: no end is known.'),
          payments: paymentOutlook
            .nullable()
            .describe(
              'What the payments of the purchase behind it let expect; null: no purchase is behind it.'
            ),
        })
      )
      .describe('Highest first.'),
  })
);
export type Me = Out<typeof me>;
