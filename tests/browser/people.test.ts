/** What an administrator decides about people: a second account, a level changed by hand. */
import type { Browser, Page } from 'playwright-core';

import de from '../../admin/src/translations/de.json';
import en from '../../admin/src/translations/en.json';
import type { AssignableRole } from '../../contracts/access-level';
import type { Member } from '../../contracts/member';
import type { OpenSuggestion } from '../../contracts/suggestion';
import { buildPerson, buildSubscriptionSale, outbound } from '../builders/kartra';
import { logIn, ok, type AdminClient } from '../helpers/admin-client';
import { enable, findMembers, getMember, mapProduct, postWebhook } from '../helpers/kartra';
import { waitFor } from '../helpers/wait-for';
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

const USERS = '/content-manager/collection-types/plugin::users-permissions.user';
const MISSPELT = 'ann.mliler@example.com';

const VIEWS: readonly (readonly [string, View, typeof en])[] = [
  ['english', {}, en],
  ['german', { language: 'de' }, de],
  ['narrow', { width: 390, height: 844 }, en],
];

describeInBrowser('decisions about people', () => {
  let site: Playground;
  let browser: Browser;
  let admin: AdminClient;
  let ann: number;
  let cara: number;

  beforeAll(async () => {
    site = await startPlayground();
    browser = await openBrowser();
    admin = await logIn(site.address, OWNER);
    ({ ann, cara } = await fillSite(site.address, admin));
  }, 600_000);

  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });

  const card = (page: Page, name: string | RegExp) => page.getByRole('region', { name });
  const done = (page: Page, what: string) => page.getByText(`Done: ${what}`).waitFor();

  it.each(VIEWS)('are whole to look at, %s', async (name, view, texts) => {
    const page = await openPanel(browser, site.address, view);
    const look = async (screen: string) => {
      await page.locator('[aria-busy="true"]').waitFor({ state: 'detached' });
      await takePicture(page, `people-${screen}-${name}`);
      expect(name === 'german' ? [] : await findSeriousFaults(page)).toEqual([]);
    };
    const leave = async () => {
      await page.keyboard.press('Escape');
      await page.locator('[role="dialog"], [role="alertdialog"]').waitFor({ state: 'detached' });
    };
    await goTo(page, site.address, '/held');
    await page.getByText('Cara Diaz').first().waitFor();
    await look('held');
    await goTo(page, site.address, `/members/${cara}`);
    await look('member-drift');
    await page
      .getByRole('button', { name: texts['drift.restore'].replace('{level}', 'Gold') })
      .click();
    await look('restore');
    await leave();
    await page
      .getByRole('button', { name: texts['drift.keep'].replace('{role}', 'Silver') })
      .click();
    await look('keep');
    await leave();
    await goTo(page, site.address, `/members/${ann}`);
    await page.getByRole('button', { name: texts['link.open'] }).click();
    await page.getByRole('radio', { name: new RegExp(MISSPELT) }).waitFor();
    await look('link');
    await leave();
    await page.context().close();
  });

  it('a suggestion is linked with one click, says so, and is undone', async () => {
    const page = await openPanel(browser, site.address);
    await goTo(page, site.address, '/held');
    const suggestion = card(page, `Ann Miller may be ${MISSPELT}: one letter differs.`);
    await suggestion.getByRole('button', { name: 'Link' }).click();
    await done(page, `the purchases of Ann Miller count for ${MISSPELT}.`);
    await takePicture(page, 'people-held-done');
    const see = () => admin.get<Member>(`/kartra/members/${ann}`).then(ok);
    expect(await see()).toMatchObject({ user: { email: MISSPELT, roleName: 'Gold' } });

    await goTo(page, site.address, `/members/${ann}`);
    await page.getByText(/^Linked by .*; before that ann\.miller@example\.com\.$/).waitFor();
    await takePicture(page, 'people-member-linked');
    await page.getByRole('button', { name: 'Undo the link' }).click();
    await page.getByText('The link was undone').first().waitFor();
    expect(await see()).toMatchObject({ link: null, user: { roleName: 'Gold' } });
    await goTo(page, site.address, '/held');
    await page.getByText('Cara Diaz').first().waitFor();
    expect(await suggestion.count()).toBe(0);
    await page.context().close();
  });

  it('a level changed by hand is restored, or kept with a reason', async () => {
    const page = await openPanel(browser, site.address);
    await goTo(page, site.address, '/held?reason=drift');
    const restored = card(page, /Cara Diaz is Silver/);
    await restored.getByRole('button', { name: 'Restore Gold' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Restore Gold' }).click();
    await done(page, 'Cara Diaz has Gold again');

    const kept = card(page, /Dave Long is Silver/);
    await kept.getByRole('button', { name: 'Keep Silver' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Keep Silver' }).click();
    await dialog.getByText(en['by-hand.reason-missing']).waitFor();
    await dialog.getByRole('textbox').fill('half price');
    await dialog.getByRole('button', { name: 'Keep Silver' }).click();
    await done(page, 'Dave Long keeps Silver');
    await takePicture(page, 'people-drift-done');
    const roleOf = async (email: string) => (await getMember({ admin }, email)).user?.roleName;
    expect(await roleOf('cara@example.com')).toBe('Gold');
    expect(await roleOf('dave@example.com')).toBe('Silver');
    await page.context().close();
  });
});

/** Ann with another account, one letter apart; Cara and Dave, whose role somebody changed in the Content Manager. */
async function fillSite(address: string, admin: AdminClient) {
  const path = await enable({ admin });
  const roles = ok(await admin.get<AssignableRole[]>('/kartra/access-levels/roles'));
  const idOf = (name: string) => roles.find((role) => role.name === name)?.roleId ?? 0;
  await mapProduct({ admin }, '558475', idOf('Gold'));
  await mapProduct({ admin }, '558476', idOf('Silver'));
  const created = await admin.post(USERS, {
    username: 'annm',
    email: MISSPELT,
    password: 'Visitor-Password-1',
    confirmed: true,
    role: { connect: [{ id: idOf('Authenticated') }] },
  });
  expect(created.status).toBe(201);

  const people = [
    ['Ann', 'Miller', 'ann.miller@example.com'],
    ['Cara', 'Diaz', 'cara@example.com'],
    ['Dave', 'Long', 'dave@example.com'],
  ] as const;
  for (const [firstName, lastName, email] of people) {
    const person = buildPerson({ firstName, lastName, email });
    const product = { productId: '558475', productName: 'Meal Plan' };
    const answer = await postWebhook(
      address,
      path,
      outbound(buildSubscriptionSale({ ...product, person }))
    );
    expect(answer.status).toBe(200);
    await waitFor(async () => (await findMembers({ admin }, email))[0]?.user?.roleName === 'Gold');
  }
  for (const email of ['cara@example.com', 'dave@example.com']) {
    const { results } = JSON.parse((await admin.get(USERS, { _q: email })).text) as {
      results: { documentId: string }[];
    };
    const role = { set: [{ id: idOf('Silver') }] };
    ok(await admin.put(`${USERS}/${results[0]?.documentId ?? ''}`, { role }));
  }
  await waitFor(
    async () =>
      ok(await admin.get<unknown[]>('/kartra/members', { state: 'drifted' })).length === 2 &&
      ok(await admin.get<OpenSuggestion[]>('/kartra/suggestions')).length === 1
  );
  const ann = await getMember({ admin }, 'ann.miller@example.com');
  const cara = await getMember({ admin }, 'cara@example.com');
  return { ann: ann.id, cara: cara.id };
}
