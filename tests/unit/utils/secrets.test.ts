import {
  createWebhookKey,
  findDigest,
  findStretched,
  formatWebhookKey,
  hashSecret,
  matchesHash,
  parseWebhookKey,
  restretch,
  saltSecrets,
  seal,
  unseal,
} from '../../../server/src/utils/secrets';

describe('a webhook key', () => {
  it('is safe in a URL, holds 256 random bits, and comes apart again', () => {
    const keys = Array.from({ length: 200 }, createWebhookKey);
    for (const key of keys) {
      const text = formatWebhookKey(key);
      expect(encodeURIComponent(text)).toBe(text);
      expect(Buffer.from(key.secret, 'base64url')).toHaveLength(32);
      expect(parseWebhookKey(text)).toEqual(key);
    }
    expect(new Set(keys.map(({ secret }) => secret)).size).toBe(keys.length);
  });

  it.each(['', '-', 'x', 'a-b-c', '\u0000', '%00'])(
    'that is none comes apart without an error: %j',
    (text) => {
      const { endpointId, secret } = parseWebhookKey(text);
      expect(text.startsWith(endpointId)).toBe(true);
      expect(matchesHash(secret, hashSecret('another'))).toBe(false);
    }
  );
});

it.each([null, '', 'zz', hashSecret('b'), hashSecret('a').slice(2)])(
  'no secret matches the hash %j',
  (hash) => {
    expect(matchesHash('a', hash)).toBe(false);
    expect(matchesHash('', hash)).toBe(false);
  }
);

it('a secret matches its own hash', () => {
  expect(matchesHash('a', hashSecret('a'))).toBe(true);
  expect(matchesHash('', hashSecret(''))).toBe(true);
});

it('an IPN secret is one of those set, under one salt, and slow to guess', async () => {
  const known = await saltSecrets(['one', 'two']);
  expect(new Set(known.map(({ salt }) => salt)).size).toBe(1);
  expect(JSON.stringify(known)).not.toContain('one');
  expect(await findStretched('one', known)).toBe(known[0]);
  expect(await findStretched('two', known)).toBe(known[1]);
  for (const wrong of ['three', '', 'onetwo'])
    expect(await findStretched(wrong, known)).toBeUndefined();
  expect(findDigest('one', known)).toBeUndefined();
});

it('what an earlier version stored of a secret is found, and stored anew beside the others', async () => {
  const old = (secret: string, salt: string) => ({ salt, hash: hashSecret(`${salt}:${secret}`) });
  const known = [old('one', 'a'), old('two', 'b')];
  expect(findDigest('two', known)).toBe(known[1]);
  for (const wrong of ['three', '', 'b:two']) expect(findDigest(wrong, known)).toBeUndefined();
  expect(await findStretched('one', known)).toBeUndefined();
  const first = await restretch('one', known);
  const second = await restretch('two', [first]);
  expect(second.salt).toBe(first.salt);
  expect(await findStretched('two', [first, second])).toBe(second);
});

describe('a sealed text', () => {
  it('opens under its key alone', () => {
    const sealed = seal('the webhook URL', 'key');
    expect(sealed).not.toContain('webhook');
    expect(unseal(sealed, 'key')).toBe('the webhook URL');
    expect(unseal(sealed, 'other')).toBeNull();
    expect(seal('the webhook URL', 'key')).not.toBe(sealed);
  });

  it('that was changed does not open', () => {
    const sealed = seal('the webhook URL', 'key');
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = `${sealed.slice(0, at)}${sealed[at] === 'A' ? 'B' : 'A'}${sealed.slice(at + 1)}`;
      const opened = unseal(changed, 'key');
      // The last character of a part may hold bits that stand for nothing.
      if (opened !== null) expect(opened).toBe('the webhook URL');
    }
    for (const nonsense of ['', '.', '..', 'a.b', 'a.b.c', 'x'])
      expect(unseal(nonsense, 'key')).toBeNull();
  });
});
