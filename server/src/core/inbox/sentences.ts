import type { MessageValue } from '../wording/sentence';
import { sayEnglish } from '../wording/english';
import type { Other } from '../wording/other';
import type { FailureKind, LogCode } from './codes';

export type Values = Readonly<Record<string, MessageValue>>;

/** Why one attempt failed, without what becomes of it. */
export const reasonOf = (kind: FailureKind, values: Values): string =>
  sayEnglish(`failure.${kind}`, values);

/**
 * The English sentence of a webhook log. `values.buyer` is put in when the sentence is read, as it is personal data and
 * may have to be masked; `values.nextAt` and `values.triedUntil` come from the row itself.
 */
export const sentenceOf = (code: LogCode | Other, values: Values): string =>
  sayEnglish(`outcome.${code}`, values);
