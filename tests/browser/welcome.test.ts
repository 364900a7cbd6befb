/** From Kartra's webhook to reading what was bought, as a member lives it: real mail, real browser, gated recipes. */
import type { Browser, Page } from 'playwright-core';

import type { AssignableRole } from '../../contracts/access-level';
import { buildPerson, buildTransaction, later, newProduct, outbound } from '../builders/kartra';
import { logIn, ok, type AdminClient } from '../helpers/admin-client';
import { enable, mapProduct, postWebhook } from '../helpers/kartra';
import { startMailServer, type MailServer } from '../helpers/mail-server';
import { waitFor } from '../helpers/wait-for';
import { describeInBrowser, openBrowser, takePicture } from './support/browser';
import { OWNER, startPlayground, type Playground } from './support/playground';

describeInBrowser('a member of the demo site', () => {
  let mailServer: MailServer;
  let site: Playground;
  let browser: Browser;
  let admin: AdminClient;
  let path: string;

  beforeAll(async () => {
    mailServer = await startMailServer();
    site = await startPlayground(mailServer.environment);
    browser = await openBrowser();
    admin = await logIn(site.address, OWNER);
    path = await enable({ admin });
  }, 600_000);

  afterAll(async () => {
    await browser?.close();
    await site?.stop();
    await mailServer?.stop();
  });

  async function mapTo(level: string): Promise<string> {
    const roles = ok(await admin.get<AssignableRole[]>('/kartra/access-levels/roles'));
    const productId = newProduct();
    await mapProduct({ admin }, productId, roles.find(({ name }) => name === level)?.roleId ?? 0);
    return productId;
  }

  it('follows the link of the mail, chooses a password, reads what was bought, and no more after a refund', async () => {
    const sale = buildTransaction({ productId: await mapTo('Gold') });
    await postWebhook(site.address, path, outbound(sale));
    const { email } = sale.person;
    const [received] = await mailServer.arrived(email);
    const link = /https?:\S+/.exec(received?.mail.text ?? '')?.[0] ?? '';
    expect(link.startsWith(site.address)).toBe(true);

    const password = 'Chosen-Password-1';
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
    await page.goto(link);
    await page.getByLabel('New password').fill(password);
    await takePicture(page, 'set-password');
    await page.getByRole('button', { name: 'Save and sign in' }).click();
    await page.getByText('Your access level: Gold').waitFor();

    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Your access level: Gold').waitFor();
    await page.getByText('Lentil soup').waitFor();
    await takePicture(page, 'members');

    const token = await page.evaluate(() => sessionStorage.getItem('jwt') ?? '');
    expect(await statusOfRecipes(token)).toBe(200);
    const refund = later(sale, { type: 'refund', date: '2026-05-04 10:00:00' });
    await postWebhook(site.address, path, outbound(refund));
    await waitFor(async () => (await levelOnPage(page)) === 'You have no access level.');
    // The token of before the refund, asked again.
    expect(await statusOfRecipes(token)).toBe(403);
    await page.getByText('Your access level does not include the recipes.').waitFor();
    await takePicture(page, 'members-refunded');
    await page.close();
  });

  it('with Bronze, or without a level, or not signed in, reads no recipes', async () => {
    const [bronze, none] = [buildPerson(), buildPerson()];
    const tokens = { bronze: await register(bronze.email), none: await register(none.email) };
    const sale = buildTransaction({ person: bronze, productId: await mapTo('Bronze') });
    await postWebhook(site.address, path, outbound(sale));
    await waitFor(async () => (await levelsOf(tokens.bronze)).includes('bronze'));
    expect(await statusOfRecipes(tokens.bronze)).toBe(403);
    expect(await statusOfRecipes(tokens.none)).toBe(403);
    // Users-permissions asks first: the public role has no box for it.
    expect(await statusOfRecipes()).toBe(403);
  });

  async function levelOnPage(page: Page): Promise<string> {
    await page.reload();
    return page.locator('#level:not(:empty)').innerText();
  }
  async function statusOfRecipes(jwt?: string): Promise<number> {
    return (await ask('/api/recipes', jwt)).status;
  }
  async function levelsOf(jwt: string): Promise<string[]> {
    const me = (await (await ask('/api/kartra/me', jwt)).json()) as { levels: { type: string }[] };
    return me.levels.map(({ type }) => type);
  }
  const ask = (route: string, jwt?: string) =>
    fetch(site.address + route, { headers: jwt ? { authorization: `Bearer ${jwt}` } : {} });

  /** As any visitor would; the purchase then finds the account by its address. */
  async function register(email: string): Promise<string> {
    const answer = await fetch(`${site.address}/api/auth/local/register`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: email, email, password: 'Member-password-1' }),
    });
    return ((await answer.json()) as { readonly jwt: string }).jwt;
  }
});
