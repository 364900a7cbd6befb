import type { Sentence } from '../wording/sentence';
import type { SentenceKey, SentenceValues } from '../../../../texts/say';
import { sayEnglish } from '../wording/english';
import { nameProduct } from '../wording/names';
import type { Because } from './decide';
import type { Override as Source } from './overrides';

interface Purchase {
  readonly purchaseKey: string;
  readonly productId: string;
  readonly productName: string | null;
  readonly startedAt: string | null;
}

interface Override {
  readonly id: number;
  readonly source: Source['source'];
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
      return say('why.purchase', { product, boughtAt: startedAt });
    }
  }
  if (because.type === 'override') {
    const override = overrides.find(({ id }) => id === because.id);
    return override?.source === 'held-before'
      ? say('why.held-before', {})
      : say('why.given', { author: override?.author ?? null });
  }
  return say('why.nothing', {});
}

const say = (code: Extract<SentenceKey, `why.${string}`>, values: SentenceValues): Sentence => ({
  code,
  text: sayEnglish(code, values),
  values,
});
