import {
  createCipheriv,
  createDecipheriv,
  createHash,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';

/** The `:key` of a webhook URL: a public endpoint id, and a secret of 256 bits. */
export interface WebhookKey {
  readonly endpointId: string;
  readonly secret: string;
}

export function createWebhookKey(): WebhookKey {
  return {
    endpointId: randomBytes(8).toString('hex'),
    secret: randomBytes(32).toString('base64url'),
  };
}

export const formatWebhookKey = ({ endpointId, secret }: WebhookKey): string =>
  `${endpointId}-${secret}`;

/** Whatever comes in: a part that is missing is empty, and matches nothing. */
export function parseWebhookKey(key: string): WebhookKey {
  const dash = key.indexOf('-');
  return dash < 0
    ? { endpointId: key, secret: '' }
    : { endpointId: key.slice(0, dash), secret: key.slice(dash + 1) };
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

export const hashSecret = (secret: string): string => digest(secret).toString('hex');

/** In constant time, over digests; against nothing it compares as long and says no. */
export function matchesHash(secret: string, hash: string | null): boolean {
  const known = Buffer.from(hash ?? '', 'hex');
  const asked = digest(secret);
  const isComparable = known.length === asked.length;
  return timingSafeEqual(asked, isComparable ? known : digest('')) && isComparable;
}

/** How an IPN secret is stored: it is short and chosen by a person, so each has a salt of its own. */
export interface SaltedHash {
  readonly salt: string;
  readonly hash: string;
}

export function saltSecret(secret: string): SaltedHash {
  const salt = randomBytes(16).toString('hex');
  return { salt, hash: hashSecret(`${salt}:${secret}`) };
}

/** All are compared, so that the time says nothing about which one matched. */
export function matchesAny(secret: string, known: readonly SaltedHash[]): boolean {
  return known
    .map(({ salt, hash }) => matchesHash(`${salt}:${secret}`, hash))
    .reduce((any, match) => any || match, false);
}

const sealKey = (master: string): Buffer =>
  Buffer.from(hkdfSync('sha256', master, '', 'kartra webhook url', 32));

/** AES-256-GCM, under a key derived from the site's own: a copy of the database alone shows no URL. */
export function seal(text: string, master: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', sealKey(master), iv);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return [iv, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url')).join('.');
}

/** Null when the site's key is another one now, or the text was tampered with. */
export function unseal(sealed: string, master: string): string | null {
  const [iv, tag, text] = sealed.split('.').map((part) => Buffer.from(part, 'base64url'));
  if (!iv || !tag || !text) return null;
  try {
    const decipher = createDecipheriv('aes-256-gcm', sealKey(master), iv);
    decipher.setAuthTag(tag);
    return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}
