import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { SAMPLES } from '../fixtures/kartra/index';
import { ok } from '../helpers/admin-client';
import { forgetEverything } from '../helpers/forget';
import {
  findMembers,
  getMember,
  lastLog,
  mapProduct,
  openShop,
  postWebhook,
} from '../helpers/kartra';
import { startSite, type Site } from '../helpers/site';
import { roleOf } from '../helpers/users';

const FIXTURES = path.resolve(__dirname, '../fixtures/kartra');
const IPN_SECRET = 'sample-ipn-secret-1f6c';

let site: Site;
let webhookPath: string;

beforeAll(async () => {
  site = await startSite();
  const shop = await openShop(site);
  webhookPath = shop.path;
  await mapProduct(site, '558475', shop.gold);
  await mapProduct(site, '560118', shop.silver);
  for (const productId of ['558612', '559030', '561002'])
    await mapProduct(site, productId, shop.bronze);
  ok(await site.admin.put('/kartra/connection', { ipnSecrets: [IPN_SECRET] }));
});
afterAll(() => site.stop());
// The samples tell of three people only: each test meets them for the first time.
beforeEach(() => forgetEverything(site));

async function post(file: string): Promise<void> {
  const isJson = file.endsWith('.json');
  const contentType = isJson ? 'application/json' : 'application/x-www-form-urlencoded';
  const body = readFileSync(path.join(FIXTURES, file));
  const answer = await postWebhook(site.address, webhookPath, body, contentType);
  expect(answer).toMatchObject({ status: 200 });
  await site.idle();
}

it('every sample is told about, once', () => {
  const files = readdirSync(FIXTURES).filter((file) => /\.(json|form)$/.test(file));
  expect(SAMPLES.map(({ file }) => file).sort()).toEqual(files.sort());
});

describe.each(SAMPLES)('$file', (sample) => {
  const { file, after = [], state, reason, kind, event, buyer, role } = sample;

  it(`is ${state}, ${reason}`, async () => {
    for (const earlier of after) await post(earlier);
    await post(file);

    const log = await lastLog(site);
    const surface = file.startsWith('ipn') ? 'ipn' : 'outbound';
    expect(log).toMatchObject({ state, reason, kind, surface, attempts: 1, deliveries: 1 });
    expect(await roleOf(site, buyer)).toBe(role);

    const events = (await site.rows('kartra_events')).filter(
      (row) => Number(row['webhook_log_id']) === log.id
    );
    if (event === null) {
      expect(events).toEqual([]);
      expect(await findMembers(site, buyer)).toEqual([]);
      return;
    }
    expect(events).toMatchObject([{ kind, surface, ...event }]);
    const member = await getMember(site, buyer);
    expect(member.user?.roleName).toBe(role);
    expect(member.entitlements).toMatchObject([
      { productId: event['product_id'], state: entitlementState(kind) },
    ]);
  });
});

function entitlementState(kind: string | null): string {
  if (kind === 'failed') return 'past-due';
  const endings = ['refund', 'cancellation', 'chargeback'];
  return kind !== null && endings.includes(kind) ? 'ended' : 'active';
}
