/** The project as a running site, and what an owner and Kartra would ask of it. */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pkg from '../../package.json';
import { environmentOf, ROOT, tool, type Language } from './project';

const READY = /^the site is ready on port (\d+)$/m;
const START_LIMIT_MS = 180_000;
const PROCESSING_LIMIT_MS = 60_000;

export const OWNER = { email: 'owner@example.com', password: 'Kartra-package-1' };

export interface RunningSite {
  readonly folder: string;
  readonly address: string;
  stop(): Promise<void>;
}

export async function startProject(options: {
  readonly folder: string;
  readonly language: Language;
  readonly panel: boolean;
}): Promise<RunningSite> {
  const child = spawn(process.execPath, [path.join(ROOT, 'scripts/package/serve.cjs')], {
    cwd: options.folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...environmentOf(options.folder),
      PORT: '0',
      SITE_LANGUAGE: options.language,
      SITE_PANEL: String(options.panel),
    },
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let printed = '';
  const port = await new Promise<string>((resolve, reject) => {
    const fail = () => {
      child.kill('SIGKILL');
      reject(new Error(`The site did not start:\n${printed}`));
    };
    const timer = setTimeout(fail, START_LIMIT_MS);
    const read = (chunk: Buffer) => {
      printed += chunk.toString();
      const ready = READY.exec(printed);
      if (!ready?.[1]) return;
      clearTimeout(timer);
      resolve(ready[1]);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    void ended.then(fail);
  });
  return {
    folder: options.folder,
    address: `http://127.0.0.1:${port}`,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** What a site owner would see of one purchase and its refund, by HTTP alone. */
export interface Walk {
  readonly received: unknown;
  readonly bought: string | null;
  readonly isGold: unknown;
  readonly refunded: string | null;
  readonly isStillGold: unknown;
  /** What the package's own command says, and what the buyer that it makes up gets. */
  readonly told: string;
  readonly sent: string | null;
}

export async function walkThrough({ address, folder }: RunningSite): Promise<Walk> {
  const owner = { ...OWNER, firstname: 'Olive', lastname: 'Owner' };
  const { token } = (await call(address, null, 'POST', '/admin/register-admin', owner)) as {
    token: string;
  };
  const ask = (method: string, path: string, body?: unknown) =>
    call(address, token, method, path, body);
  const { webhookUrl } = (await ask('POST', '/kartra/connection/enable', {})) as {
    webhookUrl: string;
  };
  await ask('POST', '/kartra/access-levels', { name: 'Gold' });
  const levels = (await ask('GET', '/kartra/access-levels')) as { roleId: number }[];
  await ask('POST', '/kartra/mappings', { productId: '558475', roleId: levels[0]?.roleId });

  const memberIn = async (roleName: string, search = 'amy'): Promise<Member> => {
    const deadline = Date.now() + PROCESSING_LIMIT_MS;
    for (;;) {
      const [member] = (await ask('GET', `/kartra/members?search=${search}`)) as Member[];
      if (member?.user?.roleName === roleName || Date.now() > deadline) {
        return member ?? { user: null };
      }
      await sleep(100);
    }
  };
  const received = await post(webhookUrl, 'outbound-buy_product-subscription.json');
  const bought = await memberIn('Gold');
  const isGold = await readJson(`${address}/is-gold/${bought.user?.id}`);
  await post(webhookUrl, 'outbound-refund_product-subscription.json');
  const refunded = await memberIn('Authenticated');
  const told = sendSale(folder, webhookUrl);
  const sent = await memberIn('Gold', 'miller');
  return {
    received,
    bought: bought.user?.roleName ?? null,
    isGold,
    refunded: refunded.user?.roleName ?? null,
    isStillGold: await readJson(`${address}/is-gold/${bought.user?.id}`),
    told,
    sent: sent.user?.roleName ?? null,
  };
}

/** `npx strapi-plugin-kartra send sale …`, as it came with the package. */
function sendSale(folder: string, webhookUrl: string): string {
  const program = path.join('strapi-plugin-kartra', pkg.bin['strapi-plugin-kartra']);
  const buyer = ['--email', 'ann.miller@example.org', '--name', 'Ann Miller'];
  const args = ['send', 'sale', '--url', webhookUrl, '--product', '558475', ...buyer];
  return tool(folder, program, args).trim();
}

/** What a purchase must do in any project. */
export const EXPECTED_WALK: Walk = {
  received: { status: 'received' },
  bought: 'Gold',
  isGold: { gold: true },
  refunded: 'Authenticated',
  isStillGold: { gold: false },
  told: 'Received. What came of it is in the panel, under Webhook logs.',
  sent: 'Gold',
};

interface Member {
  readonly user: { readonly id: number; readonly roleName: string | null } | null;
}

async function call(
  address: string,
  token: string | null,
  method: string,
  path: string,
  body?: unknown
): Promise<unknown> {
  const response = await fetch(address + path, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    body: body === undefined ? null : JSON.stringify(body),
  });
  if (!response.ok) {
    throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  }
  return ((await response.json()) as { data: unknown }).data;
}

async function post(url: string, sample: string): Promise<unknown> {
  const body = fs.readFileSync(path.join(ROOT, 'tests/fixtures/kartra', sample));
  const headers = { 'content-type': 'application/json' };
  return (await fetch(url, { method: 'POST', headers, body })).json();
}

const readJson = async (url: string): Promise<unknown> => (await fetch(url)).json();
