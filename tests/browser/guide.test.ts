/** An owner follows the guide in the panel, while Kartra posts real webhooks. */
import type { Browser, Page } from 'playwright-core';

import { buildPerson, buildSubscriptionSale, later, outbound } from '../builders/kartra';
import { postWebhook } from '../helpers/kartra';
import { describeInBrowser, goTo, openBrowser, openPanel, takePicture } from './support/browser';
import { startPlayground, type Playground } from './support/playground';

const KEY = /\/api\/kartra\/webhook\/([\w.-]{40,})$/;

describeInBrowser('an owner who follows the guide', () => {
  let site: Playground;
  let browser: Browser;
  let page: Page;
  let webhookUrl = '';

  const person = buildPerson({ firstName: 'Ann', lastName: 'Miller', email: 'ann@example.com' });
  const sale = buildSubscriptionSale({
    person,
    productId: '558475',
    productName: 'Meal Plan',
    date: '2026-05-03 10:02:05',
  });
  const post = async (payload: object) => {
    const answer = await postWebhook(site.address, new URL(webhookUrl).pathname, payload);
    expect(answer.status).toBe(200);
  };

  beforeAll(async () => {
    site = await startPlayground();
    browser = await openBrowser();
    page = await openPanel(browser, site.address);
  }, 600_000);

  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });

  it('finds Kartra under App Station, not enabled yet', async () => {
    await page.getByRole('link', { name: 'App Station' }).click();
    await page.getByRole('heading', { level: 1, name: 'App Station' }).waitFor();
    await page.getByText('Not enabled yet. Set up in about five minutes.').waitFor();
    await takePicture(page, 'app-station');
    await page.getByRole('link', { name: 'Kartra, Off' }).click();
    await page.getByRole('heading', { level: 1, name: 'Kartra' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/admin/plugins/kartra/setup');
  });

  it('enables the integration and copies the webhook URL, which is masked until asked for', async () => {
    await page.getByRole('button', { name: 'Enable Kartra Integration' }).click();
    await page.getByText('Kartra integration enabled').waitFor();
    const field = page.getByLabel('Webhook URL');
    expect(await field.inputValue()).toMatch(/webhook\/•+$/);
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    // The server was asked for it.
    await page.getByRole('button', { name: 'Hide', exact: true }).waitFor();
    expect(await field.inputValue()).toMatch(KEY);
    await page.getByRole('button', { name: 'Copy', exact: true }).click();
    await page.getByText('Webhook URL copied').waitFor();
    webhookUrl = await page.evaluate(() => navigator.clipboard.readText());
    expect(webhookUrl).toMatch(KEY);
    await page.getByText('Kartra cannot reach this address').waitFor();
    await takePicture(page, 'setup-enabled');
  });

  it('is told what is wrong with a product id before anything is sent', async () => {
    await page.getByRole('button', { name: '3. Add product mappings' }).click();
    await page.getByRole('button', { name: 'Add Mapping' }).click();
    await page.getByText('Enter the number after /sales/products/edit/').waitFor();
    await page.getByLabel('Product id in Kartra').fill('https://app.kartra.com/pages/edit/7');
    await page.getByText('This address is not a product page of Kartra.').waitFor();
  });

  it('maps the product from its pasted address to Gold', async () => {
    await page
      .getByLabel('Product id in Kartra')
      .fill('https://app.kartra.com/sales/products/edit/558475');
    await page.getByRole('combobox', { name: 'Access level' }).click();
    await page.getByRole('option', { name: 'Gold' }).click();
    // The list stays open for further levels.
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Add Mapping' }).click();
    await page.getByText('Mapping added').waitFor();
    await page.getByText('1 mapping saved').waitFor();
  });

  it('tries a test event dry, sends it for a test member, and removes all of it with one click', async () => {
    await page.getByRole('button', { name: '4. Test (optional)' }).click();
    await page.getByRole('button', { name: 'Send a test event' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Try without changing anything' }).click();
    await dialog.getByText('gives Gold. The account was created.').waitFor();
    await takePicture(page, 'test-dialog');
    await dialog.getByLabel('E-mail').fill('owner');
    await dialog.getByRole('button', { name: 'Send test event' }).click();
    await dialog.getByText('Enter an e-mail address.').waitFor();
    await dialog.getByLabel('E-mail').fill('kartra-test@example.com');
    await dialog.getByRole('button', { name: 'Send test event' }).click();
    await page.getByText('kartra-test@example.com now has Gold.').waitFor();
    await takePicture(page, 'test-result');
    await page.getByRole('link', { name: 'See member' }).click();
    await page.getByRole('heading', { level: 2, name: 'Gold' }).waitFor();
    await goTo(page, site.address, '/members');
    await page
      .getByRole('row', { name: /Test Member/ })
      .getByText('test member', { exact: true })
      .waitFor();
    await takePicture(page, 'test-member');
    await goTo(page, site.address, '/webhook-logs?reason=test');
    await page
      .getByRole('row', { name: /Purchase/ })
      .getByRole('link')
      .click();
    await page.getByText('A test event by Demo Owner; no mail went out.').waitFor();
    await takePicture(page, 'test-log');
    await page.getByRole('button', { name: 'Remove test member' }).click();
    await page.getByText('Test member removed').waitFor();
    await goTo(page, site.address, '/members');
    await page.getByText('No member yet.').waitFor();
    await goTo(page, site.address, '/setup');
  });

  it('sees the first purchase tick the steps by itself, without a reload', async () => {
    await post(outbound(sale));
    await page.getByText('Access given').waitFor({ timeout: 30_000 });
    await page.getByText('4 of 4 done').waitFor({ timeout: 30_000 });
    await takePicture(page, 'setup-done');
  });

  it('finds the member in Gold, with the reason in a sentence', async () => {
    await goTo(page, site.address, '/members');
    await page.getByRole('link', { name: 'Ann Miller' }).click();
    await page.getByRole('heading', { level: 2, name: 'Gold' }).waitFor();
    await page
      .getByText(`Gold because of order ${sale.orderId} (Meal Plan, bought 3 May 2026).`)
      .waitFor();
    await takePicture(page, 'member');
  });

  it('sees a refund take the access away, and why', async () => {
    await post(outbound(later(sale, { type: 'refund', date: '2026-05-10 09:00:00' })));
    await page.getByRole('heading', { level: 2, name: 'Authenticated' }).waitFor({
      timeout: 30_000,
    });
    await goTo(page, site.address, '/webhook-logs');
    await page.getByRole('cell', { name: 'from Gold to Authenticated' }).waitFor();
    await page.getByText('Access ended').waitFor();
    await takePicture(page, 'webhook-logs');
  });

  it('opens the webhook and reads its meaning, effect and request', async () => {
    await page
      .getByRole('row', { name: /Refund/ })
      .getByRole('link')
      .click();
    await page
      .getByText('Meal Plan (558475) was refunded; Gold ended, now Authenticated.')
      .waitFor();
    await page.getByRole('tab', { name: 'Request' }).click();
    await page.getByText('"refund_product"').waitFor();
    expect(new URL(page.url()).search).toBe('?view=request');
    await page.goBack();
    await page.getByRole('tab', { name: 'Meaning', selected: true }).waitFor();
    await takePicture(page, 'webhook-log');
  });

  it('gives a discovered offer its level and the waiting buyer gets in', async () => {
    const waiting = buildSubscriptionSale({
      person: buildPerson({ firstName: 'Bob', lastName: 'Ray' }),
      productId: '558901',
      productName: 'Keto Course',
    });
    await post(outbound(waiting));
    await goTo(page, site.address, '/held');
    await page.getByText('Product not mapped: Keto Course (558901)').waitFor({ timeout: 30_000 });
    await takePicture(page, 'held');
    await goTo(page, site.address, '/offers');
    await page.getByRole('combobox', { name: /Access level of Keto Course/ }).click();
    await page.getByRole('option', { name: 'Silver' }).click();
    await page.keyboard.press('Escape');
    await takePicture(page, 'offers');
    // In the header, and again in the bar that stands below as long as there are changes.
    const save = page.getByRole('tabpanel').getByRole('button', { name: 'Save Mappings' });
    await save.click();
    const preview = page.getByRole('dialog');
    await preview.getByRole('row', { name: /Bob Ray.*Bought Keto Course/ }).waitFor();
    await preview.getByText('1 account is created, 1 welcome mail goes out.').waitFor();
    await takePicture(page, 'preview');
    await preview.getByRole('button', { name: 'Save and change 1 member' }).click();
    await page.getByText('1 mapping saved').waitFor();
    await goTo(page, site.address, '/members');
    await page
      .getByRole('row', { name: /Bob Ray/ })
      .getByText('Silver')
      .waitFor();
  });

  it('gives a level by hand with a reason, and takes it back', async () => {
    await page.getByRole('link', { name: 'Ann Miller' }).click();
    await page.getByRole('button', { name: 'Give a level' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox', { name: 'Access level' }).click();
    await page.getByRole('option', { name: 'Silver' }).click();
    await dialog.getByText('Ann Miller: Authenticated → Silver until').waitFor();
    await dialog.getByLabel('Reason').fill('speaker');
    await dialog.getByRole('button', { name: 'Give Silver' }).click();
    await page.getByText('Ann Miller has Silver until').waitFor();
    await page.getByRole('heading', { level: 2, name: 'Silver' }).waitFor();
    await page.getByText('“speaker”').first().waitFor();
    await page.getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('heading', { level: 2, name: 'Authenticated' }).waitFor();
  });

  it('pauses the integration after reading what that means; a webhook is kept and applied later', async () => {
    await goTo(page, site.address, '/settings');
    await page.getByRole('radio', { name: 'Paused' }).click();
    const dialog = page.getByRole('alertdialog');
    await dialog.getByText('From now on webhooks are kept.').waitFor();
    await dialog.getByRole('button', { name: 'Pause', exact: true }).click();
    await page.getByText('Integration paused').waitFor();
    await post(outbound(later(sale, { type: 'rebill', date: '2026-06-03 10:02:05' })));
    await goTo(page, site.address, '/webhook-logs?state=held');
    await page.getByText('Kept while paused').first().waitFor({ timeout: 30_000 });
    await goTo(page, site.address, '/settings');
    await page.getByRole('radio', { name: 'On', exact: true }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Turn on' }).click();
    await page.getByText('Integration turned on').waitFor();
    await goTo(page, site.address, '/members');
    await page
      .getByRole('row', { name: /Ann Miller/ })
      .getByText('Gold')
      .waitFor({ timeout: 30_000 });
  });

  it('sees health on the home page and the level beside the user in the Content Manager', async () => {
    await page.goto(`${site.address}/admin/`);
    await page.getByText('webhooks in 14 days').waitFor();
    await page.getByRole('link', { name: 'Last webhook' }).first().waitFor();
    await takePicture(page, 'home');
    await page.goto(
      `${site.address}/admin/content-manager/collection-types/plugin::users-permissions.user`
    );
    await page.getByText('ann@example.com').first().click();
    await page.getByText('Open in Members').waitFor();
    await page.getByText('No end date.').waitFor();
    await takePicture(page, 'user-panel');
  });

  it('never has the key of the webhook URL in what the site printed', () => {
    const key = KEY.exec(webhookUrl)?.[1] ?? '';
    expect(key.length).toBeGreaterThan(40);
    expect(site.printed()).not.toContain(key);
  });
});
