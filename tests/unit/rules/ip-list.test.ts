import { isAllowedIp, readIpRange } from '../../../server/src/core/rules/ip-list';

it.each<[string, readonly string[], boolean]>([
  ['203.0.113.7', [], true],
  ['203.0.113.7', ['203.0.113.7'], true],
  ['203.0.113.8', ['203.0.113.7'], false],
  ['203.0.113.8', ['198.51.100.1', '203.0.113.0/24'], true],
  ['203.0.114.8', ['203.0.113.0/24'], false],
  ['::ffff:203.0.113.7', ['203.0.113.0/24'], true],
  ['2001:db8::7', ['2001:db8::/32'], true],
  ['2001:db9::7', ['2001:db8::/32'], false],
  ['2001:db8::7', ['203.0.113.0/24'], false],
  ['203.0.113.7', ['0.0.0.0/0'], true],
  ['', ['203.0.113.7'], false],
  ['unknown', ['203.0.113.7'], false],
])('%s against %j: %s', (ip, allowed, expected) => {
  expect(isAllowedIp(ip, allowed)).toBe(expected);
});

it.each([
  '',
  'kartra.com',
  '203.0.113',
  '203.0.113.7/33',
  '203.0.113.7/',
  '203.0.113.0/2/4',
  '1::/129',
  '1/-1',
])('%j is no address and no range', (text) => {
  expect(readIpRange(text)).toBeNull();
});
