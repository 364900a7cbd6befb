import { perStrapi } from '../../utils/per-strapi';
import { nowOf } from '../background';

/** Milliseconds. Who is answered may be followed by the next one at once: so long the door counts as busy. */
const LULL_MS = 10;

/** Whether a request waits at the door for its answer. */
export const trafficOf = perStrapi(({ strapi }) => {
  let present = 0;
  let lastAt = -Infinity;
  return {
    async during<Result>(work: () => Promise<Result>): Promise<Result> {
      present += 1;
      try {
        return await work();
      } finally {
        present -= 1;
        lastAt = nowOf(strapi);
      }
    },

    isBusy: (): boolean => present > 0 || nowOf(strapi) - lastAt < LULL_MS,
  };
});
