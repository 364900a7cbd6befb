import { createHmac, randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { findConnection, updateConnection } from '../../repositories/connections';
import { database } from '../../repositories/database';
import { describeError } from '../../utils/describe-error';
import { perStrapi } from '../../utils/per-strapi';
import { findDigest, findStretched, restretch, type SaltedHash } from '../../utils/secrets';

/** Milliseconds between two slow checks of secrets that are not remembered. */
const PACE_MS = 1000;
/** Different secrets that wait for their slow check: as many as can be set. One more is taken for wrong. */
const MOST_WAITING = 20;
const MOST_REMEMBERED = 1000;

/**
 * Checks the secret of an IPN. A right one is slow once for each process, then remembered under a key that only this
 * process has; wrong ones cost at most one slow hash a second, however many arrive.
 */
export const ipnSecretsOf = perStrapi(({ strapi }) => {
  const processKey = randomBytes(32);
  /** Marks of right secrets, with the hash that they have; of wrong ones, with the hashes that they do not have. */
  const right = new Map<string, string>();
  const wrong = new Map<string, string>();
  let turn: Promise<void> = Promise.resolve();
  const checking = new Map<string, Promise<boolean>>();

  const markOf = (secret: string) =>
    createHmac('sha256', processKey).update(secret).digest('base64');

  const remember = (memory: Map<string, string>, mark: string, value: string): void => {
    memory.delete(mark);
    memory.set(mark, value);
    const [oldest] = memory.keys();
    if (memory.size > MOST_REMEMBERED && oldest !== undefined) memory.delete(oldest);
  };

  /** One check after the other; behind one that found nothing the next waits for its second. */
  const inTurn = async (work: () => Promise<boolean>): Promise<boolean> => {
    const before = turn;
    let done: () => void = () => undefined;
    turn = new Promise((resolve) => (done = resolve));
    await before;
    let isRight = false;
    try {
      isRight = await work();
      return isRight;
    } finally {
      if (isRight) done();
      else void sleep(PACE_MS, undefined, { ref: false }).then(done);
    }
  };

  /** What an earlier version stored is replaced; of two who do it at once, one does. */
  const replace = async (secret: string, old: SaltedHash): Promise<void> => {
    const db = database(strapi);
    const { id, version, ipnSecrets } = await findConnection(db);
    const isOld = (each: SaltedHash) => each.hash === old.hash && each.salt === old.salt;
    if (!ipnSecrets.some(isOld)) return;
    const stretched = await restretch(secret, ipnSecrets);
    await updateConnection(db, id, version, {
      ipnSecrets: ipnSecrets.map((each) => (isOld(each) ? stretched : each)),
    });
  };

  /** A secret that arrives again while it is checked is checked once. */
  const checkSlowly = (
    secret: string,
    known: readonly SaltedHash[],
    mark: string
  ): Promise<boolean> | boolean => {
    const set = setOf(known);
    if (wrong.get(mark) === set) return false;
    const place = `${mark} ${set}`;
    const running = checking.get(place);
    if (running) return running;
    if (checking.size >= MOST_WAITING) return false;
    const check = inTurn(async () => {
      const found = await findStretched(secret, known);
      if (found) remember(right, mark, found.hash);
      else remember(wrong, mark, set);
      return found !== undefined;
    }).finally(() => checking.delete(place));
    checking.set(place, check);
    return check;
  };

  const isRemembered = (mark: string, known: readonly SaltedHash[]): boolean => {
    const hash = right.get(mark);
    return hash !== undefined && known.some((each) => each.hash === hash);
  };

  return {
    async check(secret: string, known: readonly SaltedHash[]): Promise<boolean> {
      if (secret === '') return false;
      const mark = markOf(secret);
      if (isRemembered(mark, known)) return true;
      const old = findDigest(secret, known);
      if (old) {
        remember(right, mark, old.hash);
        replace(secret, old).catch((error: unknown) => {
          strapi.log.warn(`[kartra] An IPN secret is stored anew later: ${describeError(error)}.`);
        });
        return true;
      }
      return known.some((each) => each.scrypt) && checkSlowly(secret, known, mark);
    },
  };
});

/** Another set of secrets may have what this one has not. */
const setOf = (known: readonly SaltedHash[]): string => known.map(({ hash }) => hash).join();
