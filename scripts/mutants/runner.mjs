/** Stryker's view of the unit tests: runs those that reach a mutant, until the first of them fails. */
import { performance } from 'node:perf_hooks';
import { PluginKind } from '@stryker-mutator/api/plugin';
import {
  determineHitLimitReached,
  DryRunStatus,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import { loadTests } from './unit-tests.mjs';

/** The instrumented code looks here for the mutant that is on, and tells here which mutants it met. */
const stryker = (globalThis.__stryker__ ??= {});

class UnitTestRunner {
  #tests = null;

  capabilities() {
    return { reloadEnvironment: true };
  }

  async dryRun() {
    this.#tests = loadTests();
    const tests = await runAll(this.#tests, false);
    return { status: DryRunStatus.Complete, tests, mutantCoverage: stryker.mutantCoverage };
  }

  async mutantRun(options) {
    const attempt = () => this.#attempt(options);
    let result = await attempt();
    if (await this.#hasLeftSomething(result)) {
      this.#tests = null;
      result = await attempt();
      this.#tests = null;
    }
    return toMutantRunResult(result, true);
  }

  async #attempt({ activeMutant, hitLimit, testFilter, mutantActivation, sandboxFileName }) {
    const isStatic = mutantActivation === 'static';
    if (!isStatic) this.#tests ??= loadTests();
    stryker.activeMutant = activeMutant.id;
    stryker.hitLimit = hitLimit;
    stryker.hitCount = hitLimit ? 0 : undefined;
    try {
      if (isStatic) this.#tests = loadTests();
      // What is read once, when a module is loaded, may matter to every test that reads the module.
      const chosen = this.#tests.filter(({ id, reads }) =>
        testFilter ? testFilter.includes(id) : reads.has(sandboxFileName)
      );
      const tests = await runAll(chosen, true);
      const overLimit = determineHitLimitReached(stryker.hitCount, hitLimit);
      return overLimit ?? { status: DryRunStatus.Complete, tests };
    } catch (error) {
      // It cannot even be loaded: every test fails.
      const failed = { id: 'loading', name: 'loading', timeSpentMs: 0, status: TestStatus.Failed };
      return {
        status: DryRunStatus.Complete,
        tests: [{ ...failed, failureMessage: String(error) }],
      };
    } finally {
      stryker.activeMutant = undefined;
      stryker.hitCount = undefined;
      if (isStatic) this.#tests = null;
    }
  }

  /** Whether what failed fails without the mutant as well: then one before it spoilt something that is kept. */
  async #hasLeftSomething({ tests = [] }) {
    const failed = tests.find(({ status }) => status === TestStatus.Failed);
    const again = this.#tests?.filter(({ id }) => id === failed?.id) ?? [];
    const [result] = await runAll(again, true);
    return result?.status === TestStatus.Failed;
  }
}

/** How long each test took, in ms: the quickest go first, as most mutants fail any of them. */
const took = new Map();
const byTime = (a, b) => (took.get(a.id) ?? 0) - (took.get(b.id) ?? 0);

async function runAll(tests, stopsAtFailure) {
  const results = [];
  for (const { id, fileName, run } of [...tests].sort(byTime)) {
    const startedAt = performance.now();
    const told = { id, name: id, fileName };
    stryker.currentTestId = id;
    let outcome;
    try {
      await run();
      outcome = { status: TestStatus.Success };
    } catch (error) {
      outcome = { status: TestStatus.Failed, failureMessage: String(error?.message ?? error) };
    }
    stryker.currentTestId = undefined;
    const timeSpentMs = performance.now() - startedAt;
    took.set(id, timeSpentMs);
    results.push({ ...told, ...outcome, timeSpentMs });
    if (stopsAtFailure && outcome.status === TestStatus.Failed) break;
  }
  return results;
}

export const strykerPlugins = [
  { kind: PluginKind.TestRunner, name: 'unit-tests', injectableClass: UnitTestRunner },
];
