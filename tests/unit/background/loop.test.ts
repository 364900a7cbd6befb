import { AsyncLocalStorage } from 'node:async_hooks';

import {
  createLoopIn,
  jittered,
  type LoopPlan,
} from '../../../server/src/services/background/loop';
import { createPause } from '../../../server/src/services/background/pause';
import { createManualClock } from '../../helpers/manual-clock';

function setUp(plan: Partial<LoopPlan> = {}, random = 0) {
  const clock = createManualClock();
  const pause = createPause();
  const lines: string[] = [];
  const log = {
    warn: (line: string) => void lines.push(`warn ${line}`),
    info: (line: string) => void lines.push(`info ${line}`),
  };
  const rounds: number[] = [];
  const loop = createLoopIn(
    { clock, pause, log, random: () => random },
    {
      name: 'Looking',
      everyMs: 1000,
      work: () => {
        rounds.push(clock.now());
        return Promise.resolve();
      },
      ...plan,
    }
  );
  return { clock, pause, lines, rounds, loop };
}

/** Work that ends when it is told to. */
function slowWork() {
  const ends: (() => void)[] = [];
  let begun = 0;
  return {
    begun: () => begun,
    end: async () => {
      ends.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    },
    work: () => {
      begun += 1;
      return new Promise<void>((resolve) => void ends.push(resolve));
    },
  };
}

it('begins a round each time the pause is over, the first one when it is said', async () => {
  const { clock, rounds, loop } = setUp({ firstMs: 100 });
  loop.start();
  await clock.advance(2500);
  expect(rounds).toEqual([100, 1100, 2100]);
});

it('without a word about the first round pauses before it, too', async () => {
  const { clock, rounds, loop } = setUp();
  loop.start();
  await clock.advance(1000);
  expect(rounds).toEqual([1000]);
});

it.each([
  [0, 1000],
  [0.5, 950],
  [1, 900],
])('spreads the rounds of several instances: chance %d pauses %d ms of 1000', (random, ms) => {
  expect(jittered(1000, random)).toBe(ms);
});

it('pauses between the end of a round and the next', async () => {
  const slow = slowWork();
  const { clock, loop } = setUp({ firstMs: 0, work: slow.work }, 1);
  loop.start();
  await clock.advance(5000);
  expect(slow.begun()).toBe(1);
  expect(clock.planned()).toEqual([]);
  await slow.end();
  expect(clock.planned()).toEqual([900]);
  await clock.advance(900);
  expect(slow.begun()).toBe(2);
});

it('begins at once when it is woken, and pauses anew after that', async () => {
  const { clock, rounds, loop } = setUp();
  loop.start();
  await clock.advance(300);
  loop.wake();
  loop.wake();
  await clock.advance(1000);
  expect(rounds).toEqual([300, 1300]);
});

it('does one more round, and not two, when it is woken in the middle of one', async () => {
  const slow = slowWork();
  const { clock, loop } = setUp({ firstMs: 0, work: slow.work });
  loop.start();
  await clock.advance(0);
  loop.wake();
  loop.wake();
  await clock.advance(0);
  expect(slow.begun()).toBe(1);
  await slow.end();
  await clock.advance(0);
  expect(slow.begun()).toBe(2);
  await slow.end();
  expect(clock.planned()).toEqual([1000]);
});

it('does not begin before it is started, nor twice', async () => {
  const { clock, rounds, loop } = setUp();
  loop.wake();
  await clock.advance(5000);
  expect(rounds).toEqual([]);
  loop.start();
  loop.start();
  expect(clock.planned()).toEqual([1000]);
});

it('stops when the round under way is over, which is told so', async () => {
  const slow = slowWork();
  const { clock, loop } = setUp({ firstMs: 0, work: slow.work });
  loop.start();
  await clock.advance(0);
  let isOver = false;
  const stopped = loop.stop().then(() => (isOver = true));
  loop.wake();
  expect(loop.signal.aborted).toBe(true);
  await clock.advance(1000);
  expect(isOver).toBe(false);
  await slow.end();
  await stopped;
  loop.wake();
  loop.start();
  expect(clock.planned()).toEqual([]);
  expect(slow.begun()).toBe(1);
});

it('stops before its first round, and before it was ever started', async () => {
  const started = setUp();
  started.loop.start();
  await started.loop.stop();
  expect(started.clock.planned()).toEqual([]);

  const never = setUp();
  await never.loop.stop();
  never.loop.start();
  expect(never.clock.planned()).toEqual([]);
});

it('goes on after a failure, and says each only once', async () => {
  const faults = ['ECONNREFUSED', 'ECONNREFUSED', 'ETIMEDOUT', null, null, 'ETIMEDOUT'];
  const { clock, lines, loop } = setUp({
    work: () => {
      const code = faults.shift();
      if (code) return Promise.reject(Object.assign(new Error('away'), { code }));
      return Promise.resolve();
    },
  });
  loop.start();
  await clock.advance(6000);
  expect(faults).toEqual([]);
  expect(lines.map((line) => line.replace(/: .*/, ''))).toEqual([
    'warn [kartra] Looking failed, and is tried again',
    'warn [kartra] Looking failed, and is tried again',
    'info [kartra] Looking works again.',
    'warn [kartra] Looking failed, and is tried again',
  ]);
});

it('fails no worse for work that throws before it returns a promise', async () => {
  const { clock, lines, loop } = setUp({
    work: () => {
      throw new Error('at once');
    },
  });
  loop.start();
  await clock.advance(2000);
  expect(lines).toHaveLength(1);
  expect(clock.planned()).toEqual([1000]);
});

it('does not work in the transaction of whoever wakes it', async () => {
  const transaction = new AsyncLocalStorage<string>();
  const seen: (string | undefined)[] = [];
  const { clock, loop } = setUp({
    work: () => {
      seen.push(transaction.getStore());
      return Promise.resolve();
    },
  });
  loop.start();
  transaction.run('somebody’s', () => loop.wake());
  await transaction.run('the clock’s', () => clock.advance(0));
  expect(seen).toEqual([undefined]);
});

it('begins no round during a pause, and one at once when the last reason for it is gone', async () => {
  const { clock, pause, rounds, loop } = setUp({ firstMs: 0 });
  loop.start();
  await clock.advance(100);
  pause.begin('import');
  pause.begin('copy');
  await clock.advance(5000);
  pause.end('import');
  await clock.advance(5000);
  expect(rounds).toEqual([0]);
  pause.end('copy');
  await clock.advance(1000);
  expect(rounds).toEqual([0, 10_100, 11_100]);
});

it('ends the round under way when a pause begins, without stopping', async () => {
  const signals: AbortSignal[] = [];
  const slow = slowWork();
  const { clock, pause, loop } = setUp({
    firstMs: 0,
    work: (signal) => {
      signals.push(signal);
      return slow.work();
    },
  });
  loop.start();
  await clock.advance(0);
  pause.begin('import');
  await slow.end();
  expect(clock.planned()).toEqual([]);
  pause.end('import');
  await clock.advance(0);
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
  expect(loop.signal.aborted).toBe(false);
});

it('goes on during a pause where it is told to', async () => {
  const { clock, pause, rounds, loop } = setUp({ isNeverPaused: true });
  loop.start();
  pause.begin('import');
  await clock.advance(2000);
  expect(rounds).toEqual([1000, 2000]);
});
