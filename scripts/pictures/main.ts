/**
 * `npm run pictures`: takes the pictures of the documentation from a demo site that it starts, fills and stops.
 * With `--folder`, `--language`, `--theme` and `--width` the same screens are taken to look at.
 */
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { goTo, openBrowser, openPanel, type View } from '../../tests/browser/support/browser';
import { OWNER, startPlayground } from '../../tests/browser/support/playground';
import { logIn } from '../../tests/helpers/admin-client';
import { enable } from '../../tests/helpers/kartra';
import { buyUnmapped, fillShop } from './shop';

const { values } = parseArgs({
  options: {
    folder: { type: 'string', default: path.resolve(__dirname, '../../docs/images') },
    language: { type: 'string', default: 'en' },
    theme: { type: 'string', default: 'light' },
    width: { type: 'string', default: '1280' },
  },
});

const VIEW = {
  language: values.language as View['language'],
  theme: values.theme as View['theme'],
  width: Number(values.width),
  scale: 1.5,
} as View;

/** What the demo site is reached by, as far as the panel is concerned. */
const PUBLIC_URL = 'https://members.example.com';

async function main(): Promise<void> {
  fs.mkdirSync(values.folder, { recursive: true });
  const site = await startPlayground({ PUBLIC_URL });
  const browser = await openBrowser();
  try {
    const page = await openPanel(browser, site.address, VIEW);
    const take = (name: string, screen: string) => picture(page, site.address, name, screen);
    const admin = await logIn(site.address, OWNER);
    const shop = { address: site.address, admin, path: await enable({ admin }) };
    await buyUnmapped(shop);
    await take('setup', '/setup');
    const { memberId } = await fillShop(shop);
    await take('app-station', '');
    await take('overview', '/setup');
    await take('mappings', '/mappings');
    await take('discovered-offers', '/offers');
    await take('held', '/held');
    await take('member', `/members/${memberId}`);
    await take('webhook-logs', '/webhook-logs');
    await take('settings', '/settings');
  } finally {
    await browser.close();
    await site.stop();
  }
}

async function picture(page: Page, address: string, name: string, screen: string): Promise<void> {
  await goTo(page, address, screen);
  await page.waitForLoadState('networkidle');
  await page.screenshot({
    path: path.join(values.folder, `${name}.png`),
    animations: 'disabled',
  });
}

void main();
