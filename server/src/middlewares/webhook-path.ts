/** Percent-encoding undone (twice, for what was encoded twice), slashes single, dots resolved, all lower-case. */
export function plainPath(path: string): string {
  const slashes = unescapeTwice(path).replace(/[\\/]+/g, '/');
  const segments: string[] = [];
  for (const segment of slashes.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '.') segments.push(segment);
  }
  return segments.join('/').toLowerCase();
}

export const unescapeTwice = (text: string): string => unescape(unescape(text));

function unescape(text: string): string {
  return text.replace(/%[0-9a-f]{2}/gi, (escape) =>
    String.fromCharCode(Number.parseInt(escape.slice(1), 16))
  );
}

const WEBHOOK = /\/kartra\/webhook(?:\/|$)/;

/** A webhook key (utils/secrets), anywhere in a text: 16 hexadecimal digits, a dash, 43 characters that look random. */
const KEY = /(?:^|[^\w-])[0-9a-f]{16}-(?=[\w-]*[A-Z])(?=[\w-]*[a-z])(?=[\w-]*\d)[\w-]{43}(?![\w-])/;

/** Blanks, also encoded (no-break spaces too), that copying a URL leaves at its ends. */
const BLANKS_BEFORE = /^(?:%(?:20|09|0a|0d|c2%a0)|\+)+/i;
const BLANKS_AFTER = /(?:%(?:20|09|0a|0d|c2%a0)|\+)+$/i;

/**
 * The `:key` of a request for the webhook URL; null when the request is for something else. Whatever looks like the
 * webhook's path or holds a key is ours, so that a URL copied a little wrong goes to no log either; then the key is
 * empty and matches nothing. Blanks around the key and one slash behind it are no mistake. `url` is path and query as
 * they came.
 */
export function webhookKeyOf(url: string, apiPrefix: string): string | null {
  const [path = ''] = url.split('?', 1);
  const base = `/${apiPrefix}/kartra/webhook/`.replace(/\/+/g, '/');
  if (path.startsWith(base)) {
    const key = trimKey(path.slice(base.length));
    if (key !== '' && !key.includes('/')) return key;
  }
  return WEBHOOK.test(plainPath(path)) || KEY.test(unescapeTwice(url)) ? '' : null;
}

function trimKey(text: string): string {
  const trimmed = text.replace(BLANKS_BEFORE, '').replace(BLANKS_AFTER, '');
  return trimmed.endsWith('/') ? trimmed.slice(0, -1).replace(BLANKS_AFTER, '') : trimmed;
}
