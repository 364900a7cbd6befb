import { buildTransaction, outbound } from '../builders/kartra';
import { createTestDatabase, type TestDatabase } from '../helpers/databases';
import { enable, lastLog, openShop, postWebhook } from '../helpers/kartra';
import { startSite, type Site } from '../helpers/site';

/** Keys that must hold in the database itself, as two instances see it at once. */
const UNIQUE_KEYS: readonly (readonly [string, readonly string[]])[] = [
  ['kartra_connections', ['key']],
  ['kartra_webhook_logs', ['connection_id', 'dedupe_key']],
  ['kartra_events', ['connection_id', 'fact_hash']],
  ['kartra_members', ['connection_id', 'origin_key']],
  ['kartra_member_identities', ['connection_id', 'type', 'value_hash']],
  ['kartra_entitlements', ['connection_id', 'product_id', 'purchase_key']],
  ['kartra_mappings', ['connection_id', 'product_id', 'price_point']],
  ['kartra_access_levels', ['connection_id', 'role_id']],
  ['kartra_discovered_offers', ['connection_id', 'product_id', 'price_point']],
  ['kartra_outbox_messages', ['message_id']],
  ['kartra_problems', ['connection_id', 'problem_key']],
  ['kartra_shared_ids', ['connection_id', 'id_hash']],
  ['kartra_password_links', ['code_hash']],
];

let database: TestDatabase;

beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

async function withSite<Result>(
  options: { isPluginEnabled?: boolean },
  work: (site: Site) => Promise<Result>
): Promise<Result> {
  const site = await startSite({ database, ...options });
  try {
    return await work(site);
  } finally {
    await site.stop();
  }
}

async function indexes(site: Site, table: string) {
  const found = await site.strapi.db.dialect.schemaInspector.getIndexes(table);
  return found.map(({ columns, type }) => ({ columns, isUnique: type === 'unique' }));
}

it('every key is a unique index of the database', async () => {
  await withSite({}, async (site) => {
    for (const [table, columns] of UNIQUE_KEYS)
      expect([table, await indexes(site, table)]).toEqual([
        table,
        expect.arrayContaining([{ columns: [...columns], isUnique: true }]),
      ]);
  });
});

it('users are found by an index on their address', async () => {
  await withSite({}, async (site) => {
    const byFirstColumn = (await indexes(site, 'up_users')).map(({ columns }) => columns[0]);
    expect(byFirstColumn).toContain('email');
  });
});

it('everything is still there after a boot with the plugin switched off', async () => {
  const webhook = outbound(buildTransaction());
  const { path, before } = await withSite({}, async (site) => {
    const shop = await openShop(site);
    expect(await postWebhook(site.address, shop.path, webhook)).toMatchObject({ status: 200 });
    await site.idle();
    const rows = [await site.rows('kartra_webhook_logs'), await site.rows('kartra_events')];
    return { path: shop.path, before: rows };
  });

  await withSite({ isPluginEnabled: false }, async (site) => {
    expect((await postWebhook(site.address, path, webhook)).status).toBeGreaterThanOrEqual(400);
  });

  await withSite({}, async (site) => {
    const after = [await site.rows('kartra_webhook_logs'), await site.rows('kartra_events')];
    expect(after).toEqual(before);
    const again = await postWebhook(site.address, path, webhook);
    expect(JSON.parse(again.text)).toEqual({ status: 'duplicate' });
    const other = await postWebhook(site.address, path, outbound(buildTransaction()));
    expect(JSON.parse(other.text)).toEqual({ status: 'received' });
    await site.idle();
    expect((await lastLog(site)).state).toBe('held');
  });
});

it('what was persisted for other plugins stays persisted', async () => {
  await withSite({}, async (site) => {
    const key = { type: 'core', key: 'persisted_tables' } as const;
    await site.strapi.store.set({ ...key, value: ['somebody_elses_table'] });
  });
  await withSite({}, async (site) => {
    const listed: unknown = await site.strapi.store.get({ type: 'core', key: 'persisted_tables' });
    expect(JSON.stringify(listed)).toContain('somebody_elses_table');
    expect(JSON.stringify(listed)).toContain('kartra_webhook_logs');
  });
});

it('unique keys that a restored dump left out are back at the next boot, and no fact goes for it', async () => {
  await withSite({}, async (site) => {
    const path = await enable(site);
    await postWebhook(site.address, path, outbound(buildTransaction()));
    await site.idle();
    for (const [table, name] of [
      ['kartra_events', 'kartra_events_hash_uq'],
      ['kartra_discovered_offers', 'kartra_offers_uq'],
    ] as const) {
      await site.strapi.db.connection.schema.alterTable(table, (columns) =>
        columns.dropUnique([], name)
      );
      const [row] = await site.rows(table);
      await site.strapi.db.getConnection(table).insert({ ...row, id: 2 });
    }
  });
  await withSite({}, async (site) => {
    const [, , events] = UNIQUE_KEYS;
    expect(await indexes(site, 'kartra_events')).toEqual(
      expect.arrayContaining([{ columns: [...(events?.[1] ?? [])], isUnique: true }])
    );
    const [first, second] = await site.rows('kartra_events');
    expect(second).toMatchObject({ order_id: first?.['order_id'], fact_hash: 'again:2' });
    expect(await site.rows('kartra_discovered_offers')).toHaveLength(1);
  });
}, 180_000);
