/** Whether a run of the integration tests was whole, and what it then says of documented routes. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  checkAnswered,
  collectAnswered,
  isPart,
  missingIn,
  noteAnswered,
  type Run,
} from '../../helpers/answered-routes';

const WHOLE: Run = {
  testPathPatterns: { isSet: () => false },
  onlyChanged: false,
  onlyFailures: false,
  findRelatedTests: false,
};
const PART: Run = { ...WHOLE, testPathPatterns: { isSet: () => true } };

it.each<[string, Partial<Run>, boolean]>([
  ['all tests', {}, false],
  ['an empty name', { testNamePattern: '' }, false],
  ['a path', PART, true],
  ['a name', { testNamePattern: 'stops' }, true],
  ['what changed', { onlyChanged: true }, true],
  ['what failed', { onlyFailures: true }, true],
  ['what needs a file', { findRelatedTests: true }, true],
  ['a part of several', { shard: { shardIndex: 1, shardCount: 2 } }, true],
])('of %s', (_name, change, part) => {
  expect(isPart({ ...WHOLE, ...change })).toBe(part);
});

it('names what answered no test', () => {
  expect(missingIn(['jobs.find', 'jobs.stop'], ['jobs.stop', 'jobs.find'])).toBeNull();
  expect(missingIn(['jobs.find', 'jobs.stop'], ['jobs.find'])).toBe(
    '1 of 2 documented routes answered no test: jobs.stop.'
  );
});

it('a whole run fails where one is missing, a part of one does not', () => {
  const artifacts = mkdtempSync(path.join(tmpdir(), 'answered-'));
  const after = (run: Run, answered: readonly string[]) => () => {
    collectAnswered(artifacts);
    answered.forEach(noteAnswered);
    checkAnswered(run, ['jobs.find', 'jobs.stop']);
  };
  try {
    expect(after(WHOLE, ['jobs.find'])).toThrow('jobs.stop');
    expect(after(WHOLE, ['jobs.find', 'jobs.stop', 'jobs.find'])).not.toThrow();
    expect(after(PART, ['jobs.find'])).not.toThrow();
  } finally {
    rmSync(artifacts, { recursive: true });
  }
});
