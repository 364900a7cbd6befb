/** Percent-encoding undone (twice, for what was encoded twice), slashes single, dots resolved, all lower-case. */
function plain(path: string): string {
  const slashes = unescape(unescape(path)).replace(/[\\/]+/g, '/');
  const segments: string[] = [];
  for (const segment of slashes.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '.') segments.push(segment);
  }
  return segments.join('/').toLowerCase();
}

function unescape(text: string): string {
  return text.replace(/%[0-9a-f]{2}/gi, (escape) =>
    String.fromCharCode(Number.parseInt(escape.slice(1), 16))
  );
}

const WEBHOOK = /\/kartra\/webhook(?:\/|$)/;

/** A webhook key (utils/secrets), wherever it stands: 16 hexadecimal digits, a dash, 43 characters that look random. */
const KEY = /(?:^|[^\w-])[0-9a-f]{16}-(?=[\w-]*[A-Z])(?=[\w-]*[a-z])(?=[\w-]*\d)[\w-]{43}(?![\w-])/;

/**
 * The `:key` of a request for the webhook URL; null when the request is for something else. Whatever looks like the
 * webhook's path or holds a key is ours, so that a URL copied a little wrong goes to no log either; then the key is
 * empty and matches nothing. `url` is path and query as they came.
 */
export function webhookKeyOf(url: string, apiPrefix: string): string | null {
  const [path = ''] = url.split('?', 1);
  const base = `/${apiPrefix}/kartra/webhook/`.replace(/\/+/g, '/');
  const key = path.slice(base.length);
  if (path.startsWith(base) && key !== '' && !key.includes('/')) return key;
  return WEBHOOK.test(plain(path)) || KEY.test(unescape(unescape(url))) ? '' : null;
}
