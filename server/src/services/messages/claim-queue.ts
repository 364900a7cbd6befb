import { queueMessage, queueMessagesOnce } from '../../repositories/outbox-messages';
import type { Database } from '../../repositories/database';

export const CLAIM = 'mail.claim';

interface Asked {
  readonly memberId: number;
  readonly userId: number;
}

/** In the transaction that decided it: one mail about an account that was there before, ever. */
export const queueClaims = (
  db: Database,
  connectionId: number,
  claims: readonly Asked[],
  at: number
): Promise<void> =>
  queueMessagesOnce(
    db,
    claims.map(({ memberId, userId }) => ({
      key: `claim:${connectionId}:${memberId}:${userId}`,
      connectionId,
      topic: CLAIM,
      payload: { userId },
      memberId,
      at,
    }))
  );

/** One more, because someone asked for it. */
export const queueClaimAgain = (
  db: Database,
  {
    connectionId,
    memberId,
    userId,
    at,
  }: Asked & { readonly connectionId: number; readonly at: number }
): Promise<void> =>
  queueMessage(db, { connectionId, topic: CLAIM, payload: { userId }, memberId, at });
