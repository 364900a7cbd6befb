/**
 * Headers that are kept with a webhook. Only these: proxies add headers with the address as it was asked for, and the
 * webhook's secret is in it.
 */
const KEPT = [
  'accept',
  'accept-encoding',
  'content-encoding',
  'content-length',
  'content-type',
  'date',
  'user-agent',
  'x-forwarded-for',
  'x-real-ip',
] as const;

const MAX_LENGTH = 200;
const HIDDEN = '•••';

export type Headers = Readonly<Record<string, string>>;

/** Those worth keeping, each cut to 200 characters. */
export function keepHeaders(received: Readonly<Record<string, unknown>>): Headers {
  const kept: Record<string, string> = {};
  for (const name of KEPT) {
    const value = received[name];
    if (typeof value === 'string') kept[name] = value.slice(0, MAX_LENGTH);
  }
  return kept;
}

/** Their names without their values. */
export const hideHeaders = (headers: Headers): Headers =>
  Object.fromEntries(Object.keys(headers).map((name) => [name, HIDDEN]));
