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
  const [is, shouldBe] = [summarise(actual), summarise(expected)];
  if (JSON.stringify(is) === JSON.stringify(shouldBe)) return;
  // The short form is easier to read, but may hide a difference in a single field: show that then.
  const short = [printLedger(actual), printLedger(expected)];
  const told =
    short[0] === short[1] ? [is, shouldBe].map((x) => JSON.stringify(x, null, 1)) : short;
  throw new Error(`facts\n${printFacts(facts)}\n\nis\n${told[0]}\n\nshould be\n${told[1]}\n`);
}
