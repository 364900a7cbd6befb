import type { HeldLevel, Level } from '../../core/access/held-levels';
import { levelsNow } from '../../core/access/held-now';
import type { AccountStatus } from '../../core/access/account';
import { database } from '../../repositories/database';
import { readHeldWorld } from '../../repositories/held-world';
import { perStrapi } from '../../utils/per-strapi';
import { nowOf } from '../background';

export interface Held {
  /** What the user holds now, highest first. */
  readonly held: readonly HeldLevel[];
  /** Every level of the site, highest first. */
  readonly levels: readonly Level[];
}

export interface Holder {
  readonly userId: number;
  readonly roleId: number | null;
  readonly status: AccountStatus;
}

/** Levels of one user at this moment, with one query. */
export const heldOf = perStrapi(({ strapi }) => ({
  async read({ userId, roleId, status }: Holder): Promise<Held> {
    const world = await readHeldWorld(strapi, database(strapi), userId);
    const held = levelsNow({ ...world, userId, roleId, status, now: nowOf(strapi) });
    return { held, levels: [...world.levels].sort((a, b) => a.rank - b.rank) };
  },
}));
