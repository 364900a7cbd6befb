import type { Figures } from './measure';

export type DatabaseName = 'SQLite' | 'PostgreSQL' | 'MariaDB';

/** Whether the measured value may be at most or must be at least the limit. */
interface Goal {
  readonly bound: 'least' | 'most';
  readonly limit: number;
}

interface Row {
  readonly name: string;
  /** Null: only told, to compare with. */
  readonly goal: (database: DatabaseName) => Goal | null;
  readonly value: (figures: Figures) => number;
  readonly say: (value: number, figures: Figures) => string;
}

const least = (limit: number): Goal => ({ bound: 'least', limit });
const most = (limit: number): Goal => ({ bound: 'most', limit });
const none = (): null => null;

const rate = (value: number): string => `${value < 10 ? value.toFixed(1) : Math.round(value)}/s`;
const ratio = (value: number): string => value.toFixed(value < 10 ? 2 : 0);
const milliseconds = (value: number): string => `${Math.round(value)} ms`;
const short = (value: number): string => `${value.toFixed(2)} ms`;
const number = (value: number): string => (value < 10 ? value.toFixed(1) : value.toFixed(0));
const megabytes = (value: number): string => `${value >= 0 ? '+' : ''}${value.toFixed(1)} MB`;

const on =
  (goals: Partial<Record<DatabaseName, Goal>>) =>
  (database: DatabaseName): Goal | null =>
    goals[database] ?? null;

export const ROWS: readonly Row[] = [
  told('POST that does nothing', ({ nothing }) => nothing, rate),
  told('One `documents().create`', ({ create }) => create, rate),
  told('Handler by hand, 1,000 users in the role', ({ byHand }) => byHand.perSecond, byHandOf),
  told(
    'Handler by hand, 50,000 users',
    ({ crowded }) => crowded.byHand.perSecond,
    (value, { crowded }) => `${rate(value)}${failed(crowded.byHand.failures)}`
  ),
  told('Webhooks answered', ({ answered }) => answered, rate),
  told('Sales applied in the same seconds', ({ appliedMeanwhile }) => appliedMeanwhile, rate),
  told('Sales applied', ({ applied }) => applied, rate),
  told('Processor time of a POST that does nothing', ({ processor }) => processor.nothing, short),
  told('Processor time of one create', ({ processor }) => processor.create, short),
  told('Processor time of a webhook, with what was applied', (f) => f.processor.webhook, short),
  {
    name: 'Answered : do-nothing POST',
    goal: on({ SQLite: least(0.9), PostgreSQL: least(1), MariaDB: least(1) }),
    value: ({ answered, nothing }) => answered / nothing,
    say: ratio,
  },
  {
    name: 'Applied in the same seconds : create',
    goal: () => least(1),
    value: ({ appliedMeanwhile, create }) => appliedMeanwhile / create,
    say: ratio,
  },
  {
    name: 'Sales applied : create',
    goal: () => least(1.5),
    value: ({ applied, create }) => applied / create,
    say: ratio,
  },
  {
    name: 'Renewals applied : create',
    goal: () => least(3),
    value: ({ renewed, create }) => renewed / create,
    say: ratio,
  },
  {
    name: 'Sales applied : handler by hand, 1,000 users',
    goal: () => least(5),
    value: ({ applied, byHand }) => applied / byHand.perSecond,
    say: ratio,
  },
  {
    name: 'Sales applied : handler by hand, 50,000 users',
    goal: on({ SQLite: least(18), PostgreSQL: least(100) }),
    value: ({ crowded }) => crowded.applied / crowded.byHand.perSecond,
    say: ratio,
  },
  told('Received → applied at 20/s, p50', ({ latency }) => latency.p50, milliseconds),
  {
    name: 'Received → applied at 20/s, p99',
    goal: on({ SQLite: most(30), PostgreSQL: most(50) }),
    value: ({ latency }) => latency.p99,
    say: milliseconds,
  },
  {
    name: 'Statements, one lone first purchase',
    goal: () => most(30),
    value: ({ statements }) => statements.alone,
    say: number,
  },
  {
    name: 'Statements per webhook in a burst of 32',
    goal: () => most(4),
    value: ({ statements }) => statements.inBurst,
    say: number,
  },
  {
    name: 'Statements a minute, idle',
    goal: () => most(20),
    value: ({ idlePerMinute }) => idlePerMinute,
    say: number,
  },
  {
    name: 'Memory that stays',
    goal: () => most(20),
    value: ({ memory }) => memory.growth / 1_000_000,
    say: (value, { memory }) =>
      `${megabytes(value)} after ${memory.webhooks.toLocaleString('en')} webhooks`,
  },
];

function told(name: string, value: Row['value'], say: Row['say']): Row {
  return { name, goal: none, value, say };
}

function byHandOf(value: number, { byHand }: Figures): string {
  return `${rate(value)}${failed(byHand.failures)}`;
}

function failed(count: number): string {
  return count === 0 ? '' : ` (${count} failed)`;
}

const isMet = (value: number, { bound, limit }: Goal): boolean =>
  bound === 'least' ? value >= limit : value <= limit;

/** What was measured on one database, with a yes or no where there is a goal. */
export function cell({ goal, value, say }: Row, database: DatabaseName, figures: Figures): string {
  const measured = value(figures);
  const aim = goal(database);
  if (!Number.isFinite(measured)) return '–';
  const verdict = aim === null ? '' : isMet(measured, aim) ? ', met' : ', **not met**';
  return `${say(measured, figures)}${verdict}`;
}

/** The goal as the table names it; of several databases, each that differs. */
export function goalText({ goal }: Row, databases: readonly DatabaseName[]): string {
  const texts = databases.map((database) => {
    const aim = goal(database);
    return aim === null ? '' : `${aim.bound === 'least' ? '≥' : '≤'} ${aim.limit}`;
  });
  const [first = ''] = texts;
  return texts.every((text) => text === first)
    ? first
    : texts.map((text) => text || '–').join(' · ');
}
