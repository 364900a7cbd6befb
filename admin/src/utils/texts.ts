import type * as React from 'react';

import type en from '../translations/en.json';
import type { CodedSentence } from './sentences';

export type TextKey = keyof typeof en;
type PlainValues = Record<string, string | number | boolean | null | undefined>;
type RichValues = Record<
  string,
  React.ReactNode | ((chunks: React.ReactNode[]) => React.ReactNode)
>;
export type Family = 'outcome' | 'explain' | 'timeline' | 'why' | 'failure' | 'refusal';

export interface Texts {
  readonly t: (key: TextKey, values?: PlainValues) => string;
  /** With links or code inside. */
  readonly rich: (key: TextKey, values: RichValues) => React.ReactNode;
  /** "Gold, Silver and Keto" */
  readonly list: (names: readonly string[]) => string;
  /** A sentence of the server. */
  readonly say: (family: Family, sentence: CodedSentence) => string;
  /** The text of a key that is put together at run time, or the fallback when there is none. */
  readonly lookUp: (key: string, fallback: string) => string;
}
