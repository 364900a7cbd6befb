/** Every dialog that asks before something is done, in two languages; and what a person with few permissions sees. */
import type { Browser, Locator, Page } from 'playwright-core';

import de from '../../admin/src/translations/de.json';
import en from '../../admin/src/translations/en.json';
import type { AssignableRole } from '../../contracts/access-level';
import type { Connection } from '../../contracts/connection';
import type { Mapping } from '../../contracts/mapping';
import type { WebhookLog } from '../../contracts/webhook-log';
import {
  buildPerson,
  buildSubscriptionSale,
  later,
  outbound,
  type Person,
  type Transaction,
} from '../builders/kartra';
import { logIn, ok, type AdminClient } from '../helpers/admin-client';
import { createAdministrator } from '../helpers/administrators';
import { enable, getMember, mapProduct, postWebhook } from '../helpers/kartra';
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

const LANGUAGES = [
  ['en', en],
  ['de', de],
] as const;
const PRODUCT = { productId: '558475', productName: 'Meal Plan' };
/** More than are told only where they were begun. */
const MANY = 55;
/** More than are shown at first. */
const WAITING = 120;

describeInBrowser('the dialogs', () => {
  let site: Playground;
  let browser: Browser;
  let admin: AdminClient;
  let mapping: Mapping;
  let cara: number;
  let path: string;
  let ann: Person;

  beforeAll(async () => {
    site = await startPlayground();
    browser = await openBrowser();
    admin = await logIn(site.address, OWNER);
    ({ mapping, cara, path, ann } = await fillSite(site.address, admin));
  }, 600_000);

  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });

  const open = (view: View) => openPanel(browser, site.address, view);
  const changeMapping = (pricePoint: string | null) =>
    admin.put(`/kartra/mappings/${mapping.id}`, { pricePoint }).then(ok);

  describe.each(LANGUAGES)('in %s', (language, texts) => {
    let page: Page;

    beforeAll(async () => {
      page = await open({ language });
    });

    afterAll(() => page.context().close());

    const button = (key: keyof typeof en) => page.getByRole('button', { name: texts[key] });
    const look = async (name: string) => {
      await page.locator('[aria-busy="true"]').waitFor({ state: 'detached' });
      await takePicture(page, `dialog-${name}-${language}`);
      // The German one has the same colours and the same frame.
      expect(language === 'en' ? await findSeriousFaults(page) : []).toEqual([]);
    };
    const cancel = async (key: keyof typeof en = 'common.cancel') => {
      await button(key).click();
      await page.locator('[role="dialog"], [role="alertdialog"]').waitFor({ state: 'detached' });
    };

    it('replays the ticked webhooks after saying what that would do', async () => {
      await goTo(page, site.address, '/webhook-logs?state=applied');
      await page.getByRole('checkbox').nth(0).click();
      await page.getByRole('checkbox').nth(2).click();
      await page.getByRole('button', { name: /(^| )2 .*…$/ }).click();
      await page.getByRole('dialog').getByText(/: 0 /).waitFor();
      await look('replay-selected');
      await cancel();
    });

    it('replays all of a filter and tells how it ended', async () => {
      await goTo(page, site.address, '/webhook-logs?state=applied');
      await page.locator('main').getByRole('button', { name: /…$/ }).first().click();
      await page.getByRole('dialog').getByText(/: 0 /).waitFor();
      await look('replay-filter');
      await page.getByRole('dialog').locator('button[type="submit"]').click();
      await page
        .getByText(texts['job.kind.replay'])
        .or(page.getByText(texts['job.name.replay']))
        .first()
        .waitFor();
      await look('job-bar');
      await button('common.close').first().waitFor({ timeout: 60_000 });
      await look('job-end');
      await button('common.close').first().click();
    });

    it('shows what a refund without a purchase may mean, and what leaving it would mean', async () => {
      await goTo(page, site.address, '/held?reason=unmatched-purchase');
      await button('held.set-aside').click();
      await look('accept');
      await cancel();
      await button('next.choose-purchase').click();
      await look('settle');
      await cancel();
    });

    it('finds an account to link purchases to', async () => {
      await goTo(page, site.address, '/held?reason=account-deleted');
      await look('held-account-deleted');
      await button('link.open').click();
      await page.getByRole('textbox', { name: texts['link.user'] }).fill('ann@');
      await button('link.search').click();
      await page.getByRole('radio', { name: /ann@example\.com/ }).click();
      await look('link');
      await cancel();
    });

    it('says what giving or denying a level would do, and goes on without an answer', async () => {
      await goTo(page, site.address, '/members?search=ann%40example.com');
      await page.getByRole('link', { name: /^Ann/ }).click();
      await button('by-hand.deny').click();
      await page.getByRole('combobox', { name: texts['level.label'] }).click();
      await page.getByRole('option', { name: texts['by-hand.all-levels'] }).click();
      await page.getByText(/^Ann [^:]+: Gold → Authenticated$/).waitFor();
      await look('deny');
      await page.getByRole('button', { name: texts['common.cancel'] }).click();

      await page.route('**/overrides', (route) => route.abort());
      await button('by-hand.give').click();
      await page.getByRole('combobox', { name: texts['level.label'] }).click();
      await page.getByRole('option', { name: 'Gold' }).click();
      await page.getByText(texts['by-hand.would-unknown']).waitFor();
      await look('give-unknown');
      const give = texts['by-hand.give-level'].replace('{level}', 'Gold');
      expect(await page.getByRole('button', { name: give }).isEnabled()).toBe(true);
      await page.unroute('**/overrides');
      await cancel();
    });

    it('checks a member and says what erasing means', async () => {
      await goTo(page, site.address, `/members/${cara}`);
      await button('check.check').click();
      await look('check');
      await page.keyboard.press('Escape');
      await button('erase.erase').click();
      await look('erase');
      expect(await button('erase.confirm').isDisabled()).toBe(true);
      await page.getByRole('checkbox', { name: texts['erase.consent'] }).click();
      expect(await button('erase.confirm').isDisabled()).toBe(false);
      await cancel();
    });

    it('shows both versions of a mapping that somebody else saved meanwhile', async () => {
      await goTo(page, site.address, `/mappings?edit=${mapping.id}`);
      await page.getByLabel(texts['mapping.price-point']).fill('7');
      await changeMapping('3');
      await button('mapping.save').click();
      await confirmPreview(page, page.getByRole('table', { name: texts['conflict.table'] }));
      await look('conflict-mapping');
      await button('conflict.take-theirs').click();
      expect(await page.getByLabel(texts['mapping.price-point']).inputValue()).toBe('3');
      await page.getByLabel(texts['mapping.price-point']).fill('8');
      await page.keyboard.press('Escape');
      await page.getByText(texts['leave.title']).waitFor();
      await look('leave');
      await button('leave.stay').click();
      expect(await page.getByLabel(texts['mapping.price-point']).inputValue()).toBe('8');
      await page.keyboard.press('Escape');
      await button('leave.leave').click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await changeMapping(null);
    });

    it('shows both versions of the settings, and asks before they are left', async () => {
      await goTo(page, site.address, '/settings');
      const days = page.getByLabel(texts['settings.payload-days']);
      const { settings } = ok(await admin.get<Connection>('/kartra/connection'));
      await days.fill('45');
      const payloadRetentionDays = settings.payloadRetentionDays + 1;
      ok(await admin.put('/kartra/connection', { payloadRetentionDays }));
      // Each card of the settings has a button of its own.
      const card = page.getByRole('region', { name: texts['settings.general'] });
      await card.getByRole('button', { name: texts['common.save'] }).click();
      await page.getByRole('table', { name: texts['conflict.table'] }).waitFor();
      await look('conflict-settings');
      await page.getByRole('tab', { name: texts['tab.mappings'] }).click();
      await page.getByText(texts['leave.title']).waitFor();
      await button('leave.stay').click();
      await look('conflict-settings-left');
      await button('conflict.save-mine').click();
      await page.getByText(texts['settings.saved']).waitFor();
      const saved = ok(await admin.get<Connection>('/kartra/connection'));
      expect(saved.settings.payloadRetentionDays).toBe(45);
      ok(await admin.put('/kartra/connection', { payloadRetentionDays: 30 }));
    });

    it('shows who loses by a mapping that is deleted, page by page, and who stays', async () => {
      await goTo(page, site.address, '/mappings');
      await page
        .getByRole('button', {
          name: texts['mapping.delete-name'].replace('{product}', 'Meal Plan'),
        })
        .click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText(texts['mapping.delete-text']).waitFor();
      const groups = dialog.getByRole('group', { name: texts['preview.groups'] });
      expect(await groups.getByRole('button').count()).toBe(4);
      await look('preview-delete');
      const rows = dialog.getByRole('row');
      const before = await rows.count();
      expect(before).toBe(51);
      await button('preview.show-more').click();
      expect(await rows.count()).toBeGreaterThan(before);
      await groups.getByRole('button').first().click();
      await dialog.getByText(texts['preview.nobody']).waitFor();
      await cancel('mapping.keep');
    });

    it('names the mapping that stands there already', async () => {
      await goTo(page, site.address, '/mappings?edit=new&productId=558475');
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('combobox', { name: texts['level.labels'] }).click();
      await page.getByRole('option', { name: 'Gold' }).click();
      // The list stays open for further levels.
      await page.keyboard.press('Escape');
      await button('mapping.add').last().click();
      await dialog.getByRole('link', { name: texts['mapping.edit-duplicate'] }).waitFor();
      await look('mapping-duplicate');
      await dialog.getByRole('link', { name: texts['mapping.edit-duplicate'] }).click();
      await button('mapping.save').waitFor();
      await cancel();
    });

    it('filters the activity by day', async () => {
      await goTo(page, site.address, '/activity?to=2020-01-01');
      await page.getByText(texts['activity.no-match']).waitFor();
      await button('common.clear-filters').click();
      await page.getByRole('table').waitFor();
      await look('activity');
    });
  });

  describe('for somebody who may only read the webhook logs', () => {
    let page: Page;

    beforeAll(async () => {
      const as = await createAdministrator({ admin }, ['plugin::kartra.read-logs']);
      page = await open({ as });
    });

    afterAll(() => page.context().close());

    it.each([
      ['', 'No integration is open to your role.'],
      ['/setup', 'Your role lacks “See the integration”'],
      ['/mappings', 'Your role lacks “See the integration”'],
      ['/offers', 'Your role lacks “See the integration”'],
      ['/held', 'Your role lacks “See the integration”'],
      ['/members', 'Your role lacks “See the integration”'],
      ['/members/1', 'Your role lacks “See the integration”'],
      ['/webhook-logs', 'Access given'],
      ['/webhook-logs/1', 'Meal Plan (558475) gives Gold.'],
      ['/webhook-logs/1?view=request', 'Values are hidden'],
      ['/settings', 'Your role lacks “See the integration”'],
      ['/activity', 'Your role lacks “See the integration”'],
    ])('%s shows nothing broken', async (screen, expected) => {
      await goTo(page, site.address, screen);
      await page.getByText(expected).first().waitFor();
      await takePicture(page, `logs-only${screen.replaceAll(/[/?=]/g, '-')}`);
      const shown = await page.locator('main').innerText();
      expect(shown).not.toMatch(/ann@example|Ann Miller|went wrong|could not be loaded/);
      expect(await findSeriousFaults(page)).toEqual([]);
    });
  });

  describe('for somebody who may only see the integration', () => {
    let page: Page;

    beforeAll(async () => {
      const as = await createAdministrator({ admin }, ['plugin::kartra.see-integration']);
      page = await open({ as });
    });

    afterAll(() => page.context().close());

    it.each([
      ['/setup', 'With access'],
      ['/mappings', 'Meal Plan'],
      ['/offers', 'Keto Course'],
      ['/held', 'your role lacks'],
      ['/members', 'Search needs “See personal data”'],
      ['/members/1', 'Timeline'],
      ['/settings', 'Someone who may change settings has to do this.'],
      ['/activity', 'Activity'],
    ])('%s is whole and has nobody’s address', async (screen, expected) => {
      await goTo(page, site.address, screen);
      await page.getByText(expected).first().waitFor();
      await takePicture(page, `restricted${screen.replaceAll('/', '-')}`);
      const shown = await page.locator('main').innerText();
      expect(shown).not.toMatch(/ann@example|Ann Miller|Cara|Bob Ray/);
      expect(shown).not.toMatch(/went wrong|could not be loaded/);
      expect(await findSeriousFaults(page)).toEqual([]);
    });

    it('has no tab and no button for what is not allowed', async () => {
      await goTo(page, site.address, '/members/1');
      for (const name of ['Give a level', 'Deny', 'Check', 'Erase personal data …']) {
        expect(await page.getByRole('button', { name }).count()).toBe(0);
      }
      await goTo(page, site.address, '/mappings?edit=new');
      expect(await page.getByRole('dialog').count()).toBe(0);
      expect(await page.getByRole('button', { name: 'Add Mapping' }).count()).toBe(0);
      expect(await page.getByRole('tab', { name: 'Webhook logs' }).count()).toBe(0);
      await goTo(page, site.address, '/webhook-logs');
      await page.getByText('Your role lacks “Read webhook logs”').waitFor();
      await goTo(page, site.address, '/webhook-logs/1');
      await page.getByText('Your role lacks “Read webhook logs”').waitFor();
      expect(await page.getByText('ann@example.com').count()).toBe(0);
    });
  });

  it('shows a hundred of what waits, then more, and back again', async () => {
    for (let n = 0; n < WAITING; n += 1) {
      const payload = outbound(refundOfNothingKnown(ann));
      expect((await postWebhook(site.address, path, payload)).status).toBe(200);
    }
    await untilProcessed(admin);
    const page = await open({});
    await goTo(page, site.address, '/held?reason=unmatched-purchase');
    const cards = page.getByRole('button', { name: en['held.set-aside'] });
    const more = page.getByRole('button', { name: en['held.show-more'] });
    await more.waitFor();
    // Of the hundred that wait longest one waits for another reason.
    expect(await cards.count()).toBe(99);
    await more.click();
    await cards.nth(WAITING).waitFor();
    await more.waitFor({ state: 'detached' });
    // One was there before.
    expect(await cards.count()).toBe(WAITING + 1);
    expect(page.url()).toContain('page=2');
    await takePicture(page, 'held-more');

    await page.reload();
    await cards.nth(WAITING).waitFor();
    await page.goBack();
    await cards.nth(99).waitFor({ state: 'detached' });
    await more.waitFor();
    expect(await cards.count()).toBe(99);
    await page.context().close();
  });
});

/** Whoever gains or loses by the change is shown first; when nobody does, the conflict shows at once. */
async function confirmPreview(page: Page, conflict: Locator): Promise<void> {
  const preview = page.locator('[role="dialog"]').nth(1);
  const groups = preview.getByRole('group');
  await groups.or(conflict).first().waitFor();
  if (await groups.isVisible()) {
    await preview.locator('button').last().click();
  }
  await conflict.waitFor();
}

interface Filled {
  readonly mapping: Mapping;
  /** The member whose account was deleted. */
  readonly cara: number;
  /** Where Kartra posts to. */
  readonly path: string;
  /** Who bought it twice. */
  readonly ann: Person;
}

/** Members with access, one whose account is gone, a buyer who waits, a refund of nothing known. */
async function fillSite(address: string, admin: AdminClient): Promise<Filled> {
  const path = await enable({ admin });
  const roles = ok(await admin.get<AssignableRole[]>('/kartra/access-levels/roles'));
  const gold = roles.find((role) => role.name === 'Gold')?.roleId ?? 0;
  const mapping = await mapProduct({ admin }, '558475', gold);
  const post = async (payload: object) => {
    expect((await postWebhook(address, path, payload)).status).toBe(200);
  };
  const ann = buildPerson({ firstName: 'Ann', lastName: 'Miller', email: 'ann@example.com' });
  await post(outbound(buildSubscriptionSale({ ...PRODUCT, person: ann })));
  for (let n = 0; n < MANY; n += 1) {
    await post(outbound(buildSubscriptionSale(PRODUCT)));
  }
  await post(
    outbound(
      buildSubscriptionSale({
        person: buildPerson({ firstName: 'Bob', lastName: 'Ray' }),
        productId: '558901',
        productName: 'Keto Course',
      })
    )
  );
  const cara = buildPerson({ firstName: 'Cara', lastName: 'Diaz', email: 'cara@example.com' });
  const sale = buildSubscriptionSale({ ...PRODUCT, person: cara });
  await post(outbound(sale));
  await untilProcessed(admin);
  const member = await getMember({ admin }, 'cara@example.com');
  const users = '/content-manager/collection-types/plugin::users-permissions.user';
  const { results } = JSON.parse((await admin.get(users, { _q: 'cara@example.com' })).text) as {
    results: { documentId: string }[];
  };
  ok(await admin.delete(`${users}/${results[0]?.documentId ?? ''}`));
  await post(outbound(later(sale, { type: 'rebill', date: '2026-06-03 10:02:05' })));
  // Two purchases that it may mean, and it names neither.
  await post(outbound(buildSubscriptionSale({ ...PRODUCT, person: ann })));
  await post(outbound(refundOfNothingKnown(ann)));
  await untilProcessed(admin);
  return { mapping, cara: member.id, path, ann };
}

/** It names an order that was never seen. */
function refundOfNothingKnown(person: Person): Transaction {
  const sale = buildSubscriptionSale({ ...PRODUCT, person });
  return later(sale, { type: 'refund', date: '2026-06-04 10:02:05' });
}

async function untilProcessed(admin: AdminClient): Promise<void> {
  for (;;) {
    const [received, processing] = await Promise.all(
      ['received', 'processing'].map((state) =>
        admin.get<WebhookLog[]>('/kartra/webhook-logs', { state }).then(ok)
      )
    );
    if (received?.length === 0 && processing?.length === 0) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
