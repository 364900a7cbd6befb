import type { IntlShape } from 'react-intl';

import { PLUGIN_ID } from '../pluginId';

import type { MessageValue } from '../../../contracts/common';

export interface CodedSentence {
  readonly code: string;
  readonly values: Readonly<Record<string, MessageValue>>;
  /** The server's English, said when there is no translation of the code. */
  readonly text: string;
}

type Values = CodedSentence['values'];

/** What a sentence may name although the server knows none: a general word stands there (`unknown.buyer`). */
const OFTEN_UNKNOWN = [
  'buyer',
  'product',
  'otherProduct',
  'level',
  'current',
  'before',
  'after',
  'kind',
  'author',
  'actor',
  'role',
  'higher',
  'fromProduct',
  'fromLevel',
  'refunded',
];
/** For these a sentence has a part that is left out when there is no value (`hasReason`). */
const OPTIONAL = [
  'order',
  'boughtAt',
  'name',
  'cancelledAt',
  'failedAt',
  'endedAt',
  'until',
  'because',
  'days',
  'from',
  'to',
  'reason',
  'state',
  'changedAt',
  'goneAt',
  'nextAt',
  'triedUntil',
];

/** Messages choose their words by these. */
const SELECTED_UPON = ['kind', 'how', 'because'];

const ISO_MOMENT = /^\d{4}-\d\d-\d\dT/;
/** Kartra's own dates have no zone and stand as it wrote them. */
const KARTRA_DATE = /^\d{4}-\d\d-\d\d( |$)/;

/** Says a sentence of the server in the panel's language. */
export function sayCoded(intl: IntlShape, sentence: CodedSentence, ids: readonly string[]): string {
  const id = ids.map((key) => `${PLUGIN_ID}.${key}`).find((key) => key in intl.messages);
  if (!id) {
    return sentence.text;
  }
  const values = prepareValues(intl, sentence.values);
  const source = `${PLUGIN_ID}.explain.source`;
  const said = intl.formatMessage(
    { id },
    'order' in sentence.values
      ? { ...values, source: intl.formatMessage({ id: source }, values) }
      : values
  );
  // A value the message needs but did not get leaves its braces: then the server's words are better.
  if (said.includes('{')) {
    return sentence.text;
  }
  const whole = said.charAt(0).toLocaleUpperCase(intl.locale) + said.slice(1);
  return sentence.values['newRules'] === true
    ? `${whole} ${intl.formatMessage({ id: `${PLUGIN_ID}.new-rules.note` })}`
    : whole;
}

function prepareValues(intl: IntlShape, values: Values): Record<string, string | number | boolean> {
  const prepared: Record<string, string | number | boolean> = {};
  for (const name of new Set([...OFTEN_UNKNOWN, ...OPTIONAL, ...Object.keys(values)])) {
    const value = values[name] ?? '';
    prepared[name] = value === '' ? generalWord(intl, name) : readable(intl, name, value);
    prepared[`has${name.charAt(0).toUpperCase()}${name.slice(1)}`] = value === '' ? 'no' : 'yes';
  }
  return prepared;
}

function generalWord(intl: IntlShape, name: string): string {
  const id = `${PLUGIN_ID}.unknown.${name}`;
  return id in intl.messages ? intl.formatMessage({ id }) : '';
}

function readable(
  intl: IntlShape,
  name: string,
  value: string | number | boolean
): string | number | boolean {
  if (typeof value !== 'string') {
    return value;
  }
  if (ISO_MOMENT.test(value)) {
    return name === 'nextAt' ? formatSoon(intl, value) : formatDay(intl, value);
  }
  if (KARTRA_DATE.test(value)) {
    return formatDay(intl, `${value.slice(0, 10)}T00:00:00Z`, 'UTC');
  }
  // A message can only select upon a word without blanks and hyphens.
  return SELECTED_UPON.includes(name) ? value.replace(/[ -]/g, '_') : value;
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
