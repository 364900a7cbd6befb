import { joinSpans, type LostSpanRow } from '../../repositories/connections';

/** Milliseconds. Losses that come close together are written down in one go. */
const WRITE_MS = 2000;

export interface Counted<Value> {
  readonly value: Value;
  /** Losses that are not part of what `read` returned; null if there are none. */
  readonly pending: LostSpanRow | null;
}

export interface LostCounter {
  /** Counts one webhook that was answered 503 at this moment (Unix milliseconds). */
  count(at: number): void;
  /**
   * Reads what is stored together with what is not stored yet. While a span is being written it is in neither or in
   * both, so a read that overlaps a write is done again.
   */
  beside<Value>(read: () => Promise<Value>): Promise<Counted<Value>>;
  /** Tries once more to write, and resolves to what could not be written. */
  stop(): Promise<LostSpanRow | null>;
}

/** Counts in memory while the database is away, and hands everything to `write` as one span once it is back. */
export function createLostCounter(write: (span: LostSpanRow) => Promise<void>): LostCounter {
  let span: LostSpanRow | null = null;
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<void> | null = null;
  let writesBegun = 0;
  let isStopping = false;

  const plan = (): void => {
    if (timer || isStopping) return;
    timer = setTimeout(() => void flush(), WRITE_MS).unref();
  };

  const writeDown = async (lost: LostSpanRow): Promise<void> => {
    try {
      await write(lost);
    } catch {
      // The database is still away. The span stays, together with what was lost since.
      span = merge(lost, span);
      plan();
    }
  };

  const flush = async (): Promise<void> => {
    timer = null;
    await writing;
    if (!span) return;
    const lost = span;
    span = null;
    writesBegun += 1;
    writing = writeDown(lost).finally(() => (writing = null));
    await writing;
  };

  return {
    count(at) {
      span = merge(span, { from: at, to: at, count: 1 });
      plan();
    },

    async beside(read) {
      for (;;) {
        await writing;
        const begunBefore = writesBegun;
        const value = await read();
        if (writesBegun === begunBefore) return { value, pending: span };
      }
    },

    async stop() {
      isStopping = true;
      if (timer) clearTimeout(timer);
      await flush();
      return span;
    },
  };
}

function merge(a: LostSpanRow | null, b: LostSpanRow | null): LostSpanRow | null {
  return a && b ? joinSpans(a, b) : (a ?? b);
}
