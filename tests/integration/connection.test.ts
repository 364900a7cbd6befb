import type { Connection } from '../../contracts/connection';
import { ACTIONS } from '../../server/src/constants';
import { logInWith } from '../helpers/administrators';
import { adminClient, ok, type AdminClient } from '../helpers/admin-client';
import { enable } from '../helpers/kartra';
import { pathsOf } from '../helpers/validation-error';
import { startSite, type Site } from '../helpers/site';

let site: Site;
let admin: AdminClient;
let reader: AdminClient;

beforeAll(async () => {
  site = await startSite({ environment: { PUBLIC_URL: 'https://members.example.com' } });
  await enable(site);
  ({ admin } = site);
  reader = await logInWith(site, [ACTIONS.seeIntegration, ACTIONS.readLogs]);
});
afterAll(() => site.stop());

const connection = async (client = admin) => ok(await client.get<Connection>('/kartra/connection'));

describe('connection', () => {
  it('shows the address that the server is known by, with a key nobody can guess', async () => {
    const { webhookUrl, webhookUrlSource, state } = await connection();
    expect(webhookUrl).toMatch(
      /^https:\/\/members\.example\.com\/api\/kartra\/webhook\/[\w.-]{40,}$/
    );
    expect({ webhookUrlSource, state }).toEqual({ webhookUrlSource: 'config', state: 'on' });
  });

  it('keeps the URL from whoever may not see secrets', async () => {
    expect((await connection(reader)).webhookUrl).toBeNull();
    const holder = await logInWith(site, [ACTIONS.seeIntegration, ACTIONS.manageSecrets]);
    expect((await connection(holder)).webhookUrl).toBe((await connection()).webhookUrl);
  });

  it('enabling again keeps the URL, also after a time switched off', async () => {
    const before = (await connection()).webhookUrl;
    ok(await admin.post('/kartra/connection/enable'));
    expect((await connection()).webhookUrl).toBe(before);
    ok(await admin.post('/kartra/connection/disable', { mode: 'off' }));
    expect((await connection()).state).toBe('off');
    await enable(site);
    expect((await connection()).webhookUrl).toBe(before);
  });

  it('is paused and turned on again', async () => {
    const paused = ok(
      await admin.post<Connection>('/kartra/connection/disable', { mode: 'pause' })
    );
    expect(paused.state).toBe('paused');
    expect((await connection()).state).toBe('paused');
    expect(Date.parse(paused.stateSince ?? '')).toBeGreaterThan(Date.now() - 60_000);
    const on = ok(await admin.post<Connection>('/kartra/connection/enable'));
    expect(on.state).toBe('on');
  });

  it('saves settings and answers with what is saved', async () => {
    const change = { payloadRetentionDays: 12, logRetentionDays: 90 };
    const changed = ok(await admin.put<Connection>('/kartra/connection', change));
    expect(changed.settings).toMatchObject(change);
    expect((await connection()).settings).toMatchObject(change);
  });

  it('refuses a stale change with the current state', async () => {
    const { version } = await connection();
    ok(await admin.put('/kartra/connection', { payloadRetentionDays: 20, version }));
    const stale = await admin.put('/kartra/connection', { payloadRetentionDays: 25, version });
    expect(stale.status).toBe(409);
    expect(stale.error?.details).toMatchObject({
      current: { settings: { payloadRetentionDays: 20 } },
    });
    expect((await connection()).settings.payloadRetentionDays).toBe(20);
  });

  it.each([
    [{ payloadRetentionDays: 0 }, 'payloadRetentionDays'],
    [{ payloadRetentionDays: 'soon' }, 'payloadRetentionDays'],
    [{ ipnSecrets: 'one' }, 'ipnSecrets'],
    [{ ipnSecrets: ['fine', 7] }, 'ipnSecrets.1'],
    [{ fallbackRoleId: 'gold' }, 'fallbackRoleId'],
  ])('refuses %j with 400 and the path', async (body, path) => {
    const { status, error } = await admin.put('/kartra/connection', body);
    expect(status).toBe(400);
    expect(error?.name).toBe('ValidationError');
    expect(pathsOf(error?.details)).toEqual([path]);
  });

  it('refuses fields that it does not know', async () => {
    expect((await admin.put('/kartra/connection', { secretHash: 'x' })).status).toBe(400);
    expect((await admin.post('/kartra/connection/disable', { mode: 'sleep' })).status).toBe(400);
    expect((await admin.post('/kartra/connection/rotate', { overlapHours: 999 })).status).toBe(400);
  });

  it('tells who changed the settings last, and lists such changes by themselves', async () => {
    const from = (await connection(reader)).settings.logRetentionDays;
    ok(await admin.put('/kartra/connection', { logRetentionDays: 401 }));
    const { savedBy, savedAt, urlCreatedAt } = await connection(reader);
    expect(savedBy).not.toBeNull();
    expect(Date.parse(savedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(urlCreatedAt ?? ''));
    const lines = ok(
      await admin.get<{ code: string; actor: string }[]>('/kartra/activity', { about: 'settings' })
    );
    expect(lines[0]).toMatchObject({
      code: 'connection.changed.log-days',
      values: { from, to: 401 },
      actor: savedBy,
    });
    expect(lines.filter(({ code }) => !code.startsWith('connection.'))).toEqual([]);
  });

  it('tells of an administrator’s API token who made it, and which token it was', async () => {
    const { accessKey } = ok(
      await admin.post<{ accessKey: string }>('/admin/admin-tokens', {
        name: 'bot',
        description: '',
        lifespan: null,
        adminPermissions: [ACTIONS.seeIntegration, ACTIONS.changeSettings].map((action) => ({
          action,
          subject: null,
          conditions: [],
          properties: {},
        })),
      })
    );
    const bot = adminClient(site.address, accessKey);
    const saved = ok(await bot.put<Connection>('/kartra/connection', { logRetentionDays: 77 }));
    const { savedBy } = await connection(reader);
    expect(savedBy).toMatch(/^\S.*, by token “bot”$/);
    expect(saved.settings.logRetentionDays).toBe(77);
    const [line] = ok(
      await admin.get<{ code: string; actor: string }[]>('/kartra/activity', { about: 'settings' })
    );
    expect(line).toMatchObject({ code: 'connection.changed.log-days', actor: savedBy });
  });
});
