/** What the documentation tells people to type works, and where it points something is. */
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import { promisify } from 'node:util';
import pkg from '../../package.json';
import { ADMINISTRATOR } from '../helpers/administrator';
import { startSite, type Site } from '../helpers/site';

const ROOT = path.resolve(__dirname, '../..');
const DOCS = fs.readdirSync(path.join(ROOT, 'docs')).filter((name) => name.endsWith('.md'));
const FILES = [
  ...['README.md', 'CONTRIBUTING.md', 'ARCHITECTURE.md', 'GLOSSARY.md', 'CHANGELOG.md'],
  ...DOCS.map((name) => `docs/${name}`),
];

const RUN_CLI =
  'require("./cli/run.ts").run(process.argv.slice(1), console, Date.now()).then((code) => process.exit(code))';

const read = (file: string): string => fs.readFileSync(path.join(ROOT, file), 'utf8');

/** The fenced code of one language. */
function codeIn(file: string, language: string): string[] {
  const fences = read(file).matchAll(/^```(\w+)\n(.*?)^```$/gms);
  return [...fences].flatMap(([, name, code]) => (name === language && code ? [code] : []));
}

describe('the commands', () => {
  let site: Site;
  let webhookUrl: string;

  beforeAll(async () => {
    site = await startSite();
    const enabled = await site.admin.post<{ webhookUrl: string }>('/kartra/connection/enable', {});
    webhookUrl = site.address + new URL(enabled.data.webhookUrl).pathname;
    const level = await site.admin.post('/kartra/access-levels', { name: 'Gold' });
    expect(level.status).toBe(201);
    const levels = await site.admin.get<{ roleId: number }[]>('/kartra/access-levels');
    const [gold] = levels.data;
    await site.admin.post('/kartra/mappings', { productId: '558475', roleId: gold?.roleId });
  });
  afterAll(() => site.stop());

  /** All of a file in one shell, as somebody would type them one after another. */
  async function type(file: string): Promise<string> {
    const typed = codeIn(file, 'sh')
      .join('\n')
      .replaceAll('http://localhost:1337/api/kartra/webhook/…', webhookUrl)
      .replaceAll('http://localhost:1337', site.address)
      .replaceAll('admin@example.com', ADMINISTRATOR.email)
      .replaceAll('Kartra-demo-1', ADMINISTRATOR.password);
    // `npx strapi-plugin-kartra` from its source: the built one may be missing or old.
    const script = `set -euo pipefail
      curl() { command curl --fail-with-body "$@"; }
      npx() { shift; node -r ./tests/helpers/swc-hook.cjs -e '${RUN_CLI}' -- "$@"; }
      WEBHOOK_URL='${webhookUrl}'
      ${typed}`;
    return (await promisify(execFile)('bash', ['-c', script], { cwd: ROOT })).stdout;
  }

  it('of the README post a purchase and its refund', async () => {
    expect(await type('README.md')).toBe('{"status":"received"}{"status":"received"}');
    await site.idle();
    const { data } = await site.admin.get<{ name: string; state: string }[]>('/kartra/members');
    expect(data).toMatchObject([{ name: 'Amy Harland', state: 'ended' }]);
  });

  it.each(FILES.filter((file) => file !== 'README.md' && codeIn(file, 'sh').length > 0))(
    'of %s work',
    async (file) => {
      expect(await type(file)).not.toBe('');
    }
  );
});

describe.each(FILES)('%s', (file) => {
  it('has code that can be read', () => {
    // Parsed, not run: modules are written as a site would write them.
    for (const code of codeIn(file, 'js')) {
      const body = /^policies:/.test(code) ? `({ ${code.replace(/;\s*$/, '')} })` : code;
      expect(() => new vm.Script(`(async () => { ${body} })`)).not.toThrow();
    }
    for (const code of codeIn(file, 'json')) expect(() => void JSON.parse(code)).not.toThrow();
  });

  it('names only files, and scripts of npm, that exist', () => {
    const text = read(file);
    const links = [...text.matchAll(/\]\(([^)#:\s]+)(?:#[^)]*)?\)/g)].map(([, link = '']) => link);
    const folder = path.dirname(path.join(ROOT, file));
    const missing = links.filter((link) => !fs.existsSync(path.join(folder, link)));
    const scripts = [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, name = '']) => name);
    const unknown = scripts.filter((name) => !(name in pkg.scripts));
    expect({ missing, unknown }).toEqual({ missing: [], unknown: [] });
  });
});
