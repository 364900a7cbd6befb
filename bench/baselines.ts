import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';

import { USER_UID } from '../server/src/constants';
import type { OutboundWebhook } from '../tests/builders/kartra';
import { roleIdByType } from '../tests/helpers/users';

const LOG_UID = 'plugin::kartra.webhook-log';

export const NOTHING = '/bench/nothing';
export const CREATE = '/bench/create';
export const BY_HAND = '/bench/by-hand';

/** Strapi's router, as far as it is used here; its types are those of a package that is not installed. */
interface Router {
  post(route: string, handler: (ctx: Context) => unknown): unknown;
}

interface Users {
  add(values: Record<string, unknown>): Promise<{ readonly id: number }>;
  edit(id: number, values: Record<string, unknown>): Promise<unknown>;
}

/**
 * Routes of the same Strapi to compare with; they pass its logger and its body parser like any other. The last is what
 * a developer writes by hand for a sale: a log row, the user found or added, the role, the log row finished.
 */
export async function addBaselines(strapi: Core.Strapi, roleId: number): Promise<void> {
  const router = strapi.server.router as unknown as Router;
  const users = strapi.plugin('users-permissions').service<Users>('user');
  const defaultRoleId = await roleIdByType(strapi, 'authenticated');
  const logs = strapi.documents(LOG_UID);
  let rows = 0;

  /** In a state that the plugin leaves alone. */
  const log = (webhook: OutboundWebhook) => {
    const body = JSON.stringify(webhook);
    rows += 1;
    const row = { connectionId: 0, receivedAt: Date.now(), state: 'ignored', body };
    const dedupeKey = `bench:${process.pid}:${rows}`;
    return logs.create({ data: { ...row, dedupeKey, byteLength: body.length } });
  };
  const findUser = async (email: string): Promise<{ readonly id: number } | null> =>
    strapi.db.query(USER_UID).findOne({ where: { email } }) as Promise<{ id: number } | null>;
  const addUser = (email: string) =>
    users.add({ username: email, email, provider: 'local', confirmed: true, role: defaultRoleId });

  router.post(NOTHING, (ctx) => {
    ctx.body = { status: 'received' };
  });
  router.post(CREATE, async (ctx) => {
    await log(webhookOf(ctx));
    ctx.body = { status: 'received' };
  });
  router.post(BY_HAND, async (ctx) => {
    const webhook = webhookOf(ctx);
    const { documentId } = await log(webhook);
    const email = String(webhook.lead['email']).toLowerCase();
    const { id } = (await findUser(email)) ?? (await addUser(email));
    await users.edit(id, { role: roleId });
    const done: object = { reason: 'done', finishedAt: Date.now() };
    await logs.update({ documentId, data: done });
    ctx.body = { status: 'received' };
  });
}

const webhookOf = (ctx: Context): OutboundWebhook =>
  (ctx.request as unknown as { readonly body: OutboundWebhook }).body;
