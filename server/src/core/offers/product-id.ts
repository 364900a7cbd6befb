const ADDRESS = /\/sales\/products\/edit\/([^/?#\s]+)/i;
const MAX_LENGTH = 191;

/** The product id in what an owner pasted: the number itself, or the product's address in Kartra. Null when it is neither. */
export function readProductId(pasted: string): string | null {
  const text = pasted.trim();
  if (text.length > 2000) return null;
  const id = ADDRESS.exec(text)?.[1] ?? text;
  const isId = id.length > 0 && id.length <= MAX_LENGTH && /^[\w.-]+$/.test(id);
  return isId && id !== '0' ? id : null;
}
