import { isUtf8 } from 'node:buffer';
import { decodeBody, textOf, type Decoded } from './decode';
import { nameOfPart, readMultipart } from './multipart';

export const BODY_ENCODINGS = ['utf8', 'base64'] as const;
export type BodyEncoding = (typeof BODY_ENCODINGS)[number];

/** How a body is stored in its row. */
export interface StoredBody {
  readonly body: string;
  readonly bodyEncoding: BodyEncoding;
}

/** As it came, the IPN secret struck out; bytes that are no clean text (not every database keeps those) as base64. */
export function storeBody(bytes: Uint8Array): StoredBody {
  const struck = strikeSecret(Buffer.from(bytes));
  return isUtf8(struck) && !struck.includes(0)
    ? { body: struck.toString('utf8'), bodyEncoding: 'utf8' }
    : { body: struck.toString('base64'), bodyEncoding: 'base64' };
}

interface Stored {
  readonly body: string;
  readonly bodyEncoding: BodyEncoding | null;
}

const bytesOfStored = ({ body, bodyEncoding }: Stored): Buffer =>
  Buffer.from(body, bodyEncoding === 'base64' ? 'base64' : 'utf8');

export const textOfStored = (stored: Stored): string => textOf(bytesOfStored(stored));

export const decodeStored = (stored: Stored): Decoded => decodeBody(bytesOfStored(stored));

const STRUCK = '***';

/** Each letter as it is, or as JSON may escape it. */
const NAME = [...'secret_key']
  .map((letter) => `(?:${letter}|\\\\u00${letter.charCodeAt(0).toString(16)})`)
  .join('');
const JSON_SECRET = new RegExp(`("${NAME}"\\s*:\\s*)(?:"(?:[^"\\\\]|\\\\.)*"|[^\\s",}\\]]+)`, 'gi');

const strikeInJson = (text: string): string => text.replace(JSON_SECRET, `$1"${STRUCK}"`);

/** Latin-1 keeps every byte as one character, so that nothing but the secret changes. */
function strikeSecret(bytes: Buffer): Buffer {
  // The body is JSON, or a form with JSON in a field.
  const text = strikeInJson(bytes.toString('latin1'));
  const isForm = !/^[\s\u00ef\u00bb\u00bf]*[{[]/.test(text);
  return Buffer.from(isForm ? (strikeInMultipart(text) ?? strikeInForm(text)) : text, 'latin1');
}

/** Null when it is no multipart/form-data. */
function strikeInMultipart(text: string): string | null {
  const multipart = readMultipart(text);
  if (!multipart) return null;
  return multipart.parts
    .map((part) => {
      const value = nameOfPart(part) === 'secret_key' ? STRUCK : part.value;
      return part.head + value + part.end;
    })
    .join(multipart.delimiter);
}

const strikeInForm = (text: string): string => text.split('&').map(strikeInPair).join('&');

function strikeInPair(pair: string): string {
  const equals = pair.indexOf('=');
  const name = equals < 0 ? pair : pair.slice(0, equals);
  if (
    unescapeBytes(name)
      .replace(/^\u00ef\u00bb\u00bf/, '')
      .trim() === 'secret_key'
  ) {
    return `secret_key=${STRUCK}`;
  }
  const json = unescapeBytes(pair.slice(equals + 1));
  if (equals < 0 || !json.trimStart().startsWith('{')) return pair;
  const struck = strikeInJson(json);
  return struck === json ? pair : `${name}=${escapeBytes(struck)}`;
}

const unescapeBytes = (text: string): string =>
  text
    .replaceAll('+', ' ')
    .replace(/%([0-9a-f]{2})/gi, (_escape, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16))
    );

const escapeBytes = (text: string): string =>
  text.replace(
    /[^\w.~*-]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
  );
