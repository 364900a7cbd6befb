import { decodeText, type Json } from './decode';

const HIDDEN = '•••';

/** A payload with its names and without its values: for users who may read logs but no personal data. */
export function redactPayload(text: string): string {
  const decoded = decodeText(text);
  switch (decoded.type) {
    case 'json':
      return JSON.stringify(hideValues(decoded.value), null, 2);
    case 'form':
      return [...decoded.fields.keys()].map((name) => `${name}=${HIDDEN}`).join('&');
    case 'empty':
      return '';
    case 'unreadable':
      return HIDDEN;
    default:
      return decoded satisfies never;
  }
}

function hideValues(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(hideValues);
  if (value === null || typeof value !== 'object') return HIDDEN;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, hideValues(part)]));
}
