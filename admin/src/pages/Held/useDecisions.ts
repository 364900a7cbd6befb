import * as React from 'react';

import type { Decision } from './decisions';
import type { Held } from './useHeld';

export interface ShownDecision {
  readonly decision: Decision;
  /** What came of it a moment ago, in a sentence; null while it is open. */
  readonly told: string | null;
  /** Someone else decided it, or its cause is gone. */
  readonly isGone: boolean;
}

export interface Decisions {
  readonly shown: readonly ShownDecision[];
  /** How many new ones wait behind the button. */
  readonly newer: number;
  readonly showNewer: () => void;
  readonly tell: (key: string, told: string) => void;
}

/**
 * Nothing moves under the cursor: what is shown stays where it is and changes in place, what was decided says so until
 * the page is left, and what comes later waits for the button. An empty page fills automatically, and so does one
 * whose reader asked for more.
 */
export function useDecisions(held: Held | undefined): Decisions {
  const latest = held?.decisions ?? [];
  const [shown, setShown] = React.useState<readonly Decision[]>([]);
  const [shownPages, setShownPages] = React.useState(0);
  const [told, setTold] = React.useState<ReadonlyMap<string, string>>(new Map());
  const fresh = new Map(latest.map((decision) => [decision.key, decision]));
  const newcomers = latest.filter(({ key }) => !shown.some((decision) => decision.key === key));
  if (held && (held.pages !== shownPages || (shown.length === 0 && newcomers.length > 0))) {
    const stay =
      held.pages > shownPages ? shown : shown.filter(({ key }) => fresh.has(key) || told.has(key));
    setShown([...stay, ...newcomers]);
    setShownPages(held.pages);
  }
  return {
    shown: shown.map((decision) => ({
      decision: fresh.get(decision.key) ?? decision,
      told: told.get(decision.key) ?? null,
      // While more is loaded nothing is known to be gone.
      isGone: held !== undefined && !fresh.has(decision.key),
    })),
    newer: newcomers.length,
    showNewer: () => setShown([...shown, ...newcomers]),
    tell: (key, what) => setTold(new Map([...told, [key, what]])),
  };
}
