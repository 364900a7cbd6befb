import type en from './sentences/en.json';
import { PLACEHOLDERS, type Placeholder } from './placeholders';

/** Every sentence that server and panel share; `sentences/<language>.json` has each in each language. */
export type SentenceKey = keyof typeof en;

/** The codes of one family of sentences: of `refusal`, `role-missing` and its like. */
export type CodeOf<Family extends string, Key = SentenceKey> = Key extends `${Family}.${infer Code}`
  ? Code
  : never;

export type SentenceValue = string | number | boolean | null;
export type SentenceValues = Readonly<Record<string, SentenceValue>>;

/** One side's way to read the catalogue: in its language, with dates as its readers write them. */
export interface Speaker {
  /** The ICU message of a key, filled in. */
  readonly format: (key: SentenceKey, values: Readonly<Record<string, string | number>>) => string;
  /** The general word for what is not known; empty: there is none. */
  readonly wordFor: (name: string) => string;
  readonly capitalize: (text: string) => string;
  /** An ISO 8601 moment. */
  readonly day: (iso: string) => string;
  /** `YYYY-MM-DD` of Kartra's clock. */
  readonly kartraDay: (day: string) => string;
  /** An ISO 8601 moment. */
  readonly time: (iso: string) => string;
}

const ISO_MOMENT = /^\d{4}-\d\d-\d\dT/;
const KARTRA_DATE = /^\d{4}-\d\d-\d\d( |$)/;

/** A sentence of the catalogue. What new rules changed says so in a sentence of its own. */
export function say(speaker: Speaker, key: SentenceKey, values: SentenceValues): string {
  const filled = prepare(speaker, values);
  // The source of a level is a sentence's part that several sentences share.
  const source = key.startsWith('explain.') ? speaker.format('explain.source', filled) : '';
  const sentence = speaker.format(key, { ...filled, source, Source: speaker.capitalize(source) });
  return values['newRules'] === true
    ? `${sentence} ${speaker.format('new-rules.note', {})}`
    : sentence;
}

function prepare(speaker: Speaker, values: SentenceValues): Record<string, string | number> {
  const filled: Record<string, string | number> = {};
  for (const name of Object.keys(PLACEHOLDERS) as Placeholder[]) {
    const value = values[name] ?? '';
    const isKnown = value !== '';
    const initial = name.charAt(0).toUpperCase() + name.slice(1);
    const shown = isKnown ? show(speaker, name, value) : speaker.wordFor(name);
    filled[name] = shown;
    filled[initial] = isKnown ? shown : speaker.capitalize(String(shown));
    filled[`has${initial}`] = isKnown ? 'yes' : 'no';
  }
  return filled;
}

function show(speaker: Speaker, name: Placeholder, value: string | number | boolean) {
  if (typeof value !== 'string') return Number(value);
  switch (PLACEHOLDERS[name]) {
    case 'day':
      if (ISO_MOMENT.test(value)) return speaker.day(value);
      return KARTRA_DATE.test(value) ? speaker.kartraDay(value.slice(0, 10)) : value;
    case 'time':
      return ISO_MOMENT.test(value) ? speaker.time(value) : value;
    case 'choice':
      return value.replace(/[ -]/g, '_');
    case 'text':
    case 'number':
      return value;
  }
}
