/** Shown in place of the key of a webhook URL. */
export const HIDDEN_KEY = '•'.repeat(13);

const PRIVATE_HOST =
  /^(localhost|.*\.(local|localhost|internal|test)|127\..*|0\.0\.0\.0|10\..*|192\.168\..*|172\.(1[6-9]|2\d|3[01])\..*|\[.*\])$/;

/** The origin when only this computer or its network knows it, so that Kartra cannot reach it; else null. */
export function findUnreachableOrigin(url: string): string | null {
  const { hostname, origin } = new URL(url);
  return PRIVATE_HOST.test(hostname) ? origin : null;
}
