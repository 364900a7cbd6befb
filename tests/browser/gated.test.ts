/** A collection of the demo site that only some members may read, asked over HTTP with a member's own token. */
import type { AssignableRole } from '../../contracts/access-level';
import { buildPerson, buildTransaction, later, newProduct, outbound } from '../builders/kartra';
import { logIn, ok, type AdminClient } from '../helpers/admin-client';
import { enable, mapProduct, postWebhook } from '../helpers/kartra';
import { waitFor } from '../helpers/wait-for';
import { describeInBrowser } from './support/browser';
import { OWNER, startPlayground, type Playground } from './support/playground';

describeInBrowser('the recipes of the demo site', () => {
  let site: Playground;
  let admin: AdminClient;
  let path: string;

  beforeAll(async () => {
    site = await startPlayground();
    admin = await logIn(site.address, OWNER);
    path = await enable({ admin });
  }, 600_000);
  afterAll(() => site?.stop());

  /** Registers as any visitor would; the purchase then finds the account by its address. */
  async function register(email: string): Promise<string> {
    const answer = await fetch(`${site.address}/api/auth/local/register`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: email, email, password: 'Member-password-1' }),
    });
    const { jwt } = (await answer.json()) as { readonly jwt: string };
    return jwt;
  }
  async function read(jwt?: string): Promise<{ status: number; titles: string[] }> {
    const headers: Record<string, string> = jwt ? { authorization: `Bearer ${jwt}` } : {};
    const answer = await fetch(`${site.address}/api/recipes`, { headers });
    const { data } = (await answer.json()) as {
      readonly data?: { readonly title: string }[] | null;
    };
    return { status: answer.status, titles: (data ?? []).map(({ title }) => title) };
  }
  async function mapTo(level: string): Promise<string> {
    const roles = ok(await admin.get<AssignableRole[]>('/kartra/access-levels/roles'));
    const productId = newProduct();
    await mapProduct({ admin }, productId, roles.find(({ name }) => name === level)?.roleId ?? 0);
    return productId;
  }

  it('are read with Gold, not with Bronze, not without a level, and not any more after a refund', async () => {
    const [gold, bronze, none] = [buildPerson(), buildPerson(), buildPerson()];
    const tokens = {
      gold: await register(gold.email),
      bronze: await register(bronze.email),
      none: await register(none.email),
    };
    const sale = buildTransaction({ person: gold, productId: await mapTo('Gold') });
    const other = buildTransaction({ person: bronze, productId: await mapTo('Bronze') });
    for (const bought of [sale, other]) await postWebhook(site.address, path, outbound(bought));
    await waitFor(async () => (await read(tokens.gold)).status === 200);
    expect((await read(tokens.gold)).titles).toContain('Lentil soup');
    expect(await read(tokens.bronze)).toEqual({ status: 403, titles: [] });
    expect(await read(tokens.none)).toEqual({ status: 403, titles: [] });
    expect([401, 403]).toContain((await read()).status);

    const refund = later(sale, { type: 'refund', date: '2026-05-04 10:00:00' });
    await postWebhook(site.address, path, outbound(refund));
    await waitFor(async () => (await read(tokens.gold)).status === 403);
  });
});
