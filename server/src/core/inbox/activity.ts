import type { CodeOf, SentenceValues } from '../../../../texts/say';
import { isSentenceKey, sayEnglish } from '../wording/english';
import { sentenceOf, type LogCode } from './sentences';

/** What a line of the activity can tell: something that was done, or what a webhook came to. */
export type ActivityCode = CodeOf<'timeline'> | LogCode;

export function sayActivity(code: ActivityCode, values: SentenceValues): string {
  const key = `timeline.${code}`;
  return isSentenceKey(key) ? sayEnglish(key, values) : sentenceOf(code, values);
}
