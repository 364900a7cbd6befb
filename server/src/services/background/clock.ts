import type { Core } from '@strapi/strapi';
import { perStrapi } from '../../utils/per-strapi';

export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Rings once, so many milliseconds from now; the process does not live on for it. Call what it returns to take it back. */
  after(ms: number, ring: () => void): () => void;
}

interface Alarm {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly ring: () => void;
  timer: NodeJS.Timeout | null;
}

/**
 * The one place that asks the machine for the time; ESLint holds that. Tests move the clock of their Strapi ahead
 * instead of waiting; nothing else can.
 */
export const clockOf = perStrapi(() => {
  const alarms = new Set<Alarm>();
  let aheadMs = 0;
  const now = (): number => Date.now() + aheadMs;

  const cancel = (alarm: Alarm): void => {
    alarms.delete(alarm);
    if (alarm.timer) clearTimeout(alarm.timer);
  };

  const wind = (alarm: Alarm): void => {
    const ring = (): void => {
      alarms.delete(alarm);
      alarm.ring();
    };
    if (alarm.timer) clearTimeout(alarm.timer);
    alarm.timer = setTimeout(ring, Math.max(0, alarm.at - now())).unref();
  };

  return {
    now,

    /** What others go by, who do not know this clock: tokens are dated so. */
    machine: (): number => Date.now(),

    after(ms: number, ring: () => void): () => void {
      const alarm: Alarm = { at: now() + ms, ring, timer: null };
      alarms.add(alarm);
      wind(alarm);
      return () => cancel(alarm);
    },

    /** From now on the clock of this Strapi goes so many milliseconds further ahead, and what is due by it rings. */
    advance(ms: number): void {
      aheadMs += ms;
      alarms.forEach(wind);
    },
  };
});

/** Epoch milliseconds by the clock of this Strapi. */
export const nowOf = (strapi: Core.Strapi): number => clockOf(strapi).now();
