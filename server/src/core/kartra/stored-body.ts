import { isUtf8 } from 'node:buffer';
import { decodeBody, type Decoded } from './decode';

/** How a body stands in its row. */
export interface StoredBody {
  readonly body: string;
  readonly bodyEncoding: 'utf8' | 'base64';
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
  readonly bodyEncoding: string | null;
}

const bytesOfStored = ({ body, bodyEncoding }: Stored): Buffer =>
  Buffer.from(body, bodyEncoding === 'base64' ? 'base64' : 'utf8');

export const textOfStored = (stored: Stored): string => bytesOfStored(stored).toString('utf8');

export const decodeStored = (stored: Stored): Decoded => decodeBody(bytesOfStored(stored));

const STRUCK = '***';
const JSON_SECRET = /("secret_key"\s*:\s*)(?:"(?:[^"\\]|\\.)*"|[^\s",}\]]+)/g;

/** Latin-1 keeps every byte as one character, so that nothing but the secret changes. */
function strikeSecret(bytes: Buffer): Buffer {
  const text = bytes.toString('latin1');
  const isForm = !/^[\s\u00ef\u00bb\u00bf]*[{[]/.test(text);
  const struck = isForm
    ? text
        .split('&')
        .map((pair) => (isSecret(pair) ? `secret_key=${STRUCK}` : pair))
        .join('&')
    : text.replace(JSON_SECRET, `$1"${STRUCK}"`);
  return Buffer.from(struck, 'latin1');
}

function isSecret(pair: string): boolean {
  const [name = ''] = pair.split('=', 1);
  try {
    return decodeURIComponent(name.replaceAll('+', ' ')).trim() === 'secret_key';
  } catch {
    return false;
  }
}
