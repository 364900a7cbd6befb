import type { IntlShape } from 'react-intl';

import { say, type SentenceKey, type Speaker } from '../../../texts/say';
import { PLUGIN_ID } from '../pluginId';

import type { MessageValue } from '../../../contracts/common';

export interface CodedSentence {
  readonly code: string;
  readonly values: Readonly<Record<string, MessageValue>>;
  /** The server's English, shown when the code is unknown here. */
  readonly text: string;
}

/** A sentence of the server in the panel's language; `keys` are where it may be found in the catalogue. */
export function sayCoded(
  intl: IntlShape,
  sentence: CodedSentence,
  keys: readonly string[]
): string {
  const key = keys.find((one): one is SentenceKey => `${PLUGIN_ID}.${one}` in intl.messages);
  return key ? say(speakerOf(intl), key, sentence.values) : sentence.text;
}

function speakerOf(intl: IntlShape): Speaker {
  const wordFor = (name: string) => {
    const id = `${PLUGIN_ID}.unknown.${name}`;
    return id in intl.messages ? intl.formatMessage({ id }) : '';
  };
  return {
    format: (key, values) => intl.formatMessage({ id: `${PLUGIN_ID}.${key}` }, values),
    wordFor,
    capitalize: (text) => text.charAt(0).toLocaleUpperCase(intl.locale) + text.slice(1),
    day: (iso) => formatDay(intl, iso),
    kartraDay: (day) => formatDay(intl, `${day}T00:00:00Z`, 'UTC'),
    time: (iso) => formatSoon(intl, iso),
  };
}

/** "14:20" today, "3 May, 14:20" on another day. */
function formatSoon(intl: IntlShape, iso: string): string {
  const time = intl.formatTime(iso, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  if (new Date(iso).toDateString() === new Date().toDateString()) {
    return time;
  }
  const parts = intl.formatDateToParts(iso, { day: 'numeric', month: 'short' });
  const part = (type: 'day' | 'month') => parts.find((found) => found.type === type)?.value ?? '';
  return intl.formatMessage(
    { id: `${PLUGIN_ID}.date.moment`, defaultMessage: '{day} {month}, {time}' },
    { day: part('day'), month: part('month'), time }
  );
}

/** "3 May 2026" */
export function formatDay(
  intl: IntlShape,
  iso: string,
  timeZone?: string,
  month: 'short' | 'long' = 'long'
): string {
  const parts = intl.formatDateToParts(iso, { day: 'numeric', month, year: 'numeric', timeZone });
  const part = (type: 'day' | 'month' | 'year') =>
    parts.find((found) => found.type === type)?.value ?? '';
  return intl.formatMessage(
    { id: `${PLUGIN_ID}.date.day`, defaultMessage: '{day} {month} {year}' },
    { day: part('day'), month: part('month'), year: part('year') }
  );
}
