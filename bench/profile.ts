import type { Core } from '@strapi/strapi';
import { Session, type Profiler } from 'node:inspector';
import { performance } from 'node:perf_hooks';
import { promisify } from 'node:util';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '..');
const SAMPLE_US = 200;

/** Statements that differ only in their values and in how many they are. */
export interface StatementShape {
  readonly sql: string;
  readonly count: number;
  /** From handing it to the driver to its answer. */
  readonly milliseconds: number;
}

export interface Spent {
  /** Of all samples, between 0 and 1. */
  readonly share: number;
  readonly at: string;
}

export interface Profile {
  readonly statements: readonly StatementShape[];
  /** Self time, most first; empty unless it was asked for. */
  readonly functions: readonly Spent[];
}

export interface Asked {
  readonly withFunctions: boolean;
}

interface QueryEvent {
  readonly __knexQueryUid: string;
  readonly sql: string;
}

const shapeOf = (sql: string): string =>
  sql
    .replace(/\$\d+/g, '?')
    .replace(/savepoint \w+/gi, 'savepoint')
    .replace(/\?(, ?\?)+/g, '?, …')
    .replace(/(\([^()]*…\))(, ?\([^()]*…\))+/g, '$1, …')
    .replace(/( union all select [^()]*?)+$/g, ' union all …');

/** Watches a site: which statements it makes, and where its processor time goes. */
export function profiling({ db }: Core.Strapi) {
  let shapes = new Map<string, { count: number; milliseconds: number }>();
  const begun = new Map<string, number>();
  const session = new Session();
  const ask = promisify(
    (method: string, values: object, done: (e: Error | null, r?: object) => void) =>
      session.post(method, values, done)
  );

  const onQuery = ({ __knexQueryUid: id, sql }: QueryEvent): void => {
    begun.set(id, performance.now());
    const shape = shapeOf(sql);
    const known = shapes.get(shape) ?? { count: 0, milliseconds: 0 };
    shapes.set(shape, { ...known, count: known.count + 1 });
  };
  const onResponse = (_: unknown, { __knexQueryUid: id, sql }: QueryEvent): void => {
    const known = shapes.get(shapeOf(sql));
    const start = begun.get(id);
    begun.delete(id);
    if (known && start !== undefined) known.milliseconds += performance.now() - start;
  };

  return {
    async start({ withFunctions }: Asked): Promise<void> {
      shapes = new Map();
      db.connection.on('query', onQuery).on('query-response', onResponse);
      if (!withFunctions) return;
      session.connect();
      await ask('Profiler.enable', {});
      await ask('Profiler.setSamplingInterval', { interval: SAMPLE_US });
      await ask('Profiler.start', {});
    },

    async stop({ withFunctions }: Asked): Promise<Profile> {
      db.connection.off('query', onQuery).off('query-response', onResponse);
      const statements = [...shapes]
        .map(([sql, { count, milliseconds }]) => ({ sql, count, milliseconds }))
        .sort((a, b) => b.count - a.count);
      if (!withFunctions) return { statements, functions: [] };
      const { profile } = (await ask('Profiler.stop', {})) as { profile: Profiler.Profile };
      session.disconnect();
      return { statements, functions: selfTimes(profile) };
    },
  };
}

function selfTimes({ nodes, timeDeltas = [], samples = [] }: Profiler.Profile): Spent[] {
  const names = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const spent = new Map<string, number>();
  let total = 0;
  samples.forEach((id, index) => {
    const name = names.get(id) ?? '(unknown)';
    const time = timeDeltas[index] ?? 0;
    total += time;
    spent.set(name, (spent.get(name) ?? 0) + time);
  });
  return [...spent]
    .map(([at, time]) => ({ at, share: time / total }))
    .sort((a, b) => b.share - a.share);
}

function nameOf({ functionName, url, lineNumber }: Profiler.ProfileNode['callFrame']): string {
  const file = url
    .replace(/^file:\/\//, '')
    .replace(`${ROOT}/`, '')
    .replace(/^.*node_modules\//, '');
  return `${functionName || '(anonymous)'}${file ? ` ${file}:${lineNumber + 1}` : ''}`;
}
