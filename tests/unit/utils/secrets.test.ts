import {
  createWebhookKey,
  formatWebhookKey,
  hashSecret,
  matchesAny,
  matchesHash,
  parseWebhookKey,
  saltSecret,
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

it('an IPN secret is one of those set, each salted by itself', () => {
  const known = ['one', 'two', 'one'].map(saltSecret);
  expect(new Set(known.map(({ hash }) => hash)).size).toBe(3);
  expect(JSON.stringify(known)).not.toContain('one');
  for (const [secret, isKnown] of [
    ['one', true],
    ['two', true],
    ['three', false],
    ['', false],
    ['onetwo', false],
  ] as const)
    expect(matchesAny(secret, known)).toBe(isKnown);
  expect(matchesAny('', [])).toBe(false);
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
