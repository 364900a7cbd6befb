import type { Sentence } from '../wording/sentence';
import { sayDay } from '../wording/days';
import { nameProduct } from '../wording/names';
import type { Because } from './decide';

interface Purchase {
  readonly purchaseKey: string;
  readonly productId: string;
  readonly productName: string | null;
  readonly startedAt: string | null;
}

interface Override {
  readonly id: number;
  readonly source: string;
  readonly author: string | null;
}

/** What decides about a member's level, in a few words: a purchase, a person, or nothing. */
export function sayWhy(
  because: Because,
  purchases: readonly Purchase[],
  overrides: readonly Override[]
): Sentence {
  if (because.type === 'entitlement') {
    const purchase = purchases.find(({ purchaseKey }) => purchaseKey === because.id);
    if (purchase) {
      const { productId, productName, startedAt } = purchase;
      const product = productName ?? nameProduct(productId, null);
      return {
        code: 'why.purchase',
        text: startedAt ? `Bought ${product} ${sayDay(startedAt)}` : `Bought ${product}`,
        values: { product, boughtAt: startedAt },
      };
    }
  }
  if (because.type === 'override') {
    const override = overrides.find(({ id }) => id === because.id);
    if (override?.source === 'held-before') {
      return { code: 'why.held-before', text: 'Held before Kartra', values: {} };
    }
    const author = override?.author ?? null;
    return {
      code: 'why.given',
      text: author ? `Given by ${author}` : 'Given by hand',
      values: { author },
    };
  }
  return { code: 'why.nothing', text: 'No purchase gives a level', values: {} };
}
