import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A real file system that really is full, which a program can be put on. */
export interface SmallDisk {
  readonly directory: string;
  /** Takes up what is left of it, to the last byte. */
  fill(): void;
  /** Gives that back. */
  clear(): void;
  remove(): void;
}

const mount = (...options: string[]) => execFileSync('mount', options, { stdio: 'pipe' });

export function makeSmallDisk(megabytes: number): SmallDisk {
  const directory = mkdtempSync(path.join(tmpdir(), 'kartra-disk-'));
  try {
    mount('-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0755`, 'tmpfs', directory);
  } catch (error) {
    rmdirSync(directory);
    throw error;
  }
  const ballast = path.join(directory, 'ballast');
  return {
    directory,
    fill() {
      const file = openSync(ballast, 'a');
      try {
        for (let size = 1 << 20; size >= 1; size >>= 1)
          writeWhilePossible(file, Buffer.alloc(size));
      } finally {
        closeSync(file);
      }
    },
    clear: () => rmSync(ballast, { force: true }),
    remove() {
      execFileSync('umount', ['--lazy', directory], { stdio: 'pipe' });
      rmdirSync(directory);
    },
  };
}

function writeWhilePossible(file: number, block: Buffer): void {
  try {
    while (writeSync(file, block) > 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}

let canMount: boolean | null = null;

/** Whether this machine lets us mount one; says it on stderr, once, when it does not. */
export function canMakeSmallDisk(): boolean {
  if (canMount !== null) return canMount;
  try {
    makeSmallDisk(1).remove();
    canMount = true;
  } catch {
    canMount = false;
    process.stderr.write('SKIPPED: no file system can be mounted here; no real disk is filled.\n');
  }
  return canMount;
}
