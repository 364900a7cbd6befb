import { z } from 'zod';
import { named, type Out } from './schema';

/** An account that was there before the purchase, and the link by which its owner takes it over. */
export const claim = named(
  'Claim',
  z.strictObject({
    state: z
      .enum(['open', 'claimed', 'ended', 'unknown'])
      .describe('`ended`: the link was used, is older than 7 days, or nothing has to be proved.'),
    account: z.string().nullable().describe('Its username, or its address.'),
    provider: z
      .string()
      .nullable()
      .describe('Signs in with it and has no password here: the buyer only confirms.'),
    fewestCharacters: z.int().nullable().describe('Of a password.'),
    problem: z
      .enum(['too-short', 'too-long', 'refused'])
      .nullable()
      .describe('Why the password was not taken; the link still works.'),
  })
);
export type Claim = Out<typeof claim>;

export const askClaimBody = z.strictObject({ email: z.string().min(1).max(320) });

const code = z.string().min(1).max(200).describe('From the mailed link.');
export const lookClaimBody = z.strictObject({ code });
export const useClaimBody = z.strictObject({
  code,
  password: z
    .string()
    .optional()
    .describe('Left out for an account that signs in with a provider.'),
});
