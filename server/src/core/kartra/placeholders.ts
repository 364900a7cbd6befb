/**
 * What senders write where there is no id. Taken for an id, such a word would tie together all the strangers whose
 * webhooks carry it. Written here without blanks and in lower case, which is how an id is looked up.
 */
const PLACEHOLDERS: ReadonlySet<string> = new Set([
  // Kartra's own: the IPN pages say that empty values are posted as `N/A`.
  'n/a',
  'na',
  'n.a.',
  'n.a',
  // What programs make of a missing value when they write it as a text.
  'null',
  'nil',
  'none',
  'undefined',
  'false',
  'unknown',
  // Payment processors and imports, for orders that cost nothing.
  'free',
]);

/** Dashes alone fill a column that has nothing to show. */
const DASHES = /^[-\u2010-\u2015]+$/;

/** Kartra numbers from 1 and writes 0 for "none": `transaction_parent_id` of a sale, `original_id` of a one-time sale. */
const ZEROS = /^0+(\.0+)?$/;

/** Whether a text in the place of an id says that there is none. No list is complete: ids never tie strangers alone. */
export function isPlaceholder(id: string): boolean {
  const word = id.replace(/\s+/g, '').toLowerCase();
  return word === '' || PLACEHOLDERS.has(word) || DASHES.test(word) || ZEROS.test(word);
}
