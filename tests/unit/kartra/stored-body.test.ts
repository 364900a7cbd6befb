import { decodeBody } from '../../../server/src/core/kartra/decode';
import { decodeStored, storeBody, textOfStored } from '../../../server/src/core/kartra/stored-body';
import { buildTransaction, ipn, outbound } from '../../builders/kartra';

it('clean text is stored as it came', () => {
  for (const text of ['\ufeff{"a": "Cl\u00e9o \u{1f35e}"}\n', 'a=b&c=%20', ' {"a":1}']) {
    expect(storeBody(Buffer.from(text))).toEqual({ body: text, bodyEncoding: 'utf8' });
  }
});

it.each([
  ['NUL', Buffer.from('{"a":"b"}\u0000')],
  ['no UTF-8', Buffer.from('{"a":"\u00e9"}', 'latin1')],
])('bytes with %s are kept to the last one', (_name, bytes) => {
  const stored = storeBody(bytes);
  expect(stored.bodyEncoding).toBe('base64');
  expect(Buffer.from(stored.body, 'base64').equals(bytes)).toBe(true);
});

it('reads back as what arrived', () => {
  for (const payload of [JSON.stringify(outbound(buildTransaction())), ipn(buildTransaction())]) {
    for (const bytes of [
      Buffer.from(payload),
      Buffer.from(`\ufeff${payload}`),
      Buffer.from(`${payload}\u0000`),
    ]) {
      expect(decodeStored(storeBody(bytes))).toEqual(decodeBody(bytes));
    }
  }
});

describe('the IPN secret', () => {
  const SECRET = 'kept to ourselves & more';
  const encoded = encodeURIComponent(SECRET);

  it.each([
    ['in the middle', `a=b&secret_key=${encoded}&c=d`, 'a=b&secret_key=***&c=d'],
    ['at the end', `a=b&secret_key=${encoded}`, 'a=b&secret_key=***'],
    ['by another spelling', `a=b&secret%5Fkey=${encoded}`, 'a=b&secret_key=***'],
    ['twice', `secret_key=${encoded}&secret_key=${encoded}`, 'secret_key=***&secret_key=***'],
    [
      'in JSON',
      `{"secret_key" : ${JSON.stringify(SECRET)}, "a": "b"}`,
      '{"secret_key" : "***", "a": "b"}',
    ],
    ['in JSON, with quotes in it', '{"secret_key":"x\\"kept","a":1}', '{"secret_key":"***","a":1}'],
    ['in JSON, by an escaped name', '{"secret\\u005fkey":"kept"}', '{"secret\\u005fkey":"***"}'],
    ['behind a byte order mark', `\ufeffsecret_key=${encoded}&a=b`, 'secret_key=***&a=b'],
    [
      'in JSON within a field',
      `payload=${encodeURIComponent(JSON.stringify({ secret_key: SECRET, a: 'é' }))}`,
      `payload=${encodeURIComponent('{"secret_key":"***","a":"é"}')}`,
    ],
    [
      'in bare JSON within a field',
      'payload={"secret_key":"kept","a":1}',
      'payload={"secret_key":"***","a":1}',
    ],
    [
      'in multipart/form-data',
      `--x\r\nContent-Disposition: form-data; name="secret_key"\r\n\r\n${SECRET}\r\n--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--x--\r\n`,
      '--x\r\nContent-Disposition: form-data; name="secret_key"\r\n\r\n***\r\n--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--x--\r\n',
    ],
    [
      'in multipart/form-data, over two lines and at the end',
      '--x\nContent-Disposition: form-data; name=secret_key\n\nkept to\nourselves',
      '--x\nContent-Disposition: form-data; name=secret_key\n\n***',
    ],
    ['in JSON, as a number', '{"secret_key":12345,"a":1}', '{"secret_key":"***","a":1}'],
  ])('is struck out %s', (_where, body, struck) => {
    expect(textOfStored(storeBody(Buffer.from(body)))).toBe(struck);
  });

  it('is struck out of bytes that are no text', () => {
    const bytes = Buffer.from(`name=Cl\u00e9o&secret_key=${encoded}`, 'latin1');
    expect(textOfStored(storeBody(bytes))).not.toContain(encoded);
  });

  it('leaves a form with JSON in a field as it came, where there is none', () => {
    const body = 'payload=%7b%22a%22%3A%22b+c%22%7D';
    expect(textOfStored(storeBody(Buffer.from(body)))).toBe(body);
  });

  it('leaves fields of similar names alone', () => {
    const body = 'my_secret_key=1&secret_keys=2&note=secret_key';
    expect(textOfStored(storeBody(Buffer.from(body)))).toBe(body);
  });

  it('is not looked for in a time that grows with the square', () => {
    const body = Buffer.from(`{"secret_key":"${'\\\\'.repeat(400_000)}`);
    const started = Date.now();
    storeBody(body);
    storeBody(Buffer.from('"secret_key":'.repeat(60_000)));
    storeBody(Buffer.from('{"secret_key"  '.repeat(60_000)));
    // With the square it would take minutes; a busy machine takes a second or two.
    expect(Date.now() - started).toBeLessThan(20_000);
  });
});
