import type { CodeOf, SentenceValues } from '../../../../texts/say';
import { isSentenceKey, sayEnglish } from '../wording/english';
import type { Other } from '../wording/other';
import type { ActivityCode } from './codes';
import { sentenceOf } from './sentences';

const isOfTimeline = (code: ActivityCode | Other): code is CodeOf<'timeline'> =>
  isSentenceKey(`timeline.${code}`);

/** The English sentence of a line of the activity. */
export const sayActivity = (code: ActivityCode | Other, values: SentenceValues): string =>
  isOfTimeline(code) ? sayEnglish(`timeline.${code}`, values) : sentenceOf(code, values);
