import * as React from 'react';

import { useTexts } from './useTexts';

import type { Problem } from '../api/problem';

const FORBIDDEN = 403;
const NOT_FOUND = 404;
const SERVER_ERROR = 500;

/** What went wrong, in the panel's language as far as the server says it by a code. */
export function useProblemText(): (problem: Problem) => string {
  const { t, say } = useTexts();
  return React.useCallback(
    (problem) => {
      if (problem.refusal) {
        return say('refusal', problem.refusal);
      }
      if (problem.status === FORBIDDEN) {
        return t('problem.forbidden');
      }
      if (problem.status === NOT_FOUND) {
        return t('problem.gone');
      }
      return problem.status >= SERVER_ERROR
        ? t('problem.server')
        : problem.message || t('common.no-answer');
    },
    [t, say]
  );
}

/** What is wrong with a field, by its name. */
export function useFieldErrors(problem: Problem | null): Readonly<Record<string, string>> {
  const { say } = useTexts();
  return React.useMemo(
    () =>
      Object.fromEntries(
        Object.entries(problem?.fields ?? {}).map(([name, sentence]) => [
          name,
          say('refusal', sentence),
        ])
      ),
    [problem, say]
  );
}
