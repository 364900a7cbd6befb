/** An address of this site that no one has; a bare host or an IP address makes no valid one. */
export function testEmail(host: string): string {
  const isName = /^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}$/i.test(host);
  return `kartra-test@${isName ? host : 'example.com'}`;
}
