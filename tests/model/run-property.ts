import fc from 'fast-check';
import type { Fact, Ledger } from '../../server/src/core/entitlements/fact';
import { printFacts, printLedger, summarise } from './summary';

/** Histories per run of the suite; `HISTORIES=200000` for the long run. Shared out over the properties by weight. */
const HISTORIES = Number(process.env['HISTORIES'] ?? 8000);
/** Fixed, so that the suite says the same twice; `SEED=…` tries others, and the long run takes a new one each time. */
const SEED = Number(
  process.env['SEED'] ?? (process.env['HISTORIES'] ? Date.now() % 2 ** 31 : 20260812)
);

export const PROPERTY_TIMEOUT_MS = 60_000 + HISTORIES * 20;

/** Fails with seed, path and the smallest counter-example found. */
export function holdsFor<T>(
  share: number,
  arbitrary: fc.Arbitrary<T>,
  check: (value: T) => void
): void {
  fc.assert(
    fc.property(arbitrary, (value) => {
      check(value);
    }),
    { numRuns: Math.ceil(HISTORIES * share), seed: SEED }
  );
}

/** Compares two ledgers; a difference is told in lines that a person can read, hashes cut to six digits. */
export function expectSameLedger(actual: Ledger, expected: Ledger, facts: readonly Fact[]): void {
  const differences = differencesOf(summarise(actual), summarise(expected), 'ledger');
  if (differences.length === 0) return;
  const told = [`is\n${printLedger(actual)}`, `should be\n${printLedger(expected)}`];
  throw new Error([printFacts(facts), ...told, differences.join('\n')].join('\n\n'));
}

function differencesOf(is: unknown, shouldBe: unknown, path: string): string[] {
  if (!isObject(is) || !isObject(shouldBe)) {
    const told = [is, shouldBe].map((value) => JSON.stringify(value));
    return told[0] === told[1] ? [] : [`${path} is ${told[0]}, should be ${told[1]}`];
  }
  const keys = new Set([...Object.keys(is), ...Object.keys(shouldBe)]);
  return [...keys].flatMap((key) => differencesOf(is[key], shouldBe[key], `${path}.${key}`));
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** A property does not hold: says why, of which facts, and what the ledgers told. */
export function fail(why: string, facts: readonly Fact[], ...ledgers: Ledger[]): never {
  throw new Error([why, printFacts(facts), ...ledgers.map(printLedger)].join('\n\n'));
}

export function pick<T>(items: readonly T[], at: number): T | undefined {
  return items[at % Math.max(items.length, 1)];
}
