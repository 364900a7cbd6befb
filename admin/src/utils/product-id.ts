const PRODUCT_PAGE = /\/sales\/products\/edit\/(\d+)/i;

export type ProductIdReading =
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'other-page' };

/** Reads what people paste: the number itself, or the address of the product's page in Kartra. */
export function readProductId(text: string): ProductIdReading {
  const trimmed = text.trim();
  const fromPage = PRODUCT_PAGE.exec(trimmed)?.[1];
  if (fromPage) {
    return { kind: 'id', id: fromPage };
  }
  if (/^\d+$/.test(trimmed)) {
    return { kind: 'id', id: trimmed };
  }
  return /[/.]/.test(trimmed) ? { kind: 'other-page' } : { kind: 'missing' };
}
