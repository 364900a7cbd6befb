import type { Clock } from '../../server/src/services/background/clock';

export interface ManualClock extends Clock {
  /** Rings what is due on the way, one after the other, and lets each be worked off before the next. */
  advance(ms: number): Promise<void>;
  /** What is still to ring: milliseconds from now. */
  planned(): number[];
}

const workOff = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A clock that stands still until it is moved. */
export function createManualClock(start = 0): ManualClock {
  const alarms = new Set<{ readonly at: number; readonly ring: () => void }>();
  let at = start;
  return {
    now: () => at,
    after(ms, ring) {
      const alarm = { at: at + ms, ring };
      alarms.add(alarm);
      return () => void alarms.delete(alarm);
    },
    async advance(ms) {
      const until = at + ms;
      for (;;) {
        const [next] = [...alarms].filter((alarm) => alarm.at <= until).sort((a, b) => a.at - b.at);
        if (!next) break;
        alarms.delete(next);
        at = Math.max(at, next.at);
        next.ring();
        await workOff();
      }
      at = until;
    },
    planned: () => [...alarms].map((alarm) => alarm.at - at),
  };
}
