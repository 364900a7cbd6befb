import { decode } from 'html-entities';
import { createHash } from 'node:crypto';
import type { Json } from './decode';
import { isPlaceholder } from './placeholders';

/** Reading single values out of a payload. Whatever is not what it should be is absent, never an error. */

export type Fields = (name: string) => Json | undefined;

const ID_LIMIT = 191;
const TEXT_LIMIT = 255;

/**
 * Controls, invisible blanks, and the marks that turn the direction of text: of no use in a name, and good for
 * hiding things. The joiners of emoji and of Indic and Persian writing stay.
 */
const HIDDEN =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]/g;

/** `[^<>]` keeps it linear: no character is looked at for two tags. */
const TAG = /<\/?[a-z!][^<>]*>/gi;

export const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

export const isObject = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !isList(value);

export function fieldsOf(value: Json | undefined): Fields {
  return (name) => (isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined);
}

/** Null when missing, blank, `N/A` (any case), or not a text or number. */
export const readText = (value: Json | undefined): string | null => readUpTo(value, TEXT_LIMIT);

export function readUpTo(value: Json | undefined, limit: number): string | null {
  if (typeof value !== 'string') return null;
  const text = value
    .slice(0, 4 * limit)
    .toWellFormed()
    .replace(HIDDEN, ' ')
    .trim();
  if (text === '' || text.toLowerCase() === 'n/a') return null;
  return text.slice(0, limit).toWellFormed().trimEnd();
}

/**
 * A text that people read: a product's or a person's name, without HTML tags that may have been typed into it. What was
 * escaped for a web page on its way ("Tom &amp; Jerry") is read back, once.
 */
export const readName = (value: Json | undefined): string | null =>
  typeof value === 'string'
    ? readText(unescapeOnce(value.slice(0, 8 * TEXT_LIMIT)).replace(TAG, ' '))
    : null;

/** Only what ends in a semicolon is an entity: "R&D", "Q&amp" and "?a=1&copy=2" stay. */
const unescapeOnce = (text: string): string => decode(text, { level: 'html5', scope: 'strict' });

/** Like a text, and absent when it is a placeholder. An id too long for its column is kept as its hash. */
export function readId(value: Json | undefined): string | null {
  if (typeof value !== 'string') return null;
  const id = readUpTo(value, value.length + 1);
  if (id === null || isPlaceholder(id)) return null;
  return id.length <= ID_LIMIT ? id : `#${createHash('sha256').update(id).digest('hex')}`;
}

export function readInteger(value: Json | undefined): number | null {
  const text = readText(value);
  if (text === null || !/^\d{1,9}(\.0+)?$/.test(text)) return null;
  return Math.trunc(Number(text));
}

/** `1` in forms, 1 or true in JSON. */
export const readFlag = (value: Json | undefined): boolean =>
  value === true || /^(1|true|yes)$/i.test(readText(value) ?? '');

const DATE = /^(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2}):(\d{2})/;

/** `YYYY-MM-DD HH:MM:SS`; null for the zero date and for dates that are none. */
export function readDate(value: Json | undefined): string | null {
  const parts = DATE.exec(readText(value) ?? '');
  if (!parts) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(1)
    .map(Number);
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const isReal =
    year > 0 &&
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day &&
    date.getUTCHours() === hour &&
    date.getUTCMinutes() === minute &&
    date.getUTCSeconds() === second;
  return isReal ? parts[0].replace('T', ' ') : null;
}
