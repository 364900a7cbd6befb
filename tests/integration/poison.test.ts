import type { ReplayResult } from '../../contracts/webhook-log-requests';
import { buildPerson, buildTransaction, ipn, outbound, type Person } from '../builders/kartra';
import { ok } from '../helpers/admin-client';
import { lastLog, mapProduct, openShop, postWebhook, type Shop } from '../helpers/kartra';
import { startSite, type Site } from '../helpers/site';
import { roleOf } from '../helpers/users';

/** What no database likes, beside a hook of the site that always throws: nobody else is kept waiting. */
const PRODUCT = '896001';

let site: Site;
let shop: Shop;

beforeAll(async () => {
  site = await startSite({
    config: { backoffMs: 50, backoffMaxMs: 100, sweepMs: 50, maxFailures: 3 },
  });
  shop = await openShop(site);
  await mapProduct(site, PRODUCT, shop.gold);
});
afterAll(() => site.stop());

const NAMES: Readonly<Record<string, string>> = {
  '256 characters': 'x'.repeat(256),
  'an emoji across the 255th character': `${'x'.repeat(254)}🥐`,
  'four bytes a character': '🥐'.repeat(300),
  NUL: 'Nu\u0000l',
  'a lone surrogate': 'Lone \ud800 half',
  'controls and a change of direction': 'Ann\u202e\u0007\r\nEvil',
};

const saleTo = (person: Person, productName = 'Sourdough School') =>
  buildTransaction({ productId: PRODUCT, person, productName });

/** A hook of the site that will not let this buyer in; the returned function mends it. */
const refuseForEver = (email: string): (() => void) =>
  site.strapi.db.lifecycles.subscribe({
    models: ['plugin::users-permissions.user'],
    beforeCreate({ params }) {
      if (JSON.stringify(params).includes(email)) throw new Error('A hook of the site throws.');
    },
  });

/** The form of a sale, filled up to so many fields. */
function formOf(fields: number, person: Person): string {
  const form = new URLSearchParams(ipn(saleTo(person)));
  for (let index = form.size; index < fields; index += 1) form.append(`custom_${index}`, 'y');
  return form.toString();
}

const logOf = async (id: number) =>
  (await site.rows('kartra_webhook_logs')).find((row) => row['id'] === id);

it('odd names and long forms get in, the poisoned one dies with a reason and is let in by a replay', async () => {
  const post = async (payload: string | object) =>
    expect(await postWebhook(site.address, shop.path, payload)).toMatchObject({ status: 200 });
  const poisoned = buildPerson({ firstName: NAMES['NUL'] ?? '' });
  const mend = refuseForEver(poisoned.email);
  const others: Person[] = [];
  try {
    await post(outbound(saleTo(poisoned)));
    const { id } = await lastLog(site);
    for (const name of Object.values(NAMES)) {
      const asJson = buildPerson({ firstName: name, lastName: name });
      const asForm = buildPerson({ firstName: name });
      others.push(asJson, asForm);
      await post(outbound(saleTo(asJson, name)));
      await post(ipn(saleTo(asForm, name)));
    }
    const longForm = buildPerson();
    others.push(longForm);
    await post(formOf(1_000, longForm));

    await site.idleUntil(async () => (await logOf(id))?.['state'] === 'dead');
    await site.idle();
    for (const { email } of others)
      expect([email, await roleOf(site, email)]).toEqual([email, 'Gold']);
    expect(await logOf(id)).toMatchObject({ state: 'dead', reason: 'internal', failures: 3 });
    expect(await roleOf(site, poisoned.email)).toBeNull();

    mend();
    const replayed = ok(
      await site.admin.post<ReplayResult>(`/kartra/webhook-logs/${id}/replay`, {})
    );
    expect(replayed).toMatchObject({ state: 'applied', reason: 'granted' });
    expect(await roleOf(site, poisoned.email)).toBe('Gold');
  } finally {
    mend();
  }
});

it('a form of 10,000 fields is refused, recorded, and harms nobody', async () => {
  const [greedy, other] = [buildPerson(), buildPerson()];
  const answer = await postWebhook(site.address, shop.path, formOf(10_000, greedy));
  expect(answer.status).toBe(400);
  expect(await lastLog(site)).toMatchObject({ state: 'rejected', reason: 'unreadable' });
  await postWebhook(site.address, shop.path, outbound(saleTo(other)));
  await site.idle();
  expect(await roleOf(site, other.email)).toBe('Gold');
});
