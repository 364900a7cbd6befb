import { z } from 'zod';
import { SUGGESTION_REASONS } from '../server/src/core/members/likely';
import { named, type Out } from './schema';

export const suggestionReason = named('SuggestionReason', z.enum(SUGGESTION_REASONS));
export type SuggestionReason = Out<typeof suggestionReason>;

/** Another account that may be the same person's. */
export const accountSuggestion = named(
  'AccountSuggestion',
  z.strictObject({
    user: z.strictObject({
      id: z.int(),
      username: z.string().describe('Both masked without the personal-data permission.'),
      email: z.string().nullable(),
      roleName: z.string().nullable(),
    }),
    reason: suggestionReason,
  })
);
export type AccountSuggestion = Out<typeof accountSuggestion>;

/** One that waits for a person to say whether it is. */
export const openSuggestion = named(
  'OpenSuggestion',
  z.strictObject({
    ...accountSuggestion.shape,
    id: z.int(),
    foundAt: z.string(),
    member: z.strictObject({
      id: z.int(),
      name: z.string().nullable(),
      email: z.string().nullable(),
    }),
  })
);
export type OpenSuggestion = Out<typeof openSuggestion>;
