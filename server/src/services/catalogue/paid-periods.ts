import type { PaidPeriod } from '../../../../contracts/mapping';
import { writePeriod } from '../../core/entitlements/calendar';
import { usualPeriod } from '../../core/entitlements/period';
import { database } from '../../repositories/database';
import { findHistories } from '../../repositories/entitlements';
import { hasEventOfKind } from '../../repositories/events';
import { perStrapi } from '../../utils/per-strapi';
import { readConnectionRules } from '../engine';

/** The latest purchases say what is usual. */
const ASKED = 500;

/** What a mapping's form has to know before it asks how long one payment lasts. */
export const paidPeriodsOf = perStrapi(({ strapi }) => ({
  async of(product: {
    readonly productId: string;
    readonly pricePoint: string | null;
  }): Promise<PaidPeriod> {
    const db = database(strapi);
    const { id } = await readConnectionRules(strapi);
    const usual = usualPeriod(await findHistories(db, id, product, ASKED));
    return {
      renewalsArrive: await hasEventOfKind(db, 'rebill'),
      usual: usual && writePeriod(usual.period),
      purchases: usual?.purchases ?? 0,
    };
  },
}));
