import type { Core } from '@strapi/strapi';
import { deleteOldClaimLinks } from '../../repositories/claim-links';
import { findConnection, noteOnConnection } from '../../repositories/connections';
import { database, type Database } from '../../repositories/database';
import { findMembersByUser } from '../../repositories/members';
import { findSentMessages } from '../../repositories/outbox-messages';
import { deleteOldLinks, findEndedPlants, notePlanted } from '../../repositories/password-links';
import { clearResetToken, findOldResetTokens } from '../../repositories/reset-tokens';
import { perStrapi } from '../../utils/per-strapi';
import { nowOf } from '../background';
import { takeBackPlanted } from './password-links';
import { WELCOME, welcomeKey, welcomePayload } from './welcome-mail';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const BATCH = 200;
/** An ended link still offers a new one; after so long no one opens it any more. */
const KEPT_DAYS = 180;
/** As long as a link works, so does a code that an earlier version mailed. */
const EARLIER_MS = 7 * DAY_MS;

/** Codes for new passwords that have ended leave users-permissions, which would take them forever. */
export const endedCodesOf = perStrapi(({ strapi }) => {
  let lookAgainAt = 0;

  return {
    async look(signal: AbortSignal): Promise<void> {
      const now = nowOf(strapi);
      await endPlanted(strapi, now, signal);
      if (now < lookAgainAt) return;
      lookAgainAt = now + HOUR_MS;
      await deleteOldLinks(database(strapi), now - KEPT_DAYS * DAY_MS);
      await deleteOldClaimLinks(database(strapi), now - KEPT_DAYS * DAY_MS);
      if (await endEarlier(strapi, now, signal)) lookAgainAt = now + DAY_MS;
    },
  };
});

async function endPlanted(strapi: Core.Strapi, now: number, signal: AbortSignal): Promise<void> {
  const db = database(strapi);
  for (;;) {
    const ended = await findEndedPlants(db, now, BATCH);
    for (const link of ended) {
      if (signal.aborted) return;
      await takeBackPlanted(strapi, db, link);
      await notePlanted(db, link.id, null);
    }
    if (ended.length < BATCH) return;
  }
}

/**
 * Earlier versions gave users-permissions its code when the mail was sent. Those that no one used within a week go; a
 * code that the user asked for since then is newer and stays. Says whether that week is over: none come after it.
 */
async function endEarlier(strapi: Core.Strapi, now: number, signal: AbortSignal): Promise<boolean> {
  const db = database(strapi);
  const connection = await findConnection(db);
  const since = connection.ownLinksSince ?? now;
  if (connection.ownLinksSince === null) {
    await noteOnConnection(db, connection.id, { ownLinksSince: now });
  }
  const before = now - EARLIER_MS;
  for (let afterId = 0; !signal.aborted; ) {
    const users = await findOldResetTokens(strapi, db, { before, afterId, limit: BATCH });
    const ids = users.map(({ id }) => id);
    const mailed = await findMailed(db, {
      connectionId: connection.id,
      userIds: ids,
      before: Math.min(before, since),
    });
    for (const { id, code } of users) {
      if (mailed.has(id)) await clearResetToken(strapi, db, id, code);
    }
    const last = ids.at(-1);
    if (users.length < BATCH || last === undefined) return now > since + EARLIER_MS;
    afterId = last;
  }
  return false;
}

async function findMailed(
  db: Database,
  asked: {
    readonly connectionId: number;
    readonly userIds: readonly number[];
    readonly before: number;
  }
): Promise<ReadonlySet<number>> {
  const { connectionId, userIds, before } = asked;
  if (userIds.length === 0) return new Set();
  const messages = await findSentMessages(db, {
    topic: WELCOME,
    before,
    keys: userIds.map((userId) => welcomeKey(connectionId, userId)),
    memberIds: (await findMembersByUser(db, ...userIds)).map(({ id }) => id),
  });
  return new Set(
    messages.flatMap(({ payload }) => {
      const read = welcomePayload.safeParse(payload);
      return read.success ? [read.data.userId] : [];
    })
  );
}
