import * as React from 'react';

interface Row {
  readonly id: number;
}

interface Shown<Item> {
  readonly key: string;
  readonly rows: readonly Item[];
}

export interface StableRows<Item> {
  readonly rows: readonly Item[];
  /** How many newer ones wait behind the button. */
  readonly newer: number;
  readonly showNewer: () => void;
}

/**
 * A live list that never moves under the cursor: the rows first shown stay where they are and change in place; what
 * arrives later waits for the button. An empty list fills automatically.
 */
export function useStableRows<Item extends Row>(
  key: string,
  latest: readonly Item[],
  /** Where rows that left the list are still found. */
  all: readonly Item[] = latest
): StableRows<Item> {
  const [shown, setShown] = React.useState<Shown<Item>>({ key, rows: latest });
  if ((shown.key !== key || shown.rows.length === 0) && latest.length > 0) {
    setShown({ key, rows: latest });
  }
  const isShown = shown.key === key && shown.rows.length > 0;
  const stable = isShown ? shown.rows : latest;
  const newest = Math.max(0, ...stable.map((row) => row.id));
  const fresh = new Map(all.map((row) => [row.id, row]));
  return {
    rows: stable.map((row) => fresh.get(row.id) ?? row),
    newer: latest.filter((row) => row.id > newest).length,
    showNewer: () => setShown({ key, rows: latest }),
  };
}
