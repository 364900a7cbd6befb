/** Chromium with the panel in it, as an owner would use it. */
import fs from 'node:fs';
import path from 'node:path';

import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

import { CHROMIUM } from './chromium';
import { OWNER } from './playground';

interface Credentials {
  readonly email: string;
  readonly password: string;
}

const PICTURES = path.resolve(__dirname, '../../.artifacts/browser');
const LOCALE_KEY = 'strapi-admin-language';
const THEME_KEY = 'STRAPI_THEME';
/** Marks the heading of a screen that is left. */
const LEFT = 'data-left';

/** A panel, a server and a browser on a busy machine may stand still for a minute: slow is not wrong. */
const PATIENCE_MS = 90_000;
const TEST_MS = 300_000;

export interface View {
  readonly language?: 'en' | 'de' | 'es';
  readonly theme?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
  /** Pixels of a picture for each of the page. */
  readonly scale?: number;
  /** Who looks; the owner unless told otherwise. */
  readonly as?: Credentials;
}

/** Without Chromium the tests are skipped, and say so. */
export function describeInBrowser(name: string, tests: () => void): void {
  if (fs.existsSync(CHROMIUM)) {
    jest.setTimeout(TEST_MS);
    describe(name, tests);
    return;
  }
  process.stderr.write(`SKIPPED "${name}": there is no Chromium at ${CHROMIUM}.\n`);
  describe.skip(name, tests);
}

export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      // A container's /dev/shm is often too small for a page with many pictures.
      '--disable-dev-shm-usage',
      // Nothing but the site can be reached. Intercepting requests would do it too, but that takes the cache away
      // and lets every one of a page's two hundred files wait for this process.
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** A signed-in visitor of the panel; nothing but the site itself can be reached. */
export async function openPanel(
  browser: Browser,
  address: string,
  { language = 'en', theme = 'light', width = 1280, height = 800, scale = 1, as = OWNER }: View = {}
): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width, height },
    deviceScaleFactor: scale,
    storageState: await signIn(browser, address, as),
  });
  context.setDefaultTimeout(PATIENCE_MS);
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: address });
  await context.addInitScript(
    (settings) => {
      for (const [key, value] of settings) {
        window.localStorage.setItem(key, value);
      }
    },
    [
      [LOCALE_KEY, language],
      [THEME_KEY, theme],
      // Strapi's own advertisement would cover what is to be seen.
      ['STRAPI_MEDIA_LIBRARY_BANNER_DISMISSED_FOR_false:false', 'true'],
    ] as const
  );
  const page = await context.newPage();
  watch(page);
  await page.goto(`${address}/admin/`);
  await untilShown(page);
  return page;
}

type SignedIn = Awaited<ReturnType<BrowserContext['storageState']>>;

const signedIn = new Map<string, SignedIn>();

/** Signs in once for each site and person: Strapi refuses more than a few log-ins in a row. */
async function signIn(
  browser: Browser,
  address: string,
  { email, password }: Credentials
): Promise<SignedIn> {
  const key = `${email} ${address}`;
  const known = signedIn.get(key);
  if (known) {
    return known;
  }
  const context = await browser.newContext();
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  await page.goto(`${address}/admin/auth/login`);
  await page.locator('input[name="email"]').fill(email);
  await page.locator('input[name="password"]').fill(password);
  await page.locator('button[type="submit"]').click();
  await page.waitForURL((url) => !url.pathname.includes('/auth/'));
  const state = await context.storageState();
  await context.close();
  signedIn.set(key, state);
  return state;
}

/** As a link would: within the loaded panel. Only the address that is open already is loaded anew. */
export async function goTo(page: Page, address: string, screen: string): Promise<void> {
  const url = `${address}/admin/plugins/kartra${screen}`;
  if (page.url() === url) {
    await page.reload();
  } else {
    await page.evaluate(leaveFor, [url, LEFT] as const);
    // What was open stays until the new screen can be drawn, the longer the first time.
    await page.locator(`h1[${LEFT}]`).waitFor({ state: 'detached' });
  }
  await untilShown(page);
}

/** Runs in the page. The heading of another screen is marked: it goes with it. */
function leaveFor([to, left]: readonly [string, string]): void {
  const routeOf = (url: string) => new URL(url).pathname.replace(/\d+/g, ':id');
  if (routeOf(to) !== routeOf(window.location.href)) {
    document.querySelector('h1')?.setAttribute(left, '');
  }
  window.history.pushState(null, '', to);
  window.dispatchEvent(new PopStateEvent('popstate', { state: null }));
}

async function untilShown(page: Page): Promise<void> {
  try {
    // By its tag: an open dialog hides the rest of the page from assistive technology.
    await page.locator('h1').first().waitFor();
    await page.locator('[aria-busy="true"]').waitFor({ state: 'detached' });
  } catch (error) {
    throw new Error(await describePage(page), { cause: error });
  }
}

const happenings = new WeakMap<Page, string[]>();

/** Notes what would explain a page that does not come. */
function watch(page: Page): void {
  const notes: string[] = [];
  happenings.set(page, notes);
  page.on('console', (message) => {
    if (message.type() === 'error') {
      notes.push(`console: ${message.text()}`);
    }
  });
  page.on('pageerror', (error) => notes.push(`error: ${error.message}`));
  page.on('crash', () => notes.push('The page crashed.'));
  page.on('requestfailed', (request) =>
    notes.push(`failed: ${new URL(request.url()).pathname} ${request.failure()?.errorText ?? ''}`)
  );
}

async function describePage(page: Page): Promise<string> {
  await takePicture(page, `failed-${Date.now()}`).catch(() => undefined);
  const shown = await page
    .locator('body')
    .innerText({ timeout: 5_000 })
    .catch(() => '(the page does not answer)');
  const notes = happenings.get(page)?.slice(-20) ?? [];
  return [`${page.url()} did not show its screen. It shows:`, shown, ...notes].join('\n');
}

/** Pictures to look at; never compared. */
export async function takePicture(page: Page, name: string): Promise<void> {
  fs.mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: path.join(PICTURES, `${name}.png`), animations: 'disabled' });
}
