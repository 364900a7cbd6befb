import type { Core } from '@strapi/strapi';
import { USER_UID } from '../constants';
import { database } from '../repositories/database';
import { findMembersByUser } from '../repositories/members';
import { describeError } from '../utils/describe-error';
import { readConnectionRules } from './connection-rules';
import { recomputeMember } from './recompute';

const LOOK_MS = 250;

/**
 * A user who confirmed the address, or was changed in any other way: what was held for their sake is looked at again.
 * Changes are only noted where they happen, often inside somebody's transaction, and looked at from a timer that
 * belongs to none. Only members for whom something waits are touched: an administrator's own change of a role stays.
 */
export default ({ strapi }: { strapi: Core.Strapi }) => {
  const changed = new Set<number>();
  let timer: NodeJS.Timeout | null = null;
  let looking: Promise<void> = Promise.resolve();

  const look = async (userId: number): Promise<void> => {
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
      strapi.log.warn(
        `[kartra] What waits for user ${userId} was not looked at again: ${describeError(error)}.`
      );
    }
  };

  const lookAtAll = async (): Promise<void> => {
    for (const userId of [...changed]) {
      changed.delete(userId);
      await look(userId);
    }
  };

  return {
    bootstrap(): void {
      strapi.db.lifecycles.subscribe({
        models: [USER_UID],
        afterUpdate(event) {
          const id = Number((event as { result?: { id?: number | string } }).result?.id);
          if (Number.isInteger(id)) changed.add(id);
        },
      });
      timer = setInterval(() => {
        looking = looking.then(lookAtAll);
      }, LOOK_MS).unref();
    },

    async destroy(): Promise<void> {
      if (timer) clearInterval(timer);
      changed.clear();
      await looking;
    },
  };
};
