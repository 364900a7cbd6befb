export interface Counted<Value, Count> {
  readonly value: Value;
  /** What is counted and not part of what `read` returned; null if there is none. */
  readonly pending: Count | null;
}

export interface BatchCounter<Count> {
  count(more: Count): void;
  /** What is counted and not stored; null if there is none. */
  pending(): Count | null;
  /**
   * Reads what is stored together with what is not stored yet. While a count is being written it is in neither or in
   * both, so a read that overlaps a write is done again.
   */
  beside<Value>(read: () => Promise<Value>): Promise<Counted<Value, Count>>;
  /** Writes everything that was counted. What could not be written stays counted, and the error is thrown. */
  flush(): Promise<void>;
}

export interface BatchCounterOptions<Count> {
  readonly merge: (a: Count, b: Count) => Count;
  readonly write: (count: Count) => Promise<void>;
}

/** Counts in memory, also while the database is away. `flush`, which a loop calls, writes everything at once. */
export function createBatchCounter<Count>({
  merge,
  write,
}: BatchCounterOptions<Count>): BatchCounter<Count> {
  let counted: Count | null = null;
  let writing: Promise<unknown> = Promise.resolve();
  let writesBegun = 0;

  const add = (a: Count | null, b: Count | null): Count | null =>
    a !== null && b !== null ? merge(a, b) : (a ?? b);

  const writeDown = async (count: Count): Promise<void> => {
    try {
      await write(count);
    } catch (error) {
      // The database is away. The count stays, together with what came since.
      counted = add(count, counted);
      throw error;
    }
  };

  return {
    count(more) {
      counted = add(counted, more);
    },

    pending: () => counted,

    async beside(read) {
      for (;;) {
        await writing;
        const begunBefore = writesBegun;
        const value = await read();
        if (writesBegun === begunBefore) return { value, pending: counted };
      }
    },

    async flush() {
      if (counted === null) return;
      const written = writeDown(counted);
      counted = null;
      writesBegun += 1;
      writing = written.catch(() => undefined);
      await written;
    },
  };
}
