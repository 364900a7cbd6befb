import {
  isSameRecord,
  judgeSite,
  renewRecord,
  type SiteNow,
  type SiteRecord,
} from '../../../server/src/core/rules/site-identity';

const RECORD: SiteRecord = {
  siteId: 'one',
  saltMark: 'salt',
  address: 'https://members.example.com',
  secrets: ['a', 'b'],
  isTest: false,
};
const NOW: SiteNow = {
  siteId: 'one',
  cameFrom: 'https://members.example.com',
  saltMark: 'salt',
  address: 'https://members.example.com',
  secrets: ['a', 'b'],
  isServing: true,
};
const NEW_ADDRESS = 'https://staging.example.com';
const OTHERS = ['x', 'y'];

it.each<[string, Partial<SiteNow>, string, Partial<SiteRecord>?]>([
  ['nothing changed', {}, 'same'],
  ['the connection of another site', { siteId: 'two' }, 'copy'],
  ['the same, in a command', { siteId: 'two', isServing: false }, 'copy'],
  ['a row of an earlier version with the salt of this site', { siteId: null }, 'same'],
  ['a row of an earlier version with another salt', { siteId: null, saltMark: 'other' }, 'copy'],
  ['another salt under the same id', { saltMark: 'other' }, 'same'],
  ['another host and other secrets', { address: NEW_ADDRESS, secrets: OTHERS }, 'copy'],
  [
    'the same in a command, or in a test',
    { address: NEW_ADDRESS, secrets: OTHERS, isServing: false },
    'same',
  ],
  ['another host', { address: NEW_ADDRESS }, 'address'],
  ['other secrets', { secrets: OTHERS }, 'secrets'],
  ['one secret renewed', { secrets: ['a', 'x'] }, 'same'],
  [
    'another host, and one secret renewed',
    { address: NEW_ADDRESS, secrets: ['a', 'x'] },
    'address',
  ],
  ['another port', { address: 'https://members.example.com:8443' }, 'same'],
  ['another protocol', { address: 'http://members.example.com' }, 'same'],
  ['another path', { address: 'https://members.example.com/cms' }, 'same'],
  ['the host in capitals', { address: 'https://Members.Example.com' }, 'same'],
  ['no address any more', { address: null }, 'same'],
  ['no address any more, and other secrets', { address: null, secrets: OTHERS }, 'secrets'],
  ['an address that is none', { address: 'https://' }, 'same'],
  ['no secrets any more', { secrets: [] }, 'same'],
  ['a first address', { address: NEW_ADDRESS }, 'same', { address: null }],
  [
    'a first address, and other secrets',
    { address: NEW_ADDRESS, secrets: OTHERS },
    'secrets',
    { address: null },
  ],
  ['secrets that were not noted', { secrets: OTHERS }, 'same', { secrets: [] }],
])('%s: %j is %s', (_name, now, expected, record = {}) => {
  const found = judgeSite({ ...RECORD, ...record }, { ...NOW, ...now });
  expect(found.state === 'moved' ? found.changed : found.state).toBe(expected);
});

it.each([
  'http://localhost:1337',
  'http://cms.localhost',
  'http://127.0.0.1:1337',
  'http://127.1.2.3',
  'http://0.0.0.0:1337',
  'http://[::1]:1337',
  'http://[::]:1337',
])('%s is a loopback address, which is no move', (address) => {
  expect(judgeSite(RECORD, { ...NOW, address })).toEqual({ state: 'same' });
  expect(judgeSite(RECORD, { ...NOW, address, secrets: OTHERS })).toMatchObject({
    changed: 'secrets',
  });
  expect(renewRecord(RECORD, { ...NOW, address }).address).toBe(RECORD.address);
});

it.each(['http://127.0.0.1.example.com', 'http://localhost.example.com', 'http://10.0.0.7'])(
  '%s is no loopback address',
  (address) => {
    expect(judgeSite(RECORD, { ...NOW, address })).toMatchObject({ changed: 'address' });
  }
);

it('names the original of a copy: by what came with its data, or by what this site noted', () => {
  const imported = { ...NOW, siteId: 'two', cameFrom: 'https://other.example.com' };
  expect(judgeSite(RECORD, imported)).toEqual({ state: 'copy', from: imported.cameFrom });
  const copied = { ...NOW, address: NEW_ADDRESS, secrets: OTHERS };
  expect(judgeSite(RECORD, copied)).toEqual({ state: 'copy', from: RECORD.address });
  expect(judgeSite(RECORD, { ...NOW, secrets: OTHERS })).toMatchObject({ from: RECORD.address });
});

it('renews the record with what says something', () => {
  const now = { ...NOW, address: NEW_ADDRESS, secrets: ['a', 'x'] };
  expect(renewRecord(RECORD, now)).toEqual({
    ...RECORD,
    address: NEW_ADDRESS,
    secrets: ['a', 'x'],
  });
  expect(renewRecord(RECORD, { ...NOW, address: null, secrets: [] })).toEqual(RECORD);
});

it.each<Partial<SiteRecord>>([
  { siteId: 'two' },
  { saltMark: 'other' },
  { address: null },
  { secrets: ['a'] },
  { isTest: true },
])('a record with %j is another one', (change) => {
  expect(isSameRecord(RECORD, { ...RECORD, secrets: [...RECORD.secrets] })).toBe(true);
  expect(isSameRecord(RECORD, { ...RECORD, ...change })).toBe(false);
});
