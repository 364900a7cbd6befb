import {
  addKey,
  addUses,
  adoptEarlier,
  endKey,
  isLive,
  MOST_LIVE_KEYS,
  nextKeyId,
  recentUse,
  rotateKey,
  type EarlierKeys,
  type KeyChange,
  type WebhookKeyRecord,
} from '../../../server/src/core/rules/webhook-keys';

const HOUR = 3_600_000;
const NOW = 1_000 * HOUR;

const key = (id: number, more: Partial<WebhookKeyRecord> = {}): WebhookKeyRecord => ({
  id,
  endpointId: `endpoint${id}`,
  name: null,
  createdAt: NOW - HOUR,
  createdBy: 'Ada',
  endsAt: null,
  secretHash: `hash${id}`,
  secretSealed: `sealed${id}`,
  ...more,
});
const used = (hoursAgo: number) => ({ uses: 1, lastUsedAt: NOW - hoursAgo * HOUR });
const keysOf = (change: KeyChange) => (change.type === 'changed' ? change.keys : []);
const liveIds = (change: KeyChange) =>
  keysOf(change)
    .filter((each) => isLive(each, NOW))
    .map(({ id }) => id);

it('a key is live until its end, and without one for good', () => {
  expect([null, NOW + 1, NOW, NOW - 1].map((endsAt) => isLive(key(1, { endsAt }), NOW))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

it('a use is recent for 24 hours', () => {
  expect(recentUse(used(23.9), NOW)).toBe(NOW - 23.9 * HOUR);
  expect(
    [used(24), used(30), { uses: 0, lastUsedAt: null }, undefined].map((use) => recentUse(use, NOW))
  ).toEqual([null, null, null, null]);
});

describe('rotating', () => {
  const rotate = (
    keys: readonly WebhookKeyRecord[],
    hours: number,
    uses: Parameters<typeof rotateKey>[2]['uses'] = {}
  ) => {
    const main = keys.at(-1) ?? key(1);
    return rotateKey(keys, { main, made: key(nextKeyId(keys)), hours }, { uses, now: NOW });
  };

  it('gives the old key an end and leaves all others', () => {
    const change = rotate([key(1), key(2, { endsAt: NOW + HOUR }), key(3)], 24);
    expect(keysOf(change).map(({ endsAt }) => endsAt)).toEqual([
      null,
      NOW + HOUR,
      NOW + 24 * HOUR,
      null,
    ]);
  });

  it('with 0 hours ends what is left of earlier rotations too, and forgets the secrets of what ended', () => {
    const change = rotate([key(1), key(2, { endsAt: NOW + HOUR }), key(3)], 0);
    expect(liveIds(change)).toEqual([1, 4]);
    expect(
      keysOf(change).map(({ secretHash, secretSealed }) => [secretHash, secretSealed])
    ).toEqual([
      ['hash1', 'sealed1'],
      [null, null],
      [null, null],
      ['hash4', 'sealed4'],
    ]);
  });

  const full = (first: Partial<WebhookKeyRecord>) =>
    Array.from({ length: MOST_LIVE_KEYS }, (_, at) => key(at + 1, at < 2 ? first : {}));

  it('among too many ends the oldest rotated one that nobody uses', () => {
    const keys = full({ endsAt: NOW + HOUR });
    expect(liveIds(rotate(keys, 24, { 1: used(25) }))).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(rotate(keys, 24, { 1: used(2) })).toMatchObject({
      type: 'in-use',
      key: { id: 1 },
      lastUsedAt: NOW - 2 * HOUR,
    });
    expect(rotate(full({}), 24)).toEqual({ type: 'too-many' });
  });
});

it('there are never more than so many live keys', () => {
  const keys = Array.from({ length: MOST_LIVE_KEYS }, (_, at) => key(at + 1));
  expect(addKey(keys, key(11), NOW)).toEqual({ type: 'too-many' });
  const [first, ...others] = keys;
  const ended = [{ ...key(first?.id ?? 0), endsAt: NOW }, ...others];
  expect(liveIds(addKey(ended, key(11), NOW))).toHaveLength(MOST_LIVE_KEYS);
});

it('of many ended keys the oldest are dropped', () => {
  const ended = Array.from({ length: 60 }, (_, at) => key(at + 1, { endsAt: NOW - HOUR }));
  const kept = keysOf(addKey([...ended, key(61)], key(62), NOW));
  expect(kept).toHaveLength(40);
  expect(kept.slice(-2).map(({ id }) => id)).toEqual([61, 62]);
});

it.each([
  [undefined, undefined, 'changed', NOW],
  [undefined, used(30), 'changed', NOW],
  [undefined, used(3), 'in-use', undefined],
  [0, used(3), 'changed', NOW],
  [48, used(3), 'changed', NOW + 48 * HOUR],
])('ending with %p hours a key last used %p: %s', (hours, use, type, endsAt) => {
  const keys = [key(1), key(2)];
  const change = endKey(keys, { key: key(2), hours }, { uses: use ? { 2: use } : {}, now: NOW });
  expect(change.type).toBe(type);
  expect(keysOf(change).find(({ id }) => id === 2)?.endsAt).toBe(endsAt);
});

describe('keys of an earlier version', () => {
  const earlier: EarlierKeys = {
    endpointId: 'main',
    secretHash: 'h',
    secretSealed: 's',
    previousEndpointId: 'old',
    previousSecretHash: 'p',
    previousUntil: NOW + HOUR,
    createdAt: 7,
  };

  it('are taken in order, and read the same every time', () => {
    const keys = adoptEarlier([], earlier);
    expect(keys).toMatchObject([
      { id: 1, endpointId: 'old', secretHash: 'p', endsAt: NOW + HOUR },
      { id: 2, endpointId: 'main', secretHash: 'h', secretSealed: 's', endsAt: null, createdAt: 7 },
    ]);
    expect(adoptEarlier(keys, earlier)).toBe(keys);
  });

  it('may be one, or none', () => {
    expect(adoptEarlier([], { ...earlier, previousEndpointId: null })).toMatchObject([{ id: 1 }]);
    expect(adoptEarlier([], { ...earlier, endpointId: null })).toEqual([]);
  });

  it('that was rotated there while this version ran elsewhere ends as it was told there', () => {
    const known = [key(1), key(2, { endpointId: 'old' })];
    expect(adoptEarlier(known, earlier)).toMatchObject([
      { id: 1, endsAt: null },
      { id: 2, endpointId: 'old', endsAt: NOW + HOUR },
      { id: 3, endpointId: 'main', endsAt: null },
    ]);
  });
});

it('uses are added up, and the last one is the latest', () => {
  const sum = addUses(
    { 1: { uses: 2, lastUsedAt: 5 }, 2: { uses: 1, lastUsedAt: null } },
    { 1: { uses: 3, lastUsedAt: 4 }, 3: { uses: 1, lastUsedAt: 9 } }
  );
  expect(sum).toEqual({
    1: { uses: 5, lastUsedAt: 5 },
    2: { uses: 1, lastUsedAt: null },
    3: { uses: 1, lastUsedAt: 9 },
  });
});
