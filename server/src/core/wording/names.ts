/** "Meal Plan (558475)", as everywhere a product is named. */
export function nameProduct(productId: string, productName: string | null): string {
  return productName === null ? productId : `${productName} (${productId})`;
}

const KIND_NAMES: Readonly<Record<string, string>> = {
  sale: 'purchase',
  rebill: 'renewal',
  failed: 'failed payment',
  'partial-refund': 'partial refund',
  cancellation: 'cancellation',
  refund: 'refund',
  chargeback: 'chargeback',
};

export const nameKind = (eventKind: string): string => KIND_NAMES[eventKind] ?? eventKind;
