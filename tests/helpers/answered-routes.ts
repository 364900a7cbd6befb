/**
 * Which documented routes were answered in a run, told by its workers: one empty file for each, named like the action.
 * After a whole run of the integration tests, none may be missing.
 */
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Where the workers tell; set before they start. */
const FOLDER_VARIABLE = 'KARTRA_TEST_ANSWERED';
/** `list`: after a part of the tests too, the missing ones are listed; it fails no run. */
const LIST_VARIABLE = 'KARTRA_ANSWERED';

export function collectAnswered(artifacts: string): void {
  const folder = path.join(artifacts, `answered-${process.pid}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  process.env[FOLDER_VARIABLE] = folder;
}

export function noteAnswered(action: string): void {
  const folder = process.env[FOLDER_VARIABLE];
  if (folder === undefined) return;
  const file = path.join(folder, action);
  if (!existsSync(file)) writeFileSync(file, '');
}

/** The message after a run in which documented routes answered no test; null: all did. */
export function missingIn(
  documented: readonly string[],
  answered: readonly string[]
): string | null {
  const missing = documented.filter((action) => !answered.includes(action));
  return missing.length === 0
    ? null
    : `${missing.length} of ${documented.length} documented routes answered no test: ${missing.join(', ')}.`;
}

/** What Jest tells of a run. */
export interface Run {
  readonly testPathPatterns: { isSet(): boolean };
  readonly testNamePattern?: string;
  readonly onlyChanged: boolean;
  readonly onlyFailures: boolean;
  readonly findRelatedTests: boolean;
  readonly shard?: object;
}

export interface Project {
  readonly displayName?: { readonly name: string };
}

export const isIntegration = ({ displayName }: Project): boolean =>
  displayName?.name === 'integration';

/** Paths or names were chosen, only changed or failed tests, or one part of several. */
export const isPart = (run: Run): boolean =>
  run.testPathPatterns.isSet() ||
  (run.testNamePattern ?? '') !== '' ||
  run.onlyChanged ||
  run.onlyFailures ||
  run.findRelatedTests ||
  run.shard !== undefined;

/** Throws after a whole run in which a documented route answered no test, so that the run fails. */
export function checkAnswered(run: Run, documented: readonly string[]): void {
  const folder = process.env[FOLDER_VARIABLE];
  if (folder === undefined) return;
  const message = missingIn(documented, readdirSync(folder));
  rmSync(folder, { recursive: true, force: true });
  if (message === null) return;
  if (!isPart(run)) throw new Error(message);
  if (process.env[LIST_VARIABLE] === 'list') process.stdout.write(`${message}\n`);
}
