import type { SentenceValue } from '../../../../texts/say';

export type MessageValue = SentenceValue;

/** What a sentence is made of, by name. */
export type MessageValues = Readonly<Record<string, MessageValue>>;

/** A sentence in English, with what it is made of, so that the panel can say it in any language. */
export interface Sentence {
  readonly text: string;
  readonly code: string;
  readonly values: MessageValues;
}
