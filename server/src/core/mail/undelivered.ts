/** Why a message is not sent, and never will be: whom it was for, or what it was to say, is gone. */
const SKIP_REASONS = [
  'member-gone',
  'account-gone',
  'account-blocked',
  'administrator-gone',
  'has-password',
  'turned-off',
  'test-site',
  'claim-over',
  'enough-links',
  'unknown-topic',
  'unreadable',
] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

/** What has to be set up before a mail can leave. */
const SETUP_REASONS = ['reset-page-missing', 'site-address-missing'] as const;
export type SetupReason = (typeof SETUP_REASONS)[number];

const REASONS = [...SKIP_REASONS, ...SETUP_REASONS, 'took-too-long'] as const;

/** Why a message has not left: a reason that we know, or what the error is called, like `Error ECONNREFUSED`. */
export type Undelivered =
  | { readonly reason: (typeof REASONS)[number] }
  | { readonly error: string };

/** One word for it, as it is stored and as the API has it. */
export const wordOf = (why: Undelivered): string => ('reason' in why ? why.reason : why.error);

export function readUndelivered(word: string): Undelivered {
  const reason = REASONS.find((known) => known === word);
  return reason === undefined ? { error: word } : { reason };
}
