import { domainToASCII } from 'node:url';

/** Trimmed, ASCII, lower-case: what two addresses of one person have in common. */
export type NormalizedEmail = string & { readonly __brand: 'NormalizedEmail' };

export type CheckedEmail =
  | { readonly ok: true; readonly email: NormalizedEmail }
  | { readonly ok: false; readonly problem: 'missing' | 'untrusted' };

const MAX_LENGTH = 254;
const LOCAL_PART = /^[a-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}$/;
/** Letters of any script: the translation would undo percent signs and cut off a path. */
const RAW_DOMAIN = /^[a-z0-9.\u0080-\u{10ffff}-]+$/iu;
/** The last part begins with a letter, or the translation would make an IP address of `ann@0x7f.1`. */
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z](?:[a-z0-9-]*[a-z0-9])?$/;

/**
 * One address that can be compared with others. Only ASCII letters are lowered and only the domain is translated:
 * anything cleverer could make two people one. Plus parts and dots stay: they may be different mailboxes.
 */
export function normaliseEmail(raw: string | null): CheckedEmail {
  const text = (raw ?? '').trim();
  if (text === '') return { ok: false, problem: 'missing' };
  const at = text.lastIndexOf('@');
  const untrusted = { ok: false, problem: 'untrusted' } as const;
  if (text.length > MAX_LENGTH || at < 1) return untrusted;
  const local = lowerAscii(text.slice(0, at));
  const rawDomain = text.slice(at + 1);
  const domain = RAW_DOMAIN.test(rawDomain) ? lowerAscii(domainToASCII(rawDomain)) : '';
  const email = `${local}@${domain}`;
  const isSound = LOCAL_PART.test(local) && DOMAIN.test(domain) && email.length <= MAX_LENGTH;
  return isSound ? { ok: true, email: email as NormalizedEmail } : untrusted;
}

/** Whether this is the account's own address, however it is written. */
export function isAddressOf(
  account: { readonly email: string | null },
  email: NormalizedEmail
): boolean {
  const checked = normaliseEmail(account.email);
  return checked.ok && checked.email === email;
}

const lowerAscii = (text: string): string =>
  text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/** `b•••@example.com`: enough to recognise, too little to write to. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  return at < 1 ? '•••' : `${email.slice(0, 1)}•••${email.slice(at)}`;
}
