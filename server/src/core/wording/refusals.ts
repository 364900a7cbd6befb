import type { CodeOf, SentenceValues } from '../../../../texts/say';
import { sayEnglish } from './english';

/** Why a request is refused. */
export type RefusalCode = CodeOf<'refusal'>;
export type RefusalValues = SentenceValues;

/** In English; the panel says the same in its own language, by the code. */
export const sayRefusal = (code: RefusalCode, values: RefusalValues = {}): string =>
  sayEnglish(`refusal.${code}`, values);
