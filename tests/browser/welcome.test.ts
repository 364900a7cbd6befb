/** A new buyer, from Kartra's webhook to being signed in with what was bought: real browser, real mail. */
import type { Browser } from 'playwright-core';

import type { AssignableRole } from '../../contracts/access-level';
import { buildTransaction, outbound } from '../builders/kartra';
import { logIn, ok } from '../helpers/admin-client';
import { enable, mapProduct, postWebhook } from '../helpers/kartra';
import { startMailServer, type MailServer } from '../helpers/mail-server';
import { describeInBrowser, openBrowser, takePicture } from './support/browser';
import { OWNER, startPlayground, type Playground } from './support/playground';

describeInBrowser('a new buyer', () => {
  let mailServer: MailServer;
  let site: Playground;
  let browser: Browser;

  beforeAll(async () => {
    mailServer = await startMailServer();
    site = await startPlayground(mailServer.environment);
    browser = await openBrowser();
  }, 600_000);

  afterAll(async () => {
    await browser?.close();
    await site?.stop();
    await mailServer?.stop();
  });

  it('follows the link of the mail, chooses a password, and is in with the bought level', async () => {
    const admin = await logIn(site.address, OWNER);
    const path = await enable({ admin });
    const roles = ok(await admin.get<AssignableRole[]>('/kartra/access-levels/roles'));
    const gold = roles.find(({ name }) => name === 'Gold')?.roleId ?? 0;
    const sale = buildTransaction();
    await mapProduct({ admin }, sale.productId, gold);
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
    await takePicture(page, 'members');
    await page.close();
  });
});
