import type { Core } from '@strapi/strapi';
import { setTimeout as sleep } from 'node:timers/promises';
import { ProcessingError } from '../utils/errors';
import { describeSiteError } from '../utils/site-error';
import { database, isRetryable } from './database';

/**
 * How long code of the site may hold up a transaction. On SQLite everything else waits with it, and a webhook that
 * cannot be stored within three seconds is refused.
 */
const LIMIT_MS = { sqlite: 2000, postgres: 4000, mysql: 4000 } as const;

/**
 * A write to a user, in which lifecycles of the site run. One that never answers ends the transaction, and counts as a
 * failure of what was being done; of one that throws the owner reads the message.
 */
export async function watchingSite<Result>(
  strapi: Core.Strapi,
  what: string,
  write: () => Promise<Result>
): Promise<Result> {
  const limitMs = LIMIT_MS[database(strapi).client];
  const limit = new AbortController();
  try {
    return await Promise.race([
      write(),
      sleep(limitMs, undefined, { signal: limit.signal }).then(() => {
        throw new ProcessingError('took-too-long', `${what}: more than ${limitMs / 1000} seconds`);
      }),
    ]);
  } catch (error) {
    // What the database asks to repeat is repeated; a service that the site's code could not reach is the site's failure.
    if (error instanceof ProcessingError || isRetryable(error)) throw error;
    const told = describeSiteError(error, strapi.dirs.app.root);
    if (told === null) throw error;
    throw new ProcessingError('site-code', told);
  } finally {
    limit.abort();
  }
}
