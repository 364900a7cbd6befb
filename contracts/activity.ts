import { z } from 'zod';
import { ACTIVITY_CODES } from '../server/src/core/inbox/codes';
import { OTHER } from '../server/src/core/wording/other';
import { pageQuery, sentence } from './common';
import { idQuery, moment, momentUntil } from './fields';
import { named, type In, type Out } from './schema';

export const timelineEntry = named(
  'TimelineEntry',
  z.strictObject({
    ...sentence.shape,
    code: z
      .enum([...ACTIVITY_CODES, OTHER])
      .describe('`other`: one that another version of the plugin wrote.'),
    id: z.int(),
    at: z.string(),
    webhookLogId: z.int().nullable(),
    actor: z.string().nullable(),
  })
);
export type TimelineEntry = Out<typeof timelineEntry>;

/** What changed, for whom and why. */
export const activityLine = named(
  'ActivityLine',
  z.strictObject({
    ...timelineEntry.shape,
    memberId: z.int().nullable(),
    why: sentence.nullable().describe('Why access changed, where a webhook changed it.'),
    memberName: z
      .string()
      .nullable()
      .describe('Name, else e-mail; masked without the personal-data permission.'),
  })
);
export type ActivityLine = Out<typeof activityLine>;

export const activityQuery = pageQuery.extend({
  memberId: idQuery.optional(),
  beforeId: idQuery.optional().describe('Older than this line.'),
  from: moment.optional(),
  to: momentUntil.optional(),
  about: z.enum(['settings']).optional().describe('Only changes of the connection.'),
});
export type ActivityQuery = In<typeof activityQuery>;
