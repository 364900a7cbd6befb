import { nameProduct } from '../wording/names';
import { oneLine } from './template';

const LONGEST = 60;

/** What mail programs make a link of: an address, a host, a scheme, also with a dot in another width. */
const ADDRESS = /@|:\/\/|\bwww\b|[.\u3002\uFF0E\uFF61]\p{L}{2,}/iu;

/**
 * A name of a buyer or a product as it may stand in a mail: letters, digits and blanks, and what belongs into a name
 * between two letters. Anyone who fills in Kartra's form, or has the webhook URL, chooses these words: they must become
 * no link and no sentence. Empty when nothing harmless is left; then the mail does without.
 */
export function mailableName(name: string | null): string {
  const line = oneLine(name ?? '');
  if (ADDRESS.test(line)) return '';
  const words = line
    .replace(/[^\p{L}\p{M}\p{N} '’-]+/gu, ' ')
    .replace(/(?<!\p{L}\p{M}*)['’-]+|['’-]+(?!\p{L})/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
  if (words.length <= LONGEST) return words;
  const end = words.lastIndexOf(' ', LONGEST);
  return end > 0 ? words.slice(0, end) : '';
}

/** A product in a mail: its name where that is harmless, else its id, else nothing but that it is one. */
export const mailableProduct = (productId: string, productName: string | null): string =>
  mailableName(productName) || mailableName(productId) || 'your product';

/** The same for the owner, who knows it by its id. */
export const mailableProductWithId = (productId: string, productName: string | null): string =>
  nameProduct(mailableName(productId), mailableName(productName) || null);
