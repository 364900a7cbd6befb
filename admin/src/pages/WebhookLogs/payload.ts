/** Easier to read: JSON indented, a form one field a line. What is neither stays as it is. */
export function formatPayload(payload: string): string {
  try {
    return JSON.stringify(JSON.parse(payload), null, 2);
  } catch {
    return /^[^\s{[]+=/.test(payload) ? payload.replaceAll('&', '\n&') : payload;
  }
}
