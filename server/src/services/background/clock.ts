import type { Core } from '@strapi/strapi';
import { perStrapi } from '../../utils/per-strapi';

/**
 * The one place that asks the machine for the time; ESLint holds that. Tests move the clock of their Strapi ahead
 * instead of waiting; nothing else can.
 */
export const clockOf = perStrapi(() => {
  let aheadMs = 0;
  return {
    /** Epoch milliseconds. */
    now: (): number => Date.now() + aheadMs,

    /** From now on the clock of this Strapi goes so many milliseconds further ahead. */
    advance(ms: number): void {
      aheadMs += ms;
    },
  };
});

/** Epoch milliseconds by the clock of this Strapi. */
export const nowOf = (strapi: Core.Strapi): number => clockOf(strapi).now();
