/** Every screen in three languages, both themes and two sizes: nothing is too wide, no serious fault of accessibility. */
import type { Browser, Page } from 'playwright-core';

import { buildPerson, buildSubscriptionSale, outbound } from '../builders/kartra';
import { logIn, ok } from '../helpers/admin-client';
import { enable, mapProduct, postWebhook } from '../helpers/kartra';

import type { AssignableRole } from '../../contracts/access-level';
import { findSeriousFaults } from './support/accessibility';
import {
  describeInBrowser,
  goTo,
  openBrowser,
  openPanel,
  takePicture,
  type View,
} from './support/browser';
import { OWNER, startPlayground, type Playground } from './support/playground';

const NARROW = { width: 390, height: 844 };

const SCREENS = [
  ['app-station', ''],
  ['setup', '/setup'],
  ['mappings', '/mappings'],
  ['mapping-dialog', '/mappings?edit=new'],
  ['offers', '/offers'],
  ['held', '/held'],
  ['members', '/members'],
  ['member', '/members/1'],
  ['webhook-logs', '/webhook-logs'],
  ['webhook-log', '/webhook-logs/1'],
  ['webhook-log-request', '/webhook-logs/1?view=request'],
  ['settings', '/settings'],
  ['activity', '/activity'],
] as const;

interface Look extends View {
  /** Colours are a matter of the theme, not of the language: each theme is examined once. */
  readonly examined: boolean;
}

const VIEWS: readonly (readonly [string, Look])[] = [
  ['in English, light, wide', { examined: true }],
  ['in German, dark, narrow', { language: 'de', theme: 'dark', ...NARROW, examined: true }],
  ['in Spanish, light, narrow', { language: 'es', ...NARROW, examined: false }],
];

describeInBrowser('the screens', () => {
  let site: Playground;
  let browser: Browser;

  beforeAll(async () => {
    site = await startPlayground();
    browser = await openBrowser();
    await fillSite(site.address);
  }, 600_000);

  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });

  describe.each(VIEWS)('%s', (name, view) => {
    let page: Page;

    beforeAll(async () => {
      page = await openPanel(browser, site.address, view);
    });

    afterAll(() => page.context().close());

    it.each(SCREENS)(
      '%s has no serious fault and is no wider than the window',
      async (screen, to) => {
        await goTo(page, site.address, to);
        await takePicture(page, `${screen} ${name}`.replace(/[ ,]+/g, '-'));
        expect(view.examined ? await findSeriousFaults(page) : []).toEqual([]);
        const tooWide = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth
        );
        expect(tooWide).toBeLessThanOrEqual(0);
      }
    );
  });

  it('waits for the permissions, however late they come', async () => {
    const page = await openPanel(browser, site.address);
    await page.route('**/admin/users/me/permissions', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      await route.continue();
    });
    await page.goto(`${site.address}/admin/plugins/kartra/held`);
    await page.getByRole('heading', { level: 1, name: 'Kartra' }).waitFor({ timeout: 30_000 });
    await page.context().close();
  });

  it('speaks the language of the panel', async () => {
    const german = await openPanel(browser, site.address, { language: 'de' });
    await goTo(german, site.address, '/setup');
    await german.getByRole('tab', { name: 'Zuordnungen' }).waitFor();
    await goTo(german, site.address, '/webhook-logs');
    await german.getByText('Zugang gegeben').first().waitFor();
    await german.context().close();
  });

  it('moves a level and saves the order by keyboard alone', async () => {
    const page = await openPanel(browser, site.address);
    await goTo(page, site.address, '/mappings');
    const levels = page.getByRole('region', { name: 'Order of access levels' });
    const names = () => levels.getByRole('listitem').allInnerTexts();
    const before = await names();
    await levels
      .getByRole('button', { name: /^Move .* down$/ })
      .first()
      .focus();
    await page.keyboard.press('Enter');
    expect((await names())[0]).not.toBe(before[0]);
    await levels.getByRole('button', { name: 'Save order' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('Order saved').waitFor();
    await page.context().close();
  });

  it('opens a tab with the arrow keys and Enter, and Escape closes a dialog', async () => {
    const page = await openPanel(browser, site.address);
    await goTo(page, site.address, '/setup');
    await page.getByRole('tab', { name: 'Setup' }).focus();
    await page.keyboard.press('ArrowRight');
    // The focus moves a moment after the key.
    await page.getByRole('tab', { name: 'Mappings' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('tab', { name: 'Mappings', selected: true }).waitFor();
    await page.getByRole('button', { name: 'Add Mapping' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.context().close();
  });
});

/** Members with access, two of whom share an order id, one buyer who waits, one level more than is needed. */
async function fillSite(address: string): Promise<void> {
  const admin = await logIn(address, OWNER);
  const path = await enable({ admin });
  const roles = ok(await admin.get<AssignableRole[]>('/kartra/access-levels/roles'));
  const roleId = (name: string) => roles.find((role) => role.name === name)?.roleId ?? 0;
  await mapProduct({ admin }, '558475', roleId('Gold'));
  await mapProduct({ admin }, '558902', roleId('Silver'));
  for (const [productId, productName, firstName, ids] of [
    ['558475', 'Meal Plan', 'Ann', {}],
    ['558901', 'Keto Course', 'Bob', {}],
    ['558475', 'Meal Plan', 'Cleo', { orderId: 'PHONE-ORDER' }],
    ['558475', 'Meal Plan', 'Dan', { orderId: 'PHONE-ORDER' }],
  ] as const) {
    const person = buildPerson({ firstName });
    const answer = await postWebhook(
      address,
      path,
      outbound(buildSubscriptionSale({ person, productId, productName, ...ids }))
    );
    expect(answer.status).toBe(200);
  }
  ok(await admin.get('/kartra/overview'));
}
