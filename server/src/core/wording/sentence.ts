import type { CodeOf, SentenceKey, SentenceValue } from '../../../../texts/say';

export type MessageValue = SentenceValue;

/** What a sentence is made of, by name. */
export type MessageValues = Readonly<Record<string, MessageValue>>;

/** By which the panel finds the sentence in its own language. */
export type SentenceCode =
  | CodeOf<'outcome'>
  | CodeOf<'timeline'>
  | Extract<SentenceKey, `explain.${string}` | `why.${string}`>;

/** A sentence in English, with what it is made of, so that the panel can say it in any language. */
export interface Sentence {
  readonly text: string;
  readonly code: SentenceCode;
  readonly values: MessageValues;
}
