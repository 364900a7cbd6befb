import type { MessageValue } from '../wording/sentence';
import type { CodeOf } from '../../../../texts/say';
import { isSentenceKey, sayEnglish } from '../wording/english';
import type { OutcomeCode } from './outcome';

export type Values = Readonly<Record<string, MessageValue>>;

/** Codes a webhook log can carry besides those of `judge`. */
export type LogCode =
  | OutcomeCode
  | 'received'
  | 'processing'
  | 'ignored.not-money'
  | 'ignored.not-money.known-type'
  | 'ignored.test'
  | 'held.incomplete.product'
  | 'held.unknown-type'
  | 'held.unknown-type.missing'
  | 'held.paused'
  | 'failed.role-missing'
  | 'failed.role-refused'
  | 'failed.hook-failed'
  | 'failed.internal'
  | 'dead.role-missing'
  | 'dead.role-refused'
  | 'dead.hook-failed'
  | 'dead.internal'
  | 'rejected.unreadable'
  | 'rejected.too-large'
  | 'rejected.bad-ipn-secret'
  | 'rejected.ipn-only';

/** Why one attempt failed, without what becomes of it. */
export const reasonOf = (kind: CodeOf<'failure'>, values: Values): string =>
  sayEnglish(`failure.${kind}`, values);

const isLogCode = (code: string): code is LogCode => isSentenceKey(`outcome.${code}`);

const say = (code: LogCode, values: Values): string => sayEnglish(`outcome.${code}`, values);

/**
 * The English sentence of a webhook log; an unknown code (of a newer version) is shown as it is. `values.buyer` is put in
 * when the sentence is read, as it is personal data and may have to be masked; `values.nextAt` and `values.triedUntil`
 * come from the row itself.
 */
export const sentenceOf = (code: string, values: Values): string =>
  isLogCode(code) ? say(code, values) : code;
