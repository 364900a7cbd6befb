import type { Connection } from '../../contracts/connection';
import type { WebhookLog, WebhookLogDetail } from '../../contracts/webhook-log';
import type { Job } from '../../contracts/job';
import type { Member } from '../../contracts/member';
import type { Overview } from '../../contracts/overview';
import type { ActivityLine } from '../../contracts/activity';
import { TABLES } from '../../server/src/constants';
import { buildTransaction, newProduct, outbound } from '../builders/kartra';
import { ok } from '../helpers/admin-client';
import { lastLog, mapProduct, openShop, postWebhook, type Shop } from '../helpers/kartra';
import { startSite, type Site } from '../helpers/site';
import { waitFor } from '../helpers/wait-for';

let site: Site;
let shop: Shop;

beforeAll(async () => {
  site = await startSite();
  shop = await openShop(site);
});
afterAll(() => site.stop());

const table = (name: string) => site.strapi.db.getConnection(name);

/** What is stored is damaged, or was written by a version that is not out yet. */
it('a row with values that cannot be read is still shown, and the log says so once', async () => {
  const productId = newProduct();
  await mapProduct(site, productId, shop.gold);
  await postWebhook(site.address, shop.path, outbound(buildTransaction({ productId })));
  await site.idle();
  const { id } = await lastLog(site);
  await table(TABLES.webhookLog).where({ id }).update({
    values: '{',
    effect: '[]',
    events: 'null',
    attempt_log: '{"number":1}',
    headers: '7',
  });
  await table(TABLES.activity).update({ values: 'nothing' });
  await table(TABLES.mapping)
    .where({ product_id: productId })
    .update({ levels: '[{}]', on_refund: 'x' });
  await table(TABLES.entitlement)
    .where({ product_id: productId })
    .update({ history: '{}', order_ids: '9' });
  const error = jest.spyOn(site.strapi.log, 'error').mockReturnValue(site.strapi.log);

  for (let time = 0; time < 2; time += 1) {
    const shown = ok(await site.admin.get<WebhookLogDetail>(`/kartra/webhook-logs/${id}`));
    expect(shown).toMatchObject({
      state: 'applied',
      effect: null,
      events: [],
      attemptLog: [],
      headers: null,
    });
    expect(ok(await site.admin.get<ActivityLine[]>('/kartra/activity')).length).toBeGreaterThan(0);
  }
  expect((await site.admin.get('/kartra/mappings')).status).toBe(200);
  expect((await site.admin.get('/kartra/members')).status).toBe(200);

  const lines = error.mock.calls.map(([line]) => line as unknown as string);
  const ofLog = lines.filter((line) => line.includes(`${TABLES.webhookLog} ${id},`));
  expect(ofLog.map((line) => /column (\w+)/.exec(line)?.[1]).sort()).toEqual([
    'attempt_log',
    'effect',
    'events',
    'headers',
    'values',
  ]);
  expect(ofLog).toContain(
    `[kartra] Unreadable value in ${TABLES.webhookLog} ${id}, column values: not JSON. The row is used without it.`
  );
  error.mockRestore();
});

it('a member with words of another version is shown, keeps access, and still waits', async () => {
  const productId = newProduct();
  await mapProduct(site, productId, shop.gold);
  await postWebhook(site.address, shop.path, outbound(buildTransaction({ productId })));
  await site.idle();
  const { memberId } = await lastLog(site);
  await table(TABLES.entitlement)
    .where({ product_id: productId })
    .update({ state: 'frozen', reason: 'holidays', history: null });
  await table(TABLES.member)
    .where({ id: memberId })
    .update({ held_reason: 'asleep', access_state: 'frozen' });

  const shown = ok(await site.admin.get<Member>(`/kartra/members/${memberId}`));
  expect(shown).toMatchObject({
    state: 'held',
    heldReason: 'other',
    user: { roleName: 'Gold' },
    entitlements: [{ state: 'active', reason: null }],
  });
  expect(ok(await site.admin.get<Member[]>('/kartra/members?state=waiting'))).toHaveLength(1);
});

it('a job with damaged parameters is shown, and does not run for everybody', async () => {
  const { id: connection_id } = await table(TABLES.connection).first<{ id: number }>('id');
  const job = { connection_id, done: 0, failed: 0, stop_requested: false, queued_at: Date.now() };
  await table(TABLES.job).insert({
    ...job,
    kind: 'dream',
    state: 'asleep',
    cursor: '[]',
    result: '{"gained":1}',
  });
  await table(TABLES.job).insert({
    ...job,
    kind: 'recompute-members',
    state: 'queued',
    params: '{',
  });
  const list = async () => ok(await site.admin.get<Job[]>('/kartra/jobs')).slice(0, 2);
  await waitFor(async () => (await list()).every(({ state }) => state === 'failed'));
  expect(await list()).toMatchObject([
    { kind: 'recompute-members', tally: null, done: 0 },
    { kind: 'other', tally: null },
  ]);
  await table(TABLES.job).where({ kind: 'dream' }).delete();
});

it('a webhook and a line with codes of another version are shown by them', async () => {
  const productId = newProduct();
  await mapProduct(site, productId, shop.gold);
  await postWebhook(site.address, shop.path, outbound(buildTransaction({ productId })));
  await site.idle();
  const { id } = await lastLog(site);
  const event = {
    ...{ factHash: null, kind: 'pause', productId, productName: null, pricePoint: null },
    ...{ state: 'asleep', reason: 'tired', code: 'asleep.tired', values: {}, effect: null },
    ...{ memberId: null, duplicateOf: null, mappingId: null, mappingVersion: null, decidedAt: 1 },
  };
  await table(TABLES.webhookLog)
    .where({ id })
    .update({
      ...{ state: 'held', reason: 'tired', code: 'held.tired', kind: 'pause', surface: 'carrier' },
      events: JSON.stringify([event]),
    });
  await table(TABLES.activity).where({ webhook_log_id: id }).update({ code: 'access.frozen' });

  const path = `/kartra/webhook-logs/${id}`;
  expect(ok(await site.admin.get<WebhookLogDetail>(path))).toMatchObject({
    ...{ state: 'held', reason: 'other', code: 'other', kind: null, surface: null },
    message: 'This version cannot tell what this means (held.tired).',
    values: { code: 'held.tired' },
    events: [
      {
        ...{ state: 'ignored', reason: 'other', code: 'other', kind: null },
        message: 'This version cannot tell what this means (asleep.tired).',
      },
    ],
  });
  expect(ok(await site.admin.get<Overview>('/kartra/overview')).heldByReason).toEqual({ other: 1 });
  await table(TABLES.webhookLog).where({ id }).update({ state: 'asleep' });
  const { byState } = ok(await site.admin.get<Overview>('/kartra/overview'));
  expect(byState).toEqual({ applied: 2, ignored: 1 });
  await table(TABLES.webhookLog).where({ id }).update({ state: 'held' });

  const [line] = ok(await site.admin.get<ActivityLine[]>('/kartra/activity'));
  expect(line).toMatchObject({ code: 'other', values: { code: 'access.frozen' } });

  const accepted = await site.admin.post<WebhookLogDetail>(`${path}/accept`, { reason: 'Seen.' });
  expect(ok(accepted)).toMatchObject({ code: 'other', accepted: { reason: 'Seen.' } });
});

it('attempts and facts of another version are told, and count for nothing more', async () => {
  const productId = newProduct();
  await mapProduct(site, productId, shop.gold);
  await postWebhook(site.address, shop.path, outbound(buildTransaction({ productId })));
  await site.idle();
  const { id, memberId } = await lastLog(site);
  const attempt = { startedAt: '2026-05-03T10:00:00.000Z', durationMs: 1, by: 'automatic' };
  const attempts = [
    { ...attempt, number: 1, outcome: 'unknown', error: null },
    {
      ...{ ...attempt, number: 2, outcome: 'failed', error: 'It rained.' },
      failure: { code: 'rain', values: {} },
    },
  ];
  await table(TABLES.webhookLog)
    .where({ id })
    .update({ attempt_log: JSON.stringify(attempts) });
  await table(TABLES.event)
    .where({ webhook_log_id: id })
    .update({ kind: 'pause', surface: 'carrier' });

  const { attemptLog } = ok(await site.admin.get<WebhookLogDetail>(`/kartra/webhook-logs/${id}`));
  expect(attemptLog).toEqual([
    { ...attempts[0], outcome: 'other' },
    { ...attempts[1], failure: { code: 'other', values: { code: 'rain' } } },
  ]);
  const recompute = { dryRun: true };
  expect(
    ok(await site.admin.post(`/kartra/members/${memberId}/recompute`, recompute))
  ).toMatchObject({ level: { name: 'Authenticated' }, entitlements: [] });
});

it('what another version made of a mail is shown as given up', async () => {
  const { memberId } = await lastLog(site);
  await table(TABLES.outboxMessage)
    .where({ member_id: memberId, topic: 'mail.welcome' })
    .update({ state: 'postponed' });
  const { welcomeMail } = ok(await site.admin.get<Member>(`/kartra/members/${memberId}`));
  expect(welcomeMail).toMatchObject({ state: 'gave-up', nextAttemptAt: null });
});

it('webhooks of a reason that this version does not know are found together', async () => {
  const logs = ok(await site.admin.get<WebhookLog[]>('/kartra/webhook-logs?reason=other'));
  expect(logs).toMatchObject([{ code: 'other', reason: 'other' }]);
  expect((await site.admin.get('/kartra/webhook-logs?reason=tired')).status).toBe(400);
});

it('in a state that this version does not know, webhooks are kept until somebody says what is meant', async () => {
  await table(TABLES.connection).update({ state: 'dreaming' });
  expect(ok(await site.admin.get<Connection>('/kartra/connection')).state).toBe('paused');
  const productId = newProduct();
  await mapProduct(site, productId, shop.gold);
  await postWebhook(site.address, shop.path, outbound(buildTransaction({ productId })));
  await site.idle();
  expect(await lastLog(site)).toMatchObject({ state: 'held', reason: 'paused' });
  ok(await site.admin.post('/kartra/connection/enable'));
  await site.idle();
  expect(await lastLog(site)).toMatchObject({ state: 'applied' });
});
