import de from '../../../../texts/claims/de.json';
import en from '../../../../texts/claims/en.json';
import es from '../../../../texts/claims/es.json';
import type { PageLanguage } from './link-page';
import { mailableName } from './mailable';
import { renderMail, type RenderedMail } from './template';

const TEXTS = { en, de, es } as const;

/**
 * What a buyer reads about an account that was there before: `waits`, it has to be proved with a new password; `given`, it has
 * the level already, and can be taken over; the same for one that signs in with a provider.
 */
export type ClaimMail = 'waits' | 'given' | 'provider' | 'provider-given';

/** A sentence of ours with what the site and the buyer are called. All of it is cleaned before it comes here. */
export interface ClaimValues {
  readonly name: string;
  readonly site: string;
  readonly product: string;
  readonly level: string;
  readonly account: string;
  /** A date in the reader's language. */
  readonly registered: string;
  readonly provider: string;
  readonly link: string;
}

export function renderClaimMail(
  kind: ClaimMail,
  language: PageLanguage,
  values: ClaimValues
): RenderedMail {
  const texts = TEXTS[language];
  return renderMail<keyof ClaimValues>(
    { subject: texts[`${kind}.subject`], text: texts[`${kind}.text`] },
    values
  );
}

/** The account as its owner knows it. A stranger may have chosen the username: it must become no link and no sentence. */
export const accountInMail = (user: {
  readonly username: string;
  readonly email: string | null;
}): string => mailableName(user.username) || (user.email ?? '');

const DATE = { year: 'numeric', month: 'long', day: 'numeric', timeZone: 'UTC' } as const;

export const dateInMail = (at: number, language: PageLanguage): string =>
  new Intl.DateTimeFormat(language === 'en' ? 'en-US' : language, DATE).format(at);

export interface ClaimFacts {
  /** Null: there is no such member any more. */
  readonly member: {
    readonly isTest: boolean;
    readonly erasedAt: number | null;
    readonly userId: number | null;
    readonly isAccountUnproved: boolean;
    /** The account has to be proved or confirmed before it is given anything. */
    readonly waits: boolean;
  } | null;
  /** Null: the account is gone. */
  readonly user: {
    readonly id: number;
    readonly provider: string | null;
    readonly blocked: boolean;
    /** Its own address is the one that the member bought with. */
    readonly isOwnAddress: boolean;
    /** In a role that the integration never changes. */
    readonly isStaff: boolean;
  } | null;
}

/** Which mail the member gets now; null: none, what there was to tell is over. */
export function claimMailOf({ member, user }: ClaimFacts): ClaimMail | null {
  if (!member || member.isTest || member.erasedAt !== null || !user || !mayClaim(user)) return null;
  const isLocal = signsInHere(user);
  if (member.waits) return isLocal ? 'waits' : 'provider';
  if (member.userId !== user.id || !member.isAccountUnproved) return null;
  return isLocal ? 'given' : 'provider-given';
}

/** Whether a link may open this account: asked when it is mailed, and again when it is used. */
export const mayClaim = (user: NonNullable<ClaimFacts['user']>): boolean =>
  user.isOwnAddress && !user.isStaff && !user.blocked;

/** With a password of this site, and not with a provider's. */
export const signsInHere = ({ provider }: { readonly provider: string | null }): boolean =>
  provider === null || provider === 'local';

/** Of a password; users-permissions cuts longer ones off when it hashes them. */
const MOST_BYTES = 72;

/** Why the site cannot take this password; null: it can, as far as its length goes. */
export function lengthProblem(password: string, fewest: number): 'too-short' | 'too-long' | null {
  if ([...password].length < fewest) return 'too-short';
  return new TextEncoder().encode(password).length > MOST_BYTES ? 'too-long' : null;
}
