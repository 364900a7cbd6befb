import { z } from 'zod';
import { HINDRANCE_NAMES } from '../server/src/core/access/hindrance';
import { MEMBER_STATES } from '../server/src/core/access/member-state';
import { OTHER } from '../server/src/core/wording/other';
import { timelineEntry } from './activity';
import { pageQuery, sentence } from './common';
import { emailQuery, idQuery } from './fields';
import { memberOverride } from './override';
import { memberEntitlement, renewalQuestion } from './purchase';
import { meant, named, type In, type Out } from './schema';

export const explanationLine = named(
  'ExplanationLine',
  z.strictObject({ ...sentence.shape, webhookLogIds: z.array(z.int()) })
);
export type ExplanationLine = Out<typeof explanationLine>;

/** A role that was given to the user by hand, other than purchases and overrides say. */
export const drift = named(
  'Drift',
  z.strictObject({
    roleId: z.int().nullable(),
    roleName: z.string().nullable(),
    since: z.string().describe('Since when it is known.'),
    due: z
      .strictObject({ roleId: z.int().nullable(), name: z.string().nullable() })
      .describe('What purchases and overrides give.'),
    canKeep: z
      .boolean()
      .describe('It can be made an override: only an access level, or the fallback.'),
  })
);
export type Drift = Out<typeof drift>;

/**
 * What matters most about a member: what waits (`held`, `staff`), what gives the level (the state of its purchase, like
 * `completed` for one that is paid in full, or `given` by hand), what is against one (`denied`), or what was (`ended`, `none`).
 */
export const memberState = named('MemberState', z.enum(MEMBER_STATES));
export type MemberState = Out<typeof memberState>;

export const memberSummary = named(
  'MemberSummary',
  z.strictObject({
    id: z.int(),
    email: z.string().nullable().describe('Masked without the personal-data permission.'),
    name: z.string().nullable(),
    leadIds: z.array(z.string()),
    user: z
      .strictObject({
        id: z.int(),
        username: z.string(),
        email: z.string().nullable(),
        roleName: z.string().nullable(),
        blocked: z.boolean(),
        confirmed: z.boolean(),
      })
      .nullable(),
    userGoneAt: z
      .string()
      .nullable()
      .describe('Since when it is known that the account was deleted.'),
    level: z
      .strictObject({ roleId: z.int().nullable(), name: z.string().nullable() })
      .describe('The highest level that purchases and overrides give, or the fallback.'),
    levels: z
      .array(z.strictObject({ roleId: z.int(), name: z.string().nullable() }))
      .describe('Every level that they give now, highest first; none: only the fallback.'),
    isTest: z.boolean().describe('Made by test events only: gets no mail, counts nowhere.'),
    heldReason: z
      .enum([...HINDRANCE_NAMES, OTHER])
      .nullable()
      .describe('Why what is due cannot be given; `other`: another version of the plugin held it.'),
    drift: drift
      .nullable()
      .describe('Null while the user stands where purchases and overrides put them.'),
    state: memberState,
    until: z.string().nullable().describe('When that ends by itself; null: not, or nobody knows.'),
    livePurchases: z.int().describe("The member's own purchases that have not ended."),
    lastChangedAt: z.string(),
  })
);
export type MemberSummary = Out<typeof memberSummary>;

export const welcomeMailState = named(
  'WelcomeMailState',
  z.strictObject({
    state: z
      .enum(['queued', 'sent', 'gave-up', 'skipped'])
      .describe('`skipped`: there was nobody to send it to any more.'),
    queuedAt: z.string(),
    sentAt: z.string().nullable(),
    attempts: z.int(),
    nextAttemptAt: z.string().nullable(),
    error: z
      .string()
      .nullable()
      .describe('What the last attempt said, like `reset-page-missing` or `Error ECONNREFUSED`.'),
  })
);
export type WelcomeMailState = Out<typeof welcomeMailState>;

/** An administrator linked the member to the account they have now; it can be undone. */
export const accountLink = named(
  'AccountLink',
  z.strictObject({
    at: z.string(),
    by: z.string(),
    from: z
      .strictObject({ id: z.int(), username: z.string() })
      .nullable()
      .describe('The account before; null: there was none, or it is deleted.'),
  })
);
export type AccountLink = Out<typeof accountLink>;

export const member = named(
  'Member',
  z.strictObject({
    ...memberSummary.shape,
    otherEmails: z.array(z.string()).describe('Other addresses known for this member.'),
    erasedAt: z.string().nullable(),
    erasedBy: z
      .string()
      .nullable()
      .describe('Null once the line that tells it is older than log lines are kept.'),
    link: accountLink.nullable(),
    sharedWith: z
      .array(
        z.strictObject({ id: z.int(), name: z.string().nullable(), email: z.string().nullable() })
      )
      .describe('Others whose purchases count for the same account.'),
    welcomeMail: welcomeMailState
      .nullable()
      .describe('The last welcome mail; null when there never was one.'),
    entitlements: z.array(memberEntitlement),
    renewalQuestions: z.array(renewalQuestion).describe('What a person has to say about them.'),
    overrides: z.array(memberOverride),
    timeline: z
      .array(timelineEntry)
      .describe(
        'The newest lines; `GET /kartra/activity?memberId=…&beforeId=…` has the older ones.'
      ),
    timelineTotal: z.int(),
    explanation: z.array(explanationLine),
  })
);
export type Member = Out<typeof member>;

export const memberQuery = pageQuery.extend({
  email: emailQuery.optional(),
  search: z.string().trim().max(100).optional(),
  roleId: idQuery.optional(),
  state: z
    .enum([...MEMBER_STATES, 'waiting', 'drifted'])
    .optional()
    .describe(
      'A state; or `waiting` (held or staff), or `drifted` (the role was changed by hand).'
    ),
  userId: idQuery.optional(),
  ids: z
    .string()
    .regex(/^\d{1,9}(,\d{1,9}){0,99}$/)
    .transform((list) => list.split(',').map(Number))
    .optional()
    .describe('Up to a hundred, joined by commas.'),
});
export type MemberQuery = In<typeof memberQuery>;

export const keepDriftBody = z.strictObject({
  reason: z.string().trim().min(1, 'Say why, for whoever asks later.').max(500),
});
export type KeepDriftBody = In<typeof keepDriftBody>;

/**
 * A user of the site for whom the purchases are to count, a new one in place of one that was deleted, or one whose
 * username is changed so that the member can have an account of their own.
 */
export const linkMemberBody = meant([
  ['createUser', z.strictObject({ createUser: z.literal(true) })],
  [
    'renameAccount',
    z.strictObject({
      renameAccount: z
        .int()
        .positive()
        .describe('Id of the user that has the address as its username.'),
    }),
  ],
  ['userId', z.strictObject({ userId: z.int().positive() })],
]);
export type LinkMemberBody = In<typeof linkMemberBody>;

export const recomputeMemberBody = z.strictObject({
  dryRun: z.boolean().default(false).describe('Only tell the difference.'),
});
export type RecomputeMemberBody = In<typeof recomputeMemberBody>;
