import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** The last one before tables and columns began to change. */
export const EARLIER = '9c7f5e6';

const ROOT = path.resolve(__dirname, '../..');
const PARTS = [
  'server',
  'contracts',
  'strapi-server.ts',
  'package.json',
  'tests/app',
  'tests/helpers',
];

/** Whether the history here reaches back to it; says it on stderr when it does not. */
export function isVersionAvailable(commit: string): boolean {
  try {
    execFileSync('git', ['cat-file', '-e', `${commit}^{commit}`], { cwd: ROOT, stdio: 'pipe' });
    return true;
  } catch {
    process.stderr.write(
      `SKIPPED: commit ${commit} is not in this clone; nothing is rolled back to it.\n`
    );
    return false;
  }
}

export interface EarlierVersion {
  readonly root: string;
  remove(): void;
}

/** The source of an earlier commit with its own test site, on today's Strapi. */
export function unpackVersion(commit: string): EarlierVersion {
  const root = mkdtempSync(path.join(tmpdir(), 'kartra-version-'));
  const archive = execFileSync('git', ['archive', commit, ...PARTS], {
    cwd: ROOT,
    maxBuffer: 1 << 28,
  });
  execFileSync('tar', ['-x', '-C', root], { input: archive });
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(root, 'node_modules'));
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) };
}
