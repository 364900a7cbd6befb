import type { Core } from '@strapi/strapi';
import { z } from 'zod';
import type { AlertRecipient } from '../../../../contracts/connection';
import { ALERT_KINDS, renderAlert, type Problem } from '../../core/mail/alerts';
import { findAdministrators } from '../../repositories/administrators';
import { findConnection, type StoredConnection } from '../../repositories/connections';
import { database, inTransaction } from '../../repositories/database';
import { queueMessage } from '../../repositories/outbox-messages';
import {
  claimProblem,
  closeProblem,
  findProblems,
  openProblem,
  type ProblemRow,
} from '../../repositories/problems';
import { perStrapi } from '../../utils/per-strapi';
import { findPresentProblems } from './find-problems';
import { type Delivery, type MailKind, sendMail } from '../messages';
import { nowOf } from '../background';

const ALERT = 'mail.alert';

const alertPayload = z.object({
  administratorId: z.int(),
  kind: z.enum(ALERT_KINDS),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
});
type AlertPayload = Readonly<z.output<typeof alertPayload>>;

/** Who can be mailed about problems, and the problems that they are mailed about. */
export const alertsOf = perStrapi(({ strapi }) => ({
  async recipients(): Promise<AlertRecipient[]> {
    return (await findAdministrators(strapi)).map(({ id, name }) => ({ id, name }));
  },

  /** What is there now against what was there when last looked: new problems are mailed, gone ones forgotten. */
  async look(): Promise<void> {
    const db = database(strapi);
    const now = nowOf(strapi);
    const connection = await findConnection(db);
    // Read before looking: a problem that another instance opens in the meantime is not in this list, so this older look can't close it.
    const known = await findProblems(db, connection.id);
    const present = await findPresentProblems(strapi, db, connection, now);
    for (const { id, problemKey } of known) {
      if (!present.some(({ key }) => key === problemKey)) await closeProblem(db, id);
    }
    for (const { key, kind } of present) {
      if (known.some(({ problemKey }) => problemKey === key)) continue;
      await openProblem(db, { connectionId: connection.id, problemKey: key, kind, openedAt: now });
    }
    for (const stored of await findProblems(db, connection.id)) {
      const problem = present.find(({ key }) => key === stored.problemKey);
      if (problem && stored.mailedAt === null) await mail(strapi, connection, stored, problem);
    }
  },
}));

/** One message for each administrator, so that one refused address does not keep the mail from the others. */
async function mail(
  strapi: Core.Strapi,
  { id: connectionId, settings }: StoredConnection,
  stored: ProblemRow,
  problem: Problem
): Promise<void> {
  const { administratorIds, kinds } = settings.alerts;
  if (administratorIds.length === 0 || !kinds.includes(problem.kind)) return;
  await inTransaction(strapi, async (db) => {
    const at = nowOf(strapi);
    if (!(await claimProblem(db, stored.id, at))) return;
    for (const administratorId of administratorIds) {
      const payload: AlertPayload = {
        administratorId,
        kind: problem.kind,
        values: problem.values,
      };
      await queueMessage(db, { connectionId, topic: ALERT, payload, memberId: null, at });
    }
  });
}

async function deliver(
  strapi: Core.Strapi,
  { administratorId, ...problem }: AlertPayload
): Promise<Delivery> {
  const administrators = await findAdministrators(strapi);
  const administrator = administrators.find(({ id }) => id === administratorId);
  if (!administrator) return { state: 'skipped', reason: 'administrator-gone' };
  const panel = `${strapi.config.get<string>('admin.absoluteUrl', '')}/plugins/kartra`;
  await sendMail(strapi, administrator.email, renderAlert(problem, panel));
  return { state: 'sent' };
}

export const alertMails = {
  topic: ALERT,
  payload: alertPayload,
  deliver,
} satisfies MailKind<AlertPayload>;
