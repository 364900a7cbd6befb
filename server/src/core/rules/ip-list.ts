import { BlockList, isIP } from 'node:net';

/** An IPv4 address as IPv6 writes it is the same address. */
export const plainIp = (ip: string): string => ip.replace(/^::ffff:(?=\d+\.)/i, '');

interface Range {
  readonly address: string;
  /** Bits that are the same for all of the range. */
  readonly prefix: number;
  readonly family: 'ipv4' | 'ipv6';
}

const BITS = { ipv4: 32, ipv6: 128 } as const;

/** `203.0.113.7`, `203.0.113.0/24`, `2001:db8::/32`; null: neither an address nor a range. */
export function readIpRange(text: string): Range | null {
  const [address = '', bits, ...others] = text.trim().split('/');
  const family = { 4: 'ipv4', 6: 'ipv6' }[isIP(address)] as Range['family'] | undefined;
  if (!family || others.length > 0) return null;
  if (bits === undefined) return { address, prefix: BITS[family], family };
  const prefix = /^\d{1,3}$/.test(bits) ? Number(bits) : -1;
  return prefix >= 0 && prefix <= BITS[family] ? { address, prefix, family } : null;
}

/** Whether a list of addresses and ranges has this one. An empty list has all. */
export function isAllowedIp(ip: string, allowed: readonly string[]): boolean {
  if (allowed.length === 0) return true;
  const list = new BlockList();
  for (const range of allowed.flatMap((text) => readIpRange(text) ?? [])) {
    list.addSubnet(range.address, range.prefix, range.family);
  }
  const plain = plainIp(ip);
  return list.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
}
