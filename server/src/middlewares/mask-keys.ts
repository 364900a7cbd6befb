import { plainPath, unescapeTwice } from './webhook-path';

const HIDDEN = '•••';

/** The path of a webhook or of a mailed link with something behind it, as written and after decoding. */
const SECRET_PATH = /\/kartra\/(?:webhook|password-link|claim-link)\/(?=[^/])/i;
/** The start of a key (utils/secrets) with at least 8 characters of its secret, whatever comes before it. */
const START = /[0-9a-f]{16}-[\w-]{8,}/i;
/** More than half of a secret, which has 43 characters. */
const RUN = /[\w-]{24,}/g;

/**
 * Takes whatever looks like a webhook key out of a line for the log: complete, cut, extended, percent-encoded, in the
 * webhook's path or elsewhere. It would rather hide too much: a line in a log is still of use without that part.
 */
export const maskKeys = (line: string): string => line.replace(/[^\s"'<>]+/g, maskWord);

function maskWord(word: string): string {
  const found = SECRET_PATH.exec(word);
  if (found) return `${word.slice(0, found.index + found[0].length)}${HIDDEN}`;
  const masked = maskRuns(word);
  const decoded = unescapeTwice(word);
  const isHidden = SECRET_PATH.test(plainPath(word)) || maskRuns(decoded) !== decoded;
  return masked === word && isHidden ? HIDDEN : masked;
}

function maskRuns(text: string): string {
  const start = START.exec(text);
  const rest = start ? text.slice(0, start.index) : text;
  return `${rest.replace(RUN, (run) => (looksRandom(run) ? HIDDEN : run))}${start ? HIDDEN : ''}`;
}

/**
 * Whether upper-case letters, lower-case letters and digits take turns about as often as in a random text, where they
 * do it at two of three characters. Words in camel case, dates and hexadecimal numbers do it far less often.
 */
function looksRandom(run: string): boolean {
  const kinds = [...run.replace(/[_-]/g, '')].map(kindOf);
  const turns = kinds.filter((kind, at) => at > 0 && kind !== kinds[at - 1]).length;
  const found = new Set(kinds);
  if (!found.has('upper') || !found.has('lower')) return false;
  return turns * (found.has('digit') ? 4 : 3) > kinds.length;
}

function kindOf(char: string): 'upper' | 'lower' | 'digit' {
  if (char >= '0' && char <= '9') return 'digit';
  return char < 'a' ? 'upper' : 'lower';
}
