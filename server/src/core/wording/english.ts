import { IntlMessageFormat } from 'intl-messageformat';
import sentences from '../../../../texts/sentences/en.json';
import {
  say,
  type CodeOf,
  type SentenceKey,
  type SentenceValues,
  type Speaker,
} from '../../../../texts/say';
import { sayDay } from './days';
import type { SentenceCode } from './sentence';

const SENTENCES: Readonly<Record<string, string>> = sentences;

const messages = new Map<string, IntlMessageFormat>();

/** An ICU message in English, read once. */
export function formatEnglish(
  message: string,
  values: Readonly<Record<string, string | number>>
): string {
  let known = messages.get(message);
  if (!known) {
    known = new IntlMessageFormat(message, 'en');
    messages.set(message, known);
  }
  return String(known.format(values));
}

/** The time zone of the API's reader is unknown, so moments are given in UTC. */
const ENGLISH: Speaker = {
  format: (key, values) => formatEnglish(sentences[key], values),
  wordFor: (name) => SENTENCES[`unknown.${name}`] ?? '',
  capitalize: (text) => text.charAt(0).toUpperCase() + text.slice(1),
  day: sayDay,
  kartraDay: sayDay,
  time: (iso) => `${iso.slice(11, 16)} UTC`,
};

/** A sentence of the catalogue in English: the API's `text` and `message`, and what activity rows keep. */
export const sayEnglish = (key: SentenceKey, values: SentenceValues = {}): string =>
  say(ENGLISH, key, values);

const isOf = (family: string) => (key: string) => key.startsWith(`${family}.`);

/** The codes of one family of sentences. */
export const codesOf = <Family extends string>(family: Family): readonly CodeOf<Family>[] =>
  Object.keys(sentences)
    .filter(isOf(family))
    .map((key) => key.slice(family.length + 1) as CodeOf<Family>);

export const SENTENCE_CODES: readonly SentenceCode[] = [
  ...codesOf('outcome'),
  ...codesOf('timeline'),
  ...codesOf('explain').map((code) => `explain.${code}` as const),
  ...codesOf('why').map((code) => `why.${code}` as const),
];

export const isSentenceKey = (key: string): key is SentenceKey => Object.hasOwn(sentences, key);
