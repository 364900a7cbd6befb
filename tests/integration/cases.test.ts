/**
 * Stories from real shops that an earlier version got wrong (`tests/fixtures/cases`), over HTTP: each in the order in
 * which it happened, in other orders, and with every webhook sent twice.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Mapping } from '../../contracts/mapping';
import type { WebhookLog } from '../../contracts/webhook-log';
import { ok } from '../helpers/admin-client';
import { findMembers, getMember, mapProduct, openShop, postWebhook } from '../helpers/kartra';
import type { Payload, Shop } from '../helpers/kartra';
import { startSite, type Site } from '../helpers/site';
import { roleOf } from '../helpers/users';
import { permutations, shuffled } from '../model/arrivals';

interface Story {
  readonly why: string;
  readonly mappings: readonly (Partial<Mapping> & { productId: string; levels: string[] })[];
  readonly ipnSecret: string;
  readonly events: readonly { readonly body?: object; readonly form?: Record<string, string> }[];
  readonly expect: Readonly<Record<string, unknown>>;
}

const FOLDER = path.resolve(__dirname, '../fixtures/cases');
const STORIES = readdirSync(FOLDER)
  .sort()
  .map((name) => ({
    name: name.replace('.json', ''),
    story: JSON.parse(readFileSync(path.join(FOLDER, name), 'utf8')) as Story,
  }));

let site: Site;
let shop: Shop;

beforeAll(async () => {
  site = await startSite();
  shop = await openShop(site);
  const connection = ok(await site.admin.get<{ version: number }>('/kartra/connection'));
  ok(
    await site.admin.put('/kartra/connection', {
      ipnSecrets: ['case-secret'],
      version: connection.version,
    })
  );
});
afterAll(() => site.stop());

async function mapAll({ mappings }: Story): Promise<void> {
  for (const { id } of ok(await site.admin.get<Mapping[]>('/kartra/mappings'))) {
    ok(await site.admin.delete(`/kartra/mappings/${id}`));
  }
  for (const { productId, levels, ...policies } of mappings) {
    const roleId = levels[0] === 'Gold' ? shop.gold : shop.silver;
    await mapProduct(site, productId, roleId, policies);
  }
  await site.idle();
}

const NUMBERED = /^(id|.*_id)$/;

/** The same story of other people: ids that are numbers and addresses get a number of their own. */
function told<Value>(value: Value, run: number): Value {
  const text = JSON.stringify(value, (key, part: unknown) => {
    if (typeof part !== 'string') return part;
    if (part.includes('@')) return `run${run}-${part}`;
    const isId = NUMBERED.test(key) && key !== 'product_id' && /^\d{3,}$/.test(part);
    return isId ? `${part}${String(run).padStart(4, '0')}` : part;
  });
  return JSON.parse(text) as Value;
}

async function post({ body, form }: Story['events'][number]): Promise<void> {
  const payload: Payload = form ? new URLSearchParams(form).toString() : (body ?? {});
  expect(await postWebhook(site.address, shop.path, payload)).toMatchObject({ status: 200 });
  await site.idle();
}

const LIVE = ['active', 'past-due', 'leaving', 'completed'];

async function liveLevels(email: string): Promise<string[] | null> {
  if ((await roleOf(site, email)) === null) return null;
  const { entitlements } = await getMember(site, email);
  const live = entitlements.filter(({ state }) => LIVE.includes(state));
  return [...new Set(live.map(({ roleName }) => roleName ?? 'none'))].sort();
}

/** What must be true at the end: of a story told step by step, its last step. */
function lastOf(expected: Story['expect']): Record<string, unknown> {
  const steps = Object.keys(expected).filter((key) => key.startsWith('after '));
  const last = steps.at(-1);
  return { ...(last === undefined ? expected : (expected[last] as Record<string, unknown>)) };
}

async function expectAtEnd(
  expected: Record<string, unknown>,
  run: number,
  isReordered = false
): Promise<void> {
  for (const [what, levels] of Object.entries(expected)) {
    if (!what.includes('@')) continue;
    const email = `run${run}-${what}`;
    const live = await liveLevels(email);
    // Someone who had no access at any time needs no account: that may depend on arrival, levels may not.
    const isNobody = isReordered && live === null && Array.isArray(levels) && levels.length === 0;
    if (isNobody) continue;
    expect({ email, live }).toEqual({ email, live: levels });
    const role = await roleOf(site, email);
    const highest = Array.isArray(levels)
      ? ((levels[0] as string | undefined) ?? 'Authenticated')
      : null;
    expect({ email, role }).toEqual({ email, role: highest });
    if (expected['held'] === 0) {
      const [member] = await findMembers(site, email);
      const filter = { email, state: 'held' };
      const held = ok(await site.admin.get<WebhookLog[]>('/kartra/webhook-logs', filter));
      expect({ member: member?.email ?? null, held: held.map(({ code }) => code) }).toMatchObject({
        held: [],
      });
    }
    if ('endsAtLocal' in expected) {
      const { entitlements } = await getMember(site, email);
      expect(entitlements.map(({ endsAt }) => endsAt)).toEqual(['2030-04-01T14:00:00.000Z']);
    }
    if ('state' in expected) {
      const { entitlements } = await getMember(site, email);
      expect(entitlements.map(({ state }) => state)).toEqual(['ended']);
    }
  }
}

let run = 0;

describe.each(STORIES)('$name', ({ story }) => {
  beforeAll(() => mapAll(story));

  test(`${story.why}: as it happened`, async () => {
    run += 1;
    for (const [at, event] of story.events.entries()) {
      await post(told(event, run));
      const step = story.expect[`after ${at + 1}`];
      if (step) await expectAtEnd(step as Record<string, unknown>, run);
    }
    await expectAtEnd(lastOf(story.expect), run);
  });

  test('in any order, with repeats', async () => {
    const orders =
      story.events.length <= 3
        ? permutations(story.events)
        : [1, 2, 3, 4, 5].map((seed) => shuffled(story.events, seed));
    for (const order of orders) {
      run += 1;
      for (const event of order) await post(told(event, run));
      for (const event of shuffled(order, run)) await post(told(event, run));
      await expectAtEnd(lastOf(story.expect), run, true);
    }
  });
});
