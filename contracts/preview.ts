/** What a change would do to members, worked out before it is saved. */
import { z } from 'zod';
import { HINDRANCE_NAMES } from '../server/src/core/access/hindrance';
import { sentence } from './common';
import { named, type In, type Out } from './schema';

export const previewGroup = named(
  'PreviewGroup',
  z.enum(['gain', 'lose', 'moved', 'unchanged', 'held'])
);
export type PreviewGroup = Out<typeof previewGroup>;

export const previewedMember = named(
  'PreviewedMember',
  z.strictObject({
    memberId: z.int(),
    group: previewGroup,
    name: z.string().nullable().describe('Hidden without the personal-data permission.'),
    email: z.string().nullable().describe('Masked without the personal-data permission.'),
    before: z.string().nullable().describe('Role now and after; null: no account yet.'),
    after: z.string().nullable(),
    levelsBefore: z
      .array(z.string())
      .describe('Every level that purchases and overrides give now and then, highest first.'),
    levelsAfter: z.array(z.string()),
    why: sentence.describe('What decides about the level that purchases and overrides then give.'),
    heldReason: z
      .enum(HINDRANCE_NAMES)
      .nullable()
      .describe('Why it has to wait for a person; null unless `held`.'),
  })
);
export type PreviewedMember = Out<typeof previewedMember>;

export const preview = named(
  'Preview',
  z.strictObject({
    gain: z.int().describe('Get access, a higher level, or a further one.'),
    lose: z.int().describe('Lose access, drop a level, or lose one of several.'),
    moved: z.int().describe('Get another role, of equal rank or of none, like the fallback.'),
    unchanged: z.int(),
    held: z
      .int()
      .describe(
        'Would change, but wait for a person: staff, a deleted or unconfirmed account, no address.'
      ),
    accounts: z.int().describe('Accounts that would be created; part of `gain`.'),
    mails: z.int().describe('Welcome mails that would go out to them.'),
    members: z
      .array(previewedMember)
      .describe(
        'Those who gain, lose, move or are held, up to 200; of a part (`afterId`) everybody.'
      ),
  })
);
export type Preview = Out<typeof preview>;

export const previewMeta = named(
  'PreviewMeta',
  z.strictObject({
    total: z
      .int()
      .nullable()
      .describe('How many members the change concerns; null in a part that is not the first.'),
    nextAfterId: z
      .int()
      .nullable()
      .describe('Where the next part begins; null: this was the last.'),
  })
);
export type PreviewMeta = Out<typeof previewMeta>;

/** A preview of many is asked for part by part, so that it can be watched and given up. */
export const previewPartQuery = z.object({
  afterId: z.coerce
    .number<string | number>()
    .int()
    .min(0)
    .optional()
    .describe('Only members after this id; 0 begins.'),
  limit: z.coerce
    .number<string | number>()
    .int()
    .min(1)
    .max(1000)
    .default(500)
    .describe('How many of them, 500 unless told otherwise.'),
});
export type PreviewPartQuery = In<typeof previewPartQuery>;
