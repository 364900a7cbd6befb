import { isUtf8 } from 'node:buffer';
import { isFile, nameOfPart, readMultipart } from './multipart';

/** Raw bytes of a webhook to fields, whatever the content-type header says: its first characters decide. */

export type Json = string | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export type Decoded =
  | { readonly type: 'json'; readonly value: { readonly [key: string]: Json } }
  | { readonly type: 'form'; readonly fields: ReadonlyMap<string, string> }
  | { readonly type: 'empty' }
  | { readonly type: 'unreadable' };

const UNREADABLE = { type: 'unreadable' } as const;

export const MAX_DEPTH = 32;
export const MAX_FORM_FIELDS = 1000;

export const decodeBody = (bytes: Uint8Array): Decoded => decodeText(textOf(bytes));

/** UTF-8, or else windows-1252: what old software writes, and every byte of it is some character. */
export function textOf(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return isUtf8(buffer)
    ? buffer.toString('utf8')
    : buffer
        .toString('latin1')
        .replace(/[\u0080-\u009f]/g, (char) => WINDOWS_1252[char.charCodeAt(0) - 0x80] ?? char);
}

/** Where it differs from Latin-1: 0x80 to 0x9F. Node's own decoder reads these as Latin-1 in some versions. */
const WINDOWS_1252 =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';

export function decodeText(body: string): Decoded {
  const text = body.trim();
  if (text === '') return { type: 'empty' };
  return isJson(text) ? decodeJson(text) : (decodeMultipart(text) ?? decodeForm(text));
}

/** A lone string is JSON too, though never a webhook: it is not searched for form fields. */
const isJson = (text: string): boolean => /^[{["]/.test(text);

function decodeJson(text: string): Decoded {
  const safe = quoteNumbers(text);
  if (safe === null) return UNREADABLE;
  try {
    const value = JSON.parse(safe) as Json;
    return value !== null && typeof value === 'object' && !Array.isArray(value)
      ? { type: 'json', value: value as { readonly [key: string]: Json } }
      : UNREADABLE;
  } catch {
    return UNREADABLE;
  }
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/**
 * Numbers as strings, so that a long id keeps all its digits (and an id is an id, quoted or not); null when brackets
 * are nested too deep. One pass, before anything is parsed.
 */
function quoteNumbers(text: string): string | null {
  const parts: string[] = [];
  let depth = 0;
  let copied = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] ?? '';
    if (char === '"') {
      at = endOfString(text, at);
    } else if (char === '{' || char === '[') {
      depth += 1;
      if (depth > MAX_DEPTH) return null;
    } else if (char === '}' || char === ']') {
      depth -= 1;
    } else if (char === '-' || (char >= '0' && char <= '9')) {
      NUMBER.lastIndex = at;
      const number = NUMBER.exec(text)?.[0];
      // As a name it would become JSON only by being quoted.
      if (number === undefined || isBeforeColon(text, NUMBER.lastIndex)) return null;
      parts.push(text.slice(copied, at), '"', plainNumber(number), '"');
      copied = at + number.length;
      at = copied - 1;
    }
  }
  return parts.join('') + text.slice(copied);
}

function isBeforeColon(text: string, end: number): boolean {
  let at = end;
  while (/\s/.test(text[at] ?? '')) at += 1;
  return text[at] === ':';
}

/** `558475.0` and `5.58475e5` are the id 558475; what no number can hold exactly stays as it was written. */
function plainNumber(number: string): string {
  if (/^\d+$/.test(number)) return number;
  const value = Number(number);
  return Number.isSafeInteger(value) ? String(value) : number;
}

/** Index of the closing quote, or of the last character when there is none. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}

/** What form fields are called; without one such name it is some other kind of text. */
const FIELD_NAME = /^[\w.[\]-]+$/;

function decodeForm(text: string): Decoded {
  const pairs = text.split('&', MAX_FORM_FIELDS + 1);
  if (pairs.length > MAX_FORM_FIELDS) return UNREADABLE;
  return formOf(
    pairs.flatMap((pair) => {
      const equals = pair.indexOf('=');
      if (equals < 1) return [];
      return [
        [decodePart(pair.slice(0, equals)).trim(), decodePart(pair.slice(equals + 1))] as const,
      ];
    })
  );
}

/** Null when it is no multipart/form-data. */
function decodeMultipart(text: string): Decoded | null {
  // One more for what follows the last field.
  const multipart = readMultipart(text, MAX_FORM_FIELDS + 2);
  if (!multipart) return null;
  const { parts } = multipart;
  const fields = parts.flatMap((part): [string, string][] => {
    const name = nameOfPart(part);
    return name === null || isFile(part) ? [] : [[name, part.value]];
  });
  return fields.length > MAX_FORM_FIELDS || parts.length > MAX_FORM_FIELDS + 1
    ? UNREADABLE
    : formOf(fields);
}

/** Of two fields of one name the first counts. */
function formOf(pairs: readonly (readonly [string, string])[]): Decoded {
  const fields = new Map<string, string>();
  for (const [name, value] of pairs) {
    if (FIELD_NAME.test(name) && !fields.has(name)) fields.set(name, value);
  }
  return fields.size > 0 ? (wrappedJson(fields) ?? { type: 'form', fields }) : UNREADABLE;
}

/** Some senders put the whole JSON into one field, like `payload={...}`. */
function wrappedJson(fields: ReadonlyMap<string, string>): Decoded | null {
  const [only] = fields.values();
  if (fields.size !== 1 || !only?.trimStart().startsWith('{')) return null;
  const decoded = decodeJson(only.trim());
  return decoded.type === 'json' ? decoded : null;
}

export function decodePart(part: string): string {
  const spaced = part.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    return decodeLeniently(spaced);
  }
}

/** A stray percent sign stays, and each run of escapes is read as bytes are. */
const decodeLeniently = (text: string): string =>
  text.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) =>
    textOf(Buffer.from(escapes.replaceAll('%', ''), 'hex'))
  );
