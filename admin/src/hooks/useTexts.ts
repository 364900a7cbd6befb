import * as React from 'react';

import { useIntl } from 'react-intl';

import { PLUGIN_ID } from '../pluginId';
import en from '../translations/en.json';

import type { MessageValue } from '../../../contracts/common';

export type TextKey = keyof typeof en;
type PlainValues = Record<string, string | number | boolean | null | undefined>;
type RichValues = Record<
  string,
  React.ReactNode | ((chunks: React.ReactNode[]) => React.ReactNode)
>;

export interface CodedSentence {
  readonly code: string;
  readonly values: Readonly<Record<string, MessageValue>>;
  /** The server's English, shown when no translation of the code exists. */
  readonly text: string;
}

export interface Texts {
  readonly t: (key: TextKey, values?: PlainValues) => string;
  readonly rich: (key: TextKey, values: RichValues) => React.ReactNode;
  /** Says a sentence of the server in the panel's language. */
  readonly say: (family: 'outcome' | 'explain' | 'timeline', sentence: CodedSentence) => string;
  /** The text of a key that is put together at run time, or the fallback when there is none. */
  readonly lookUp: (key: string, fallback: string) => string;
}

/** What outcome sentences may name; where the server knows none, a general word stands (`unknown.buyer`). */
const NEEDED_VALUES = ['buyer', 'product', 'otherProduct', 'level', 'current', 'after', 'kind'];
const ISO_TIME = /^\d{4}-\d\d-\d\dT/;

export function useTexts(): Texts {
  const intl = useIntl();
  return React.useMemo(() => {
    const describe = (key: TextKey) => ({ id: `${PLUGIN_ID}.${key}`, defaultMessage: en[key] });
    const wordFor = (name: string) => {
      const id = `${PLUGIN_ID}.unknown.${name}`;
      return id in intl.messages ? intl.formatMessage({ id }) : '';
    };
    const toText = (name: string, value: MessageValue | undefined) => {
      if (value === null || value === undefined || value === '') {
        return wordFor(name);
      }
      if (typeof value === 'string' && ISO_TIME.test(value)) {
        return formatTime(intl, name, value);
      }
      // A message can only select upon a word without blanks and hyphens.
      return typeof value === 'string' && name === 'kind' ? value.replace(/[ -]/g, '_') : value;
    };
    return {
      t: (key, values) => intl.formatMessage(describe(key), values),
      rich: (key, values) => intl.formatMessage(describe(key), values),
      say: (family, { code, values, text }) => {
        const id = `${PLUGIN_ID}.${family}.${code}`;
        if (!(id in intl.messages)) {
          return text;
        }
        const names = [...new Set([...NEEDED_VALUES, ...Object.keys(values)])];
        const said = intl.formatMessage(
          { id },
          Object.fromEntries(names.map((name) => [name, toText(name, values[name])]))
        );
        // A value the message needs but did not get leaves its braces: then the server's words are better.
        return said.includes('{') ? text : said.charAt(0).toLocaleUpperCase() + said.slice(1);
      },
      lookUp: (key, fallback) => {
        const id = `${PLUGIN_ID}.${key}`;
        return id in intl.messages ? intl.formatMessage({ id }) : fallback;
      },
    };
  }, [intl]);
}

function formatTime(intl: ReturnType<typeof useIntl>, name: string, value: string): string {
  return name.toLowerCase().endsWith('time')
    ? intl.formatTime(value, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
    : intl.formatDate(value, { day: 'numeric', month: 'long', year: 'numeric' });
}
