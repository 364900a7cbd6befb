import {
  createCipheriv,
  createDecipheriv,
  createHash,
  hkdfSync,
  randomBytes,
  scrypt,
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

/** How an IPN secret is stored: it is short and chosen by a person, so guessing it from its hash has to be slow. */
export interface SaltedHash {
  readonly salt: string;
  readonly hash: string;
  /** Missing where an earlier version stored a plain digest, which is replaced when the secret next arrives. */
  readonly scrypt?: boolean | undefined;
}

/** 32 MB and about 80 ms of one core for each try (measured on the machine of RELIABILITY's figures). */
const SCRYPT = { N: 2 ** 15, r: 8, p: 1, maxmem: 2 ** 26 };

const stretch = (secret: string, salt: string): Promise<string> =>
  new Promise((resolve, reject) =>
    scrypt(secret, salt, 32, SCRYPT, (error, key) =>
      error ? reject(error) : resolve(key.toString('hex'))
    )
  );

/** All under one salt, so that checking a secret against all of them costs one `scrypt`. */
export async function saltSecrets(secrets: readonly string[]): Promise<SaltedHash[]> {
  const salt = randomBytes(16).toString('hex');
  const hashes = await Promise.all(secrets.map((secret) => stretch(secret, salt)));
  return hashes.map((hash) => ({ salt, hash, scrypt: true }));
}

const isSame = (a: string, b: string): boolean => {
  const [one, other] = [Buffer.from(a, 'hex'), Buffer.from(b, 'hex')];
  return one.length === other.length && timingSafeEqual(one, other);
};

/** The plain digest of an earlier version that this secret has; cheap. All are compared. */
export const findDigest = (secret: string, known: readonly SaltedHash[]): SaltedHash | undefined =>
  known.filter(
    (each) => !each.scrypt && isSame(hashSecret(`${each.salt}:${secret}`), each.hash)
  )[0];

/** The slow hash that this secret has; one `scrypt` for each salt. */
export async function findStretched(
  secret: string,
  known: readonly SaltedHash[]
): Promise<SaltedHash | undefined> {
  const slow = known.filter((each) => each.scrypt);
  const salts = [...new Set(slow.map(({ salt }) => salt))];
  const hashes = await Promise.all(
    salts.map(async (salt) => [salt, await stretch(secret, salt)] as const)
  );
  return slow.filter((each) =>
    hashes.some(([salt, hash]) => salt === each.salt && isSame(hash, each.hash))
  )[0];
}

/** The same secret, as it is stored today: under the salt that others have already. */
export async function restretch(secret: string, known: readonly SaltedHash[]): Promise<SaltedHash> {
  const salt = known.find((each) => each.scrypt)?.salt ?? randomBytes(16).toString('hex');
  return { salt, hash: await stretch(secret, salt), scrypt: true };
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
