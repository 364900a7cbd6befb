import type { Core } from '@strapi/strapi';
import { USER_UID } from '../constants';
import { database } from '../repositories/database';
import { findMembersByUser } from '../repositories/members';
import { readConnectionRules } from './connection-rules';
import { recomputeMember } from './recompute';
import { describeError } from '../utils/describe-error';

const SETTLE_MS = 200;

/**
 * A user who confirmed the address, or was changed in any other way: what was held for their sake is looked at again,
 * a moment later, when whatever transaction changed them is over. Only members for whom something waits are touched,
 * so an administrator's own changes of a role are left alone.
 */
export function watchUsers(strapi: Core.Strapi): void {
  const waiting = new Set<number>();

  const look = async (userId: number): Promise<void> => {
    waiting.delete(userId);
    try {
      const connection = await readConnectionRules(strapi);
      for (const member of await findMembersByUser(database(strapi), userId)) {
        if (member.heldReason === null) continue;
        await recomputeMember(strapi, {
          connection,
          memberId: member.id,
          cause: { webhookLogId: null, actor: null },
          now: Date.now(),
        });
      }
    } catch (error) {
      const name = describeError(error);
      strapi.log.warn(`[kartra] What waits for user ${userId} was not looked at again: ${name}.`);
    }
  };

  strapi.db.lifecycles.subscribe({
    models: [USER_UID],
    afterUpdate(event) {
      const id = Number((event as { result?: { id?: number | string } }).result?.id);
      if (!Number.isInteger(id) || waiting.has(id)) return;
      waiting.add(id);
      setTimeout(() => void look(id), SETTLE_MS).unref();
    },
  });
}
