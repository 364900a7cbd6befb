import type { LostSpanRow } from '../../../server/src/repositories/connections';
import { joinSpans } from '../../../server/src/repositories/connections';
import { createBatchCounter } from '../../../server/src/services/receiving/batch-counter';

/** What a table would do: takes spans, and can be made to wait or to fail. */
function table() {
  let stored = 0;
  let gate: Promise<void> = Promise.resolve();
  let open: () => void = () => undefined;
  let isAway = false;
  return {
    stored: () => stored,
    away: (value: boolean) => void (isAway = value),
    hold: () => void (gate = new Promise((resolve) => (open = resolve))),
    release: () => open(),
    write: async (span: LostSpanRow) => {
      await gate;
      if (isAway) throw new Error('away');
      stored += span.count;
    },
    read: async () => {
      await Promise.resolve();
      return stored;
    },
  };
}

const counterOf = ({ write }: ReturnType<typeof table>) =>
  createBatchCounter({ everyMs: 2000, merge: joinSpans, write });
const lossAt = (at: number): LostSpanRow => ({ from: at, to: at, count: 1 });

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const total = ({ value, pending }: { value: number; pending: LostSpanRow | null }) =>
  value + (pending?.count ?? 0);

it('counts a loss exactly once, also for who asks while it is being written', async () => {
  const store = table();
  const counter = counterOf(store);
  counter.count(lossAt(1));
  counter.count(lossAt(2));
  counter.count(lossAt(3));
  expect(total(await counter.beside(store.read))).toBe(3);

  store.hold();
  await jest.advanceTimersByTimeAsync(2000);
  const during = counter.beside(store.read);
  counter.count(lossAt(4));
  store.release();
  expect(total(await during)).toBe(4);
  await jest.advanceTimersByTimeAsync(2000);
  expect(await counter.beside(store.read)).toEqual({ value: 4, pending: null });
});

it('reads again when a write begins during the read', async () => {
  const store = table();
  const counter = counterOf(store);
  counter.count(lossAt(1));
  let reads = 0;
  const counted = await counter.beside(async () => {
    reads += 1;
    const before = store.stored();
    if (reads === 1) await jest.advanceTimersByTimeAsync(2000);
    return before;
  });
  expect(counted).toEqual({ value: 1, pending: null });
  expect(reads).toBe(2);
});

it('keeps what could not be written, joins it with what follows, and tries again', async () => {
  const store = table();
  const counter = counterOf(store);
  store.away(true);
  counter.count(lossAt(10));
  await jest.advanceTimersByTimeAsync(2000);
  counter.count(lossAt(20));
  expect((await counter.beside(store.read)).pending).toEqual({ from: 10, to: 20, count: 2 });
  store.away(false);
  await jest.advanceTimersByTimeAsync(2000);
  expect(await counter.beside(store.read)).toEqual({ value: 2, pending: null });
});

it('writes at the end what is left, and says what could not be written', async () => {
  const store = table();
  const first = counterOf(store);
  first.count(lossAt(5));
  expect(await first.stop()).toBeNull();
  expect(store.stored()).toBe(1);

  const second = counterOf(store);
  store.away(true);
  second.count(lossAt(6));
  expect(await second.stop()).toEqual({ from: 6, to: 6, count: 1 });
  expect(jest.getTimerCount()).toBe(0);
});
