/**
 * Takes the pictures of the documentation from a running demo site:
 *
 *   npm start
 *   node playground/scripts/screenshots.mjs http://localhost:1337
 *
 * It works on a site of its own, for it enables the integration and posts a few purchases.
 */
import fs from 'node:fs';
import path from 'node:path';

import { chromium } from 'playwright-core';

import { DEFAULT_ADMIN } from './environment.mjs';
import { ROOT } from './paths.mjs';

const SITE = process.argv[2] ?? 'http://localhost:1337';
const PICTURES = path.join(ROOT, 'docs', 'images');
const SAMPLES = path.join(ROOT, 'tests', 'fixtures', 'kartra');
const SIZE = { width: 1280, height: 800 };

const email = process.env.DEMO_ADMIN_EMAIL ?? DEFAULT_ADMIN.email;
const password = process.env.DEMO_ADMIN_PASSWORD ?? DEFAULT_ADMIN.password;

async function main() {
  fs.mkdirSync(PICTURES, { recursive: true });
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync'],
  });
  try {
    const page = await openPanel(browser);
    await takePictures(page, await logIn());
  } finally {
    await browser.close();
  }
}

async function takePictures(page, token) {
  await show(page, '/plugins/kartra');
  await save(page, 'app-station');
  const { webhookUrl } = await call(token, 'POST', '/kartra/connection/enable', {});
  await show(page, '/plugins/kartra/setup');
  await save(page, 'setup');
  const roles = await call(token, 'GET', '/kartra/access-levels/roles');
  const roleId = roles.find(({ name }) => name === 'Gold').roleId;
  await call(token, 'POST', '/kartra/mappings', { productId: '558475', roleId });
  await show(page, '/plugins/kartra/mappings');
  await save(page, 'mappings');
  for (const sample of [
    'outbound-buy_product-subscription.json',
    'ipn-rebill.form',
    'outbound-buy_product-one_time.json',
    'outbound-assign_tag.json',
    'outbound-buy_product-upsell.json',
  ]) {
    await postSample(webhookUrl, sample);
  }
  await untilProcessed(token);
  const [member] = await call(token, 'GET', '/kartra/members?search=amy');
  for (const [screen, name] of [
    ['/setup', 'overview'],
    ['/webhook-logs', 'webhook-logs'],
    ['/held', 'held'],
    ['/offers', 'discovered-offers'],
    [`/members/${member.id}`, 'member'],
    ['/settings', 'settings'],
  ]) {
    await show(page, `/plugins/kartra${screen}`);
    await save(page, name);
  }
}

async function openPanel(browser) {
  const context = await browser.newContext({ viewport: SIZE, deviceScaleFactor: 1.5 });
  const { host } = new URL(SITE);
  await context.route(
    (url) => url.host !== host,
    (route) => route.abort()
  );
  await context.addInitScript(() => {
    globalThis.localStorage.setItem(
      'STRAPI_MEDIA_LIBRARY_BANNER_DISMISSED_FOR_false:false',
      'true'
    );
  });
  const page = await context.newPage();
  await page.goto(`${SITE}/admin/auth/login`);
  await page.locator('input[name="email"]').fill(email);
  await page.locator('input[name="password"]').fill(password);
  await page.locator('button[type="submit"]').click();
  await page.waitForURL((url) => !url.pathname.includes('/auth/'));
  return page;
}

async function show(page, address) {
  await page.goto(`${SITE}/admin${address}`);
  await page.locator('h1').waitFor();
  await page.locator('[aria-busy="true"]').waitFor({ state: 'detached' });
  await page.waitForLoadState('networkidle');
}

const save = (page, name) => page.screenshot({ path: path.join(PICTURES, `${name}.png`) });

async function logIn() {
  const { token } = await call(null, 'POST', '/admin/login', { email, password });
  return token;
}

async function call(token, method, address, body) {
  const response = await fetch(SITE + address, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    body: body ? JSON.stringify(body) : undefined,
  });
  if (!response.ok) {
    throw new Error(`${method} ${address} answered ${response.status}.`);
  }
  return (await response.json()).data;
}

async function postSample(webhookUrl, name) {
  const { pathname } = new URL(webhookUrl);
  await fetch(SITE + pathname, {
    method: 'POST',
    headers: {
      'content-type': name.endsWith('.json')
        ? 'application/json'
        : 'application/x-www-form-urlencoded',
    },
    body: fs.readFileSync(path.join(SAMPLES, name)),
  });
}

async function untilProcessed(token) {
  for (;;) {
    const { waiting } = await call(token, 'GET', '/kartra/overview');
    if (waiting === 0) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

await main();
