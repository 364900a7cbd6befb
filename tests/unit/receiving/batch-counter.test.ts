import { joinSpans, type LostSpan } from '../../../server/src/core/inbox/lost-spans';
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
    write: async (span: LostSpan) => {
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
  createBatchCounter({ merge: joinSpans, write });
const lossAt = (at: number): LostSpan => ({ from: at, to: at, count: 1 });

const total = ({ value, pending }: { value: number; pending: LostSpan | null }) =>
  value + (pending?.count ?? 0);

it('counts a loss exactly once, also for who asks while it is being written', async () => {
  const store = table();
  const counter = counterOf(store);
  counter.count(lossAt(1));
  counter.count(lossAt(2));
  counter.count(lossAt(3));
  expect(total(await counter.beside(store.read))).toBe(3);

  store.hold();
  const written = counter.flush();
  const during = counter.beside(store.read);
  counter.count(lossAt(4));
  store.release();
  await written;
  expect(total(await during)).toBe(4);
  await counter.flush();
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
    if (reads === 1) await counter.flush();
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
  const written = counter.flush();
  counter.count(lossAt(20));
  await expect(written).rejects.toThrow('away');
  expect((await counter.beside(store.read)).pending).toEqual({ from: 10, to: 20, count: 2 });
  expect(counter.pending()).toEqual({ from: 10, to: 20, count: 2 });
  store.away(false);
  await counter.flush();
  expect(await counter.beside(store.read)).toEqual({ value: 2, pending: null });
});

it('writes nothing where nothing was lost', async () => {
  const store = table();
  store.away(true);
  const counter = counterOf(store);
  await counter.flush();
  expect(counter.pending()).toBeNull();
});
