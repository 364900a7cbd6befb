import type { Policy } from './policy';

/** A mapping as the rules see it; null as price point: all of them. */
export interface MappingRule extends Policy {
  readonly id: number;
  readonly productId: string;
  readonly pricePoint: string | null;
  /** Levels it gives, one or more; the order says nothing. */
  readonly roleIds: readonly number[];
  readonly version: number;
}

/** The mapping that covers a purchase: that of its price point before that of the whole product. */
export function mappingFor<Rule extends MappingRule>(
  mappings: readonly Rule[],
  productId: string,
  pricePoint: string | null
): Rule | null {
  const ofProduct = mappings.filter((mapping) => mapping.productId === productId);
  const exact = ofProduct.find(
    (mapping) => mapping.pricePoint !== null && mapping.pricePoint === pricePoint
  );
  return exact ?? ofProduct.find((mapping) => mapping.pricePoint === null) ?? null;
}
