/**
 * The Strapi that is measured, in a process of its own, in production mode. The plugin runs from its source through the
 * compiler of the tests: the same JavaScript that `npm run build` packs into one file. It does what its parent asks for.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { performance } from 'node:perf_hooks';

import { mapProduct, openShop } from '../tests/helpers/kartra';
import { startSite, type Site } from '../tests/helpers/site';
import { roleIdByType } from '../tests/helpers/users';
import { addBaselines } from './baselines';
import { fillRole } from './crowd';
import { fail } from './figures';
import { profiling, type Asked } from './profile';
import { serve } from './remote';
import { PRODUCT } from './sales';

const LOOK_MS = 300;
/** Of the time; the looks of the sweepers take less. */
const BUSY = 0.1;

/** The environment that this process was started with names the database already. */
const GIVEN = { client: 'sqlite', environment: {}, drop: () => Promise.resolve() } as const;

export type Commands = ReturnType<typeof commandsOf>;

function commandsOf({ strapi, address, admin }: Site) {
  const profiled = profiling(strapi);
  return {
    /** Once for each database: where Kartra posts, and the role that a sale of the product gives. */
    async openShop(): Promise<{ readonly path: string; readonly roleId: number }> {
      const { path, gold } = await openShop({ admin });
      await mapProduct({ admin }, PRODUCT, gold);
      return { path, roleId: gold };
    },

    /** Adds the routes to compare with, the last of which gives this role; the port where all are. */
    async listen(roleId: number): Promise<number> {
      await addBaselines(strapi, roleId);
      return Number(new URL(address).port);
    },

    /** Everybody who signs up begins in this role. */
    async fillRole(users: number): Promise<void> {
      await fillRole(strapi, await roleIdByType(strapi, 'authenticated'), users);
    },

    watch: (asked: Asked) => profiled.start(asked),
    unwatch: (asked: Asked) => profiled.stop(asked),

    /** Resolves when there is next to nothing to do. */
    async quiet(): Promise<void> {
      for (let use = 1; use > BUSY; ) {
        const before = performance.eventLoopUtilization();
        await pause(LOOK_MS);
        use = performance.eventLoopUtilization(before).utilization;
      }
    },

    /** Milliseconds of processor time that this process has used, its database server's left out. */
    processorTime(): number {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1000;
    },

    /** Bytes in use after a full collection. */
    memory(): number {
      globalThis.gc?.();
      return process.memoryUsage().heapUsed;
    },
  };
}

startSite({ database: GIVEN })
  .then((site) => serve(commandsOf(site)))
  .catch(fail);
