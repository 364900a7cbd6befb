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

/** A first name of more words, or with a digit, is a sentence or a number to call. */
const MOST_WORDS = 3;

/** A person in the greeting of a mail; empty where the name may be meant as more than a name. */
export function mailablePerson(firstName: string | null): string {
  const name = mailableName(firstName);
  return name.split(' ').length > MOST_WORDS || /\p{N}/u.test(name) ? '' : name;
}

interface NamedProduct {
  readonly productId: string;
  readonly productName: string | null;
  /** What the owner calls it in the mapping. */
  readonly mailName: string | null;
}

/** A product in a mail: as the owner calls it, else its name where that is harmless, else its id, else just that it is one. */
export const mailableProduct = ({ productId, productName, mailName }: NamedProduct): string =>
  mailName ?? (mailableName(productName) || mailableName(productId) || 'your product');

/** The same for the owner, who knows it by its id. */
export const mailableProductWithId = ({ productId, productName, mailName }: NamedProduct): string =>
  nameProduct(mailableName(productId), mailName ?? (mailableName(productName) || null));
