/** Opens every screen of the plugin in Chromium; fails when one does not load or the page reports an error. */
import { chromium } from 'playwright-core';
import { OWNER } from './site';

const SCREENS: Readonly<Record<string, string>> = {
  '': 'App Station',
  '/setup': 'Kartra',
  '/mappings': 'Kartra',
  '/offers': 'Kartra',
  '/held': 'Kartra',
  '/members': 'Kartra',
  '/members/1': 'Amy Harland',
  '/webhook-logs': 'Kartra',
  '/webhook-logs/1': 'Webhook 1',
  '/settings': 'Kartra',
  '/activity': 'Activity',
};

export async function openScreens(address: string, pictures?: string): Promise<void> {
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync'],
  });
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    context.setDefaultTimeout(120_000);
    const { host } = new URL(address);
    await context.route(
      (url) => url.host !== host,
      (route) => route.abort()
    );
    const page = await context.newPage();
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    await page.goto(`${address}/admin/auth/login`);
    await page.locator('input[name="email"]').fill(OWNER.email);
    await page.locator('input[name="password"]').fill(OWNER.password);
    await page.locator('button[type="submit"]').click();
    await page.waitForURL((url) => !url.pathname.includes('/auth/'));
    for (const [screen, title] of Object.entries(SCREENS)) {
      await page.goto(`${address}/admin/plugins/kartra${screen}`);
      await page.locator('h1', { hasText: title }).waitFor();
      await page.locator('[aria-busy="true"]').waitFor({ state: 'detached' });
      await page.waitForLoadState('networkidle');
      const text = await page.locator('main').innerText();
      if (/could not be loaded|went wrong/i.test(text)) faults.push(`${screen}: ${text}`);
      if (pictures) {
        const name = screen.slice(1).replaceAll('/', '-') || 'app-station';
        await page.screenshot({ path: `${pictures}/${name}.png` });
      }
    }
    if (faults.length > 0) throw new Error(`The panel has faults:\n${faults.join('\n')}`);
  } finally {
    await browser.close();
  }
}
