import * as React from 'react';

export interface Ticks {
  readonly ids: ReadonlySet<number>;
  readonly onTick: (id: number, isTicked: boolean) => void;
  readonly clear: () => void;
}

const NONE: ReadonlySet<number> = new Set();

/** Rows that a person ticked; they stand over several pages, and go when `key` names another list. */
export function useTicks(key: string): Ticks {
  const [ticked, setTicked] = React.useState({ key, ids: NONE });
  const ids = ticked.key === key ? ticked.ids : NONE;
  return {
    ids,
    onTick: (id, isTicked) => {
      const others = [...ids].filter((other) => other !== id);
      setTicked({ key, ids: new Set(isTicked ? [...others, id] : others) });
    },
    clear: () => setTicked({ key, ids: NONE }),
  };
}
