export interface GroupOptions<Item, Result> {
  /** All in one go; what became of each, in the same order. */
  readonly run: (items: readonly Item[]) => Promise<readonly Result[]>;
  /** At most so many go together. */
  readonly size: number;
  /** At most so much weight goes together; an item that is heavier goes alone. */
  readonly weight: number;
  readonly weigh: (item: Item) => number;
  /** Whether an error is the fault of no item, so that trying each alone would fail too. */
  readonly isShared: (error: unknown) => boolean;
  /** Resolves when those who come at the same moment are there. */
  readonly gather: () => Promise<void>;
  /** Resolves when others may go: when this work is over, or takes too long to wait for. */
  readonly turn: (work: Promise<void>) => Promise<void>;
}

export interface Group<Item, Result> {
  /** Resolves to what became of this item, and rejects with its own failure. */
  add(item: Item): Promise<Result>;
}

interface Entry<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Does the same work for many at once. While one go is under way, later ones wait; when it is over, all that wait
 * go together, in the order in which they came. Where nothing is under way nothing waits. A go that fails because of one
 * item is repeated item by item, so that it harms no other.
 */
export function createGroup<Item, Result>(
  options: GroupOptions<Item, Result>
): Group<Item, Result> {
  const { run, size, weight, weigh, isShared, gather, turn } = options;
  type Entries = readonly Entry<Item, Result>[];
  const waiting: Entry<Item, Result>[] = [];
  let isRunning = false;

  const takeNext = (): Entries => {
    let count = 0;
    for (let sum = 0; count < Math.min(waiting.length, size); count += 1) {
      const entry = waiting[count];
      if (!entry) break;
      sum += weigh(entry.item);
      if (count > 0 && sum > weight) break;
    }
    return waiting.splice(0, count);
  };

  const go = async (entries: Entries): Promise<void> => {
    try {
      const results = await run(entries.map(({ item }) => item));
      entries.forEach(({ resolve }, index) => resolve(results[index] as Result));
    } catch (error) {
      if (entries.length > 1 && !isShared(error)) {
        for (const entry of entries) await go([entry]);
      } else {
        entries.forEach(({ reject }) => reject(error));
      }
    }
  };

  const keepGoing = async (): Promise<void> => {
    isRunning = true;
    await gather();
    while (waiting.length > 0) await turn(go(takeNext()));
    isRunning = false;
  };

  return {
    add: (item) =>
      new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        if (!isRunning) void keepGoing();
      }),
  };
}

/** Resolves when the work is over, or after this time in milliseconds. */
export async function overSoon(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms).unref();
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}
