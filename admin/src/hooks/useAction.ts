import * as React from 'react';

import { readProblem } from '../api/problem';

import type { Problem } from '../api/problem';

export interface Action<Arguments extends readonly unknown[], Result> {
  /** Undefined when it failed; the reason is then in `problem`. */
  readonly run: (...args: Arguments) => Promise<Result | undefined>;
  readonly isRunning: boolean;
  readonly problem: Problem | null;
  readonly clear: () => void;
}

/** One thing that the person pressed: running, done, or failed with a reason that stays on the page. */
export function useAction<Arguments extends readonly unknown[], Result>(
  perform: (...args: Arguments) => Promise<Result>
): Action<Arguments, Result> {
  const [isRunning, setIsRunning] = React.useState(false);
  const [problem, setProblem] = React.useState<Problem | null>(null);
  const run = async (...args: Arguments) => {
    setIsRunning(true);
    setProblem(null);
    try {
      return await perform(...args);
    } catch (error) {
      setProblem(readProblem(error));
      return undefined;
    } finally {
      setIsRunning(false);
    }
  };
  const clear = React.useCallback(() => setProblem(null), []);
  return { run, isRunning, problem, clear };
}
