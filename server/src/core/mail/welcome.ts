import type { SkipReason } from './undelivered';

export const DEFAULT_WELCOME = {
  subject: 'Your access to {site}',
  text: [
    'Hello {name},',
    '',
    'thank you for your purchase of {product}. Your account on {site} is ready.',
    'Choose a password here, and you are in:',
    '',
    '{link}',
    '',
    'This link works for 7 days. After that, open it to get a new one.',
  ].join('\n'),
} as const;

/** The page of the site where a password is chosen, with the code that lets this member do so. */
export function passwordLink(resetPage: string, code: string): string {
  const url = new URL(resetPage);
  url.searchParams.set('code', code);
  return url.toString();
}

/** A page that a mail can point to: a whole address. */
export function isLinkable(resetPage: string | null | undefined): resetPage is string {
  return (
    typeof resetPage === 'string' && /^https?:\/\//i.test(resetPage) && URL.canParse(resetPage)
  );
}

/** No real person can be reached: a test member, or one whose data was erased. */
interface Addressee {
  readonly isTest: boolean;
  readonly erasedAt: number | null;
}

/** Why this mail can't be sent anymore; null when it can. */
export function whyNoWelcome(known: {
  /** Null: there is no such member any more. */
  readonly member: Addressee | null;
  /** Null: the account is gone. */
  readonly user: {
    readonly email: string | null;
    readonly blocked: boolean;
    /** A member who has a password needs no link to choose one. */
    readonly hasPassword: boolean;
  } | null;
  /** An administrator asked for it, whatever the settings say. */
  readonly isResent: boolean;
  readonly isOn: boolean;
}): SkipReason | null {
  const { member, user, isResent, isOn } = known;
  if (!member || member.erasedAt !== null || member.isTest) return 'member-gone';
  if (!user?.email) return 'account-gone';
  if (user.blocked) return 'account-blocked';
  if (isResent) return null;
  if (!isOn) return 'turned-off';
  return user.hasPassword ? 'has-password' : null;
}
