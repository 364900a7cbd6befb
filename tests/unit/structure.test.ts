import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = path.resolve(__dirname, '../..');
const CHECK = path.join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');

/** A house of a few files, by path and imports; what `npm run lint` says of it. */
async function check(files: Readonly<Record<string, readonly string[]>>): Promise<string> {
  const house = fs.mkdtempSync(path.join(os.tmpdir(), 'kartra-house-'));
  try {
    fs.writeFileSync(path.join(house, 'tsconfig.json'), '{}');
    for (const [file, imports] of Object.entries(files)) {
      const place = path.join(house, file);
      fs.mkdirSync(path.dirname(place), { recursive: true });
      const lines = imports.map((name, index) => `import * as n${index} from '${name}';`);
      const used = imports.map((_, index) => `n${index}`).join(', ');
      fs.writeFileSync(place, [...lines, `export const it = [${used}];`, ''].join('\n'));
    }
    const config = path.join(ROOT, '.dependency-cruiser.cjs');
    const { stdout } = await run(process.execPath, [CHECK, '--config', config, 'server'], {
      cwd: house,
    });
    return stdout;
  } catch (error) {
    const { code, stdout } = error as { code?: unknown; stdout?: string };
    // Its exit code is the number of faults; anything else is no answer.
    if (typeof code !== 'number' || !stdout) throw error;
    return stdout;
  } finally {
    fs.rmSync(house, { recursive: true });
  }
}

const SERVICES = 'server/src/services';

it('has nothing to say of a house that is in order', async () => {
  const answer = await check({
    [`${SERVICES}/people/members.ts`]: ['../engine', './names'],
    [`${SERVICES}/people/names.ts`]: ['../../core/access/decide'],
    [`${SERVICES}/engine/index.ts`]: ['./recompute'],
    [`${SERVICES}/engine/recompute.ts`]: [],
    'server/src/core/access/decide.ts': ['../entitlements/fold'],
    'server/src/core/entitlements/fold.ts': [],
  });
  expect(answer).toContain('no dependency violations found');
});

it('finds every planted fault', async () => {
  const answer = await check({
    [`${SERVICES}/engine/upward.ts`]: ['../people'],
    [`${SERVICES}/people/index.ts`]: [],
    'server/src/core/entitlements/upward.ts': ['../access/decide'],
    'server/src/core/access/decide.ts': [],
    [`${SERVICES}/logs/a.ts`]: ['./b'],
    [`${SERVICES}/logs/b.ts`]: ['./a'],
    'server/src/utils/a.ts': ['../routes/b'],
    'server/src/routes/b.ts': [],
    'server/src/routes/c.ts': ['../utils/d'],
    'server/src/utils/d.ts': [],
    'server/src/controllers/jobs.ts': ['../services/background/jobs'],
    [`${SERVICES}/background/jobs.ts`]: [],
    [`${SERVICES}/people/members.ts`]: ['../messages/outbox'],
    [`${SERVICES}/messages/outbox.ts`]: [],
    'server/src/core/rules/policy.ts': ['../../repositories/members'],
    'server/src/repositories/members.ts': [],
    [`${SERVICES}/people/looker.ts`]: ['../../get-service'],
    'server/src/get-service.ts': [],
  });
  const found = new Set([...answer.matchAll(/error (\S+):/g)].map(([, name]) => name));
  expect([...found].sort()).toEqual([
    'core-is-pure',
    'no-circle-of-files',
    'no-circle-of-folders',
    'rooms-are-entered-by-their-face',
    'rooms-are-entered-by-their-face-from-other-rooms',
    'server/src/core/entitlements-looks-down',
    'server/src/services/engine-looks-down',
    'services-are-not-looked-up',
  ]);
});
