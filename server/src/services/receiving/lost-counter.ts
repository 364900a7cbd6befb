import { joinSpans, type LostSpanRow } from '../../repositories/connections';

export interface Counted<Value> {
  readonly value: Value;
  /** Losses that are not part of what `read` returned; null if there are none. */
  readonly pending: LostSpanRow | null;
}

export interface LostCounter {
  /** Counts one webhook that was answered 503 at this moment (Unix milliseconds). */
  count(at: number): void;
  /** What is not stored. */
  pending(): LostSpanRow | null;
  /**
   * Reads what is stored together with what is not stored yet. While a span is being written it is in neither or in
   * both, so a read that overlaps a write is done again.
   */
  beside<Value>(read: () => Promise<Value>): Promise<Counted<Value>>;
  /** Hands over everything that was counted; what could not be written stays, and the error is thrown. */
  flush(): Promise<void>;
}

/** Counts in memory while the database is away, and hands everything to `write` as one span. */
export function createLostCounter(write: (span: LostSpanRow) => Promise<void>): LostCounter {
  let span: LostSpanRow | null = null;
  let writing: Promise<unknown> = Promise.resolve();
  let writesBegun = 0;

  const writeDown = async (lost: LostSpanRow): Promise<void> => {
    try {
      await write(lost);
    } catch (error) {
      // The database is still away. The span stays, together with what was lost since.
      span = merge(lost, span);
      throw error;
    }
  };

  return {
    count(at) {
      span = merge(span, { from: at, to: at, count: 1 });
    },

    pending: () => span,

    async beside(read) {
      for (;;) {
        await writing;
        const begunBefore = writesBegun;
        const value = await read();
        if (writesBegun === begunBefore) return { value, pending: span };
      }
    },

    async flush() {
      if (!span) return;
      const written = writeDown(span);
      span = null;
      writesBegun += 1;
      writing = written.catch(() => undefined);
      await written;
    },
  };
}

function merge(a: LostSpanRow | null, b: LostSpanRow | null): LostSpanRow | null {
  return a && b ? joinSpans(a, b) : (a ?? b);
}
