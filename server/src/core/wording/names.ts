/** "Meal Plan (558475)", as everywhere a product is named. */
export function nameProduct(productId: string, productName: string | null): string {
  return productName === null ? productId : `${productName} (${productId})`;
}
