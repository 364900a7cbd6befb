export interface Counted<Value, Count> {
  readonly value: Value;
  /** What is counted and not part of what `read` returned; null if there is none. */
  readonly pending: Count | null;
}

export interface BatchCounter<Count> {
  count(more: Count): void;
  /**
   * Reads what is stored together with what is not stored yet. While a count is being written it is in neither or in
   * both, so a read that overlaps a write is done again.
   */
  beside<Value>(read: () => Promise<Value>): Promise<Counted<Value, Count>>;
  /** Tries once more to write, and resolves to what could not be written. */
  stop(): Promise<Count | null>;
}

export interface BatchCounterOptions<Count> {
  /** Milliseconds. What is counted within them is written in one go. */
  readonly everyMs: number;
  readonly merge: (a: Count, b: Count) => Count;
  readonly write: (count: Count) => Promise<void>;
}

/** Counts in memory, also while the database is away, and writes everything at once when it is time and possible. */
export function createBatchCounter<Count>({
  everyMs,
  merge,
  write,
}: BatchCounterOptions<Count>): BatchCounter<Count> {
  let counted: Count | null = null;
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<void> | null = null;
  let writesBegun = 0;
  let isStopping = false;

  const add = (a: Count | null, b: Count | null): Count | null =>
    a !== null && b !== null ? merge(a, b) : (a ?? b);

  const plan = (): void => {
    if (timer || isStopping) return;
    timer = setTimeout(() => void flush(), everyMs).unref();
  };

  const writeDown = async (count: Count): Promise<void> => {
    try {
      await write(count);
    } catch {
      // The database is away. The count stays, together with what came since.
      counted = add(count, counted);
      plan();
    }
  };

  const flush = async (): Promise<void> => {
    timer = null;
    await writing;
    if (counted === null) return;
    const count = counted;
    counted = null;
    writesBegun += 1;
    writing = writeDown(count).finally(() => (writing = null));
    await writing;
  };

  return {
    count(more) {
      counted = add(counted, more);
      plan();
    },

    async beside(read) {
      for (;;) {
        await writing;
        const begunBefore = writesBegun;
        const value = await read();
        if (writesBegun === begunBefore) return { value, pending: counted };
      }
    },

    async stop() {
      isStopping = true;
      if (timer) clearTimeout(timer);
      await flush();
      return counted;
    },
  };
}
