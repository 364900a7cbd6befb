import { run } from '../../cli/run';
import { ok } from '../helpers/admin-client';
import { getMember, lastLog, mapProduct, openShop } from '../helpers/kartra';
import { startSite, type Site } from '../helpers/site';

/** `strapi-plugin-kartra send …`, against a real site. */
const GOLD = '897001';

let site: Site;
let url: string;

beforeAll(async () => {
  site = await startSite();
  const shop = await openShop(site);
  url = new URL(shop.path, site.address).href;
  await mapProduct(site, GOLD, shop.gold);
});
afterAll(() => site.stop());

let clock = Date.UTC(2026, 4, 3, 14, 2, 11);

async function command(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const told = { log: (text: string) => out.push(text), error: (text: string) => err.push(text) };
  clock += 60_000;
  const code = await run(args, told, clock);
  await site.idle();
  return { code, out: out.join('\n'), err: err.join('\n') };
}
const send = (kind: string, email: string, ...more: string[]) =>
  command('send', kind, '--url', url, '--product', GOLD, '--email', email, ...more);

it('a whole life of a subscription, each event finding its purchase by itself', async () => {
  const email = 'ann.miller@example.org';
  const told: [string, string | null, string | null][] = [];
  const kinds = ['sale', 'rebill', 'failed', 'partial-refund', 'cancellation', 'rebill', 'refund'];
  for (const kind of [...kinds, 'sale', 'chargeback']) {
    // Whoever buys again gets another order.
    const order = told.length < kinds.length ? [] : ['--order', '9700100'];
    const answer = await send(kind, email, '--name', 'Ann Miller', ...order);
    expect(answer).toMatchObject({ code: 0, err: '' });
    const { reason, surface } = await lastLog(site);
    told.push([kind, reason, surface]);
  }
  expect(told).toEqual([
    ['sale', 'granted', 'outbound'],
    ['rebill', 'renewed', 'ipn'],
    ['failed', 'past-due', 'ipn'],
    ['partial-refund', 'no-change', 'outbound'],
    ['cancellation', 'revoked', 'outbound'],
    ['rebill', 'recovered', 'ipn'],
    ['refund', 'revoked', 'outbound'],
    ['sale', 'granted', 'outbound'],
    ['chargeback', 'revoked', 'ipn'],
  ]);
  expect(await getMember(site, email)).toMatchObject({ name: 'Ann Miller', isTest: false });
});

it('a one-time purchase and its refund, as IPN, told apart by their order ids', async () => {
  const email = 'bob.ray@example.org';
  const once = ['--one-time', '--ipn', '--order', '9700001'];
  await send('sale', email, ...once, '--date', '2026-05-01 10:00:00', '--price-point', '2');
  const log = await lastLog(site);
  expect(log).toMatchObject({ reason: 'granted', surface: 'ipn', pricePoint: '2' });
  const again = await send(
    'sale',
    email,
    ...once,
    '--date',
    '2026-05-01 10:00:00',
    '--price-point',
    '2'
  );
  expect(again).toMatchObject({ code: 0, out: expect.stringContaining('count once') as string });
  await send('refund', email, ...once);
  expect(await lastLog(site)).toMatchObject({ reason: 'revoked' });
  const [entitlement] = (await getMember(site, email)).entitlements;
  expect(entitlement).toMatchObject({ orderIds: ['9700001'], subscriptionId: null });
});

it('dry, it prints what it would send, and sends nothing', async () => {
  const before = (await site.rows('kartra_webhook_logs')).length;
  const { code, out } = await command(
    ...['send', 'cancellation', '--product', GOLD, '--email', 'c@example.org', '--dry-run']
  );
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ action: 'cancel_subscription' });
  expect((await send('failed', 'c@example.org', '--dry-run')).out).toContain(
    'transaction_type=failed'
  );
  expect(await site.rows('kartra_webhook_logs')).toHaveLength(before);
});

it('what went wrong is said plainly, never with the key of the URL', async () => {
  const ask = (address: string) =>
    command('send', 'sale', '--url', address, '--product', GOLD, '--email', 'd@example.org');
  const wrong = await ask(`${url}x`);
  expect(wrong).toMatchObject({ code: 1, out: '' });
  expect(wrong.err).toContain('No webhook URL is known there');
  const nowhere = await ask('http://127.0.0.1:9/api/kartra/webhook/secret-part');
  expect(nowhere.code).toBe(1);
  expect(nowhere.err).toMatch(/^127\.0\.0\.1:9 could not be reached: /);
  expect(nowhere.err).not.toContain('secret-part');

  ok(await site.admin.put('/kartra/connection', { ipnSecrets: ['a-secret-of-the-shop'] }));
  const refused = await send('rebill', 'd@example.org');
  expect(refused).toMatchObject({ code: 1 });
  expect(refused.err).toContain('--secret-key');
  expect(
    await send('rebill', 'd@example.org', '--secret-key', 'a-secret-of-the-shop')
  ).toMatchObject({ code: 0 });
});

it.each([
  [['send'], 'needs one of sale|rebill'],
  [['send', 'gift'], 'needs one of sale|rebill'],
  [['receive', 'sale'], 'no command “receive”'],
  [['send', 'sale', '--product', GOLD, '--email', 'e@example.org'], '--url needs'],
  [['send', 'sale', '--dry-run', '--email', 'e@example.org'], '--product needs'],
  [['send', 'sale', '--dry-run', '--product', GOLD, '--email', 'nobody'], '--email needs'],
  [['send', 'sale', '--colour', 'red'], "Unknown option '--colour'"],
  [
    ['send', 'rebill', '--one-time', '--dry-run', '--product', GOLD, '--email', 'e@example.org'],
    'A one-time purchase knows no rebill.',
  ],
  [
    ['send', 'sale', '--dry-run', '--product', GOLD, '--email', 'e@example.org', '--date', 'May'],
    '--date needs',
  ],
  [
    ['send', 'sale', '--dry-run', '--product', GOLD, '--email', 'e@example.org', '--order', 'x1'],
    '--order needs',
  ],
])('%j is refused before anything is sent', async (args, why) => {
  const { code, err } = await command(...args);
  expect([code, err]).toEqual([2, expect.stringContaining(why)]);
});

it('help is printed when asked for, and to whoever says nothing', async () => {
  expect(await command('--help')).toMatchObject({ code: 0 });
  expect(await command('send', 'sale', '-h')).toMatchObject({ code: 0 });
  const { code, out } = await command();
  expect([code, out]).toEqual([2, expect.stringContaining('strapi-plugin-kartra send')]);
});
