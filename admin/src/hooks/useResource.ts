import * as React from 'react';

import { readProblem } from '../api/problem';

import type { Problem } from '../api/problem';

const SLOWEST_MS = 60_000;
/** One failed poll is a hiccup; after two the page says that it is not up to date. */
const FAILURES_UNTIL_STALE = 2;

interface State<Data> {
  readonly key: string;
  readonly data: Data | undefined;
  readonly problem: Problem | null;
  readonly failures: number;
  readonly loadedAt: number | null;
}

export interface Resource<Data> {
  readonly data: Data | undefined;
  /** Set while there is nothing to show; a failed refresh keeps the old data and sets `staleSince`. */
  readonly problem: Problem | null;
  readonly isLoading: boolean;
  readonly staleSince: string | null;
  readonly reload: () => Promise<void>;
}

interface Options<Data> {
  /** Asks again after so many milliseconds; undefined: only when the browser tab is shown again. */
  readonly liveMs?: number | ((data: Data | undefined) => number | undefined);
}

/**
 * Loads what `key` names and keeps it fresh: polling pauses in a hidden tab, starts again at once when the tab is
 * shown, and slows down while the server does not answer. Old data stays until new data is there.
 */
export function useResource<Data>(
  key: string,
  load: () => Promise<Data>,
  { liveMs }: Options<Data> = {}
): Resource<Data> {
  const [state, setState] = React.useState<State<Data>>(() => emptyState(key));
  const current = state.key === key ? state : emptyState<Data>(key);

  const latest = React.useRef({ load, key });
  React.useEffect(() => {
    latest.current = { load, key };
  });

  const reload = React.useCallback(async () => {
    const asked = latest.current;
    const result = await settle(asked.load);
    if (result && latest.current.key === asked.key) {
      setState((previous) => nextState(previous, asked.key, result));
    }
  }, []);

  React.useEffect(() => {
    void reload();
  }, [key, reload]);

  const wanted = typeof liveMs === 'function' ? liveMs(current.data) : liveMs;
  const delay =
    wanted === undefined ? undefined : Math.min(SLOWEST_MS, wanted * 2 ** current.failures);
  usePolling(reload, delay, state);

  return {
    data: current.data,
    problem: current.data === undefined ? current.problem : null,
    isLoading: current.data === undefined && current.problem === null,
    staleSince:
      current.failures >= FAILURES_UNTIL_STALE && current.loadedAt !== null
        ? new Date(current.loadedAt).toISOString()
        : null,
    reload,
  };
}

type Result<Data> = { readonly data: Data } | { readonly problem: Problem };

async function settle<Data>(load: () => Promise<Data>): Promise<Result<Data> | null> {
  try {
    return { data: await load() };
  } catch (error) {
    const problem = readProblem(error);
    return problem && { problem };
  }
}

function emptyState<Data>(key: string): State<Data> {
  return { key, data: undefined, problem: null, failures: 0, loadedAt: null };
}

function nextState<Data>(previous: State<Data>, key: string, result: Result<Data>): State<Data> {
  if ('data' in result) {
    return { key, data: result.data, problem: null, failures: 0, loadedAt: Date.now() };
  }
  const known = previous.key === key ? previous : emptyState<Data>(key);
  return { ...known, problem: result.problem, failures: known.failures + 1 };
}

/** `turn` changes with every answer, so that the next question is asked a while after the last answer. */
function usePolling(reload: () => Promise<void>, delay: number | undefined, turn: unknown): void {
  React.useEffect(() => {
    const timer =
      delay === undefined || document.hidden
        ? undefined
        : window.setTimeout(() => void reload(), delay);
    const refresh = () => {
      if (document.hidden) {
        window.clearTimeout(timer);
      } else {
        void reload();
      }
    };
    document.addEventListener('visibilitychange', refresh);
    return () => {
      window.clearTimeout(timer);
      document.removeEventListener('visibilitychange', refresh);
    };
  }, [reload, delay, turn]);
}
