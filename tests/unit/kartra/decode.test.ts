import {
  decodeBody,
  decodeText,
  MAX_DEPTH,
  MAX_FORM_FIELDS,
} from '../../../server/src/core/kartra/decode';

const json = (text: string): unknown => {
  const decoded = decodeText(text);
  return decoded.type === 'json' ? decoded.value : decoded.type;
};

const form = (text: string): unknown => {
  const decoded = decodeText(text);
  return decoded.type === 'form' ? Object.fromEntries(decoded.fields) : decoded.type;
};

describe('the first non-blank byte decides', () => {
  it.each(['{"a":"b"}', ' \r\n\t{"a":"b"}', '\ufeff{"a":"b"}', '\ufeff \n{"a":"b"}\n'])(
    'JSON: %j',
    (text) => expect(json(text)).toEqual({ a: 'b' })
  );

  it.each(['a=b', '\ufeffa=b', ' \n a=b', 'a=b&', '&a=b'])('a form: %j', (text) =>
    expect(form(text)).toEqual({ a: 'b' })
  );

  it.each(['', ' ', '\r\n\t', '\ufeff'])('nothing: %j', (text) =>
    expect(decodeText(text).type).toBe('empty')
  );
});

describe('JSON', () => {
  it('keeps every digit of a number, as text', () => {
    expect(json('{"id":9007199254740993,"n":-12,"big":123456789012345678901234567890}')).toEqual({
      id: '9007199254740993',
      n: '-12',
      big: '123456789012345678901234567890',
    });
  });

  it.each([
    ['49.0', '49'],
    ['49.50', '49.50'],
    ['5.58475e5', '558475'],
    ['-0', '0'],
    ['1e400', '1e400'],
  ])('writes the number %s as %s', (number, text) => {
    expect(json(`{"n":${number}}`)).toEqual({ n: text });
  });

  it('leaves digits, brackets and quotes inside strings alone', () => {
    const value = { a: '1 {[ 2 "3" \\ 4: 5', 'key 7': ['8', true, false, null, { b: '\u00e9' }] };
    expect(json(JSON.stringify(value))).toEqual(value);
  });

  it.each([
    '{"a":1',
    '{"a":}',
    '{"a":01}',
    '{"a":1 2}',
    '{"a":-}',
    '{"a":.5}',
    '{"a":+1}',
    '{"a":1.}',
    '{1:2}',
    '{"a":1, 2 : 3}',
    '{"a":"b"} {"c":"d"}',
    '{"a":"b\\"}',
    '{"a":"line\nbreak"}',
    "{'a':'b'}",
    '{"a":NaN}',
    '{',
    '{"',
    '{"\\',
    '}',
  ])('that is broken is unreadable: %j', (text) => expect(json(text)).toBe('unreadable'));

  it.each(['[]', '[{"action":"buy_product"}]', '"a=b"', '"a"', '1', '1.5', 'true', 'null'])(
    'that is no object is unreadable: %j',
    (text) => expect(json(text)).toBe('unreadable')
  );

  it('nests as deep as allowed and no deeper, in objects and lists', () => {
    const objects = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
    const lists = (depth: number) => `{"a":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`;
    expect(decodeText(objects(MAX_DEPTH)).type).toBe('json');
    expect(decodeText(objects(MAX_DEPTH + 1)).type).toBe('unreadable');
    expect(decodeText(lists(MAX_DEPTH)).type).toBe('json');
    expect(decodeText(lists(MAX_DEPTH + 1)).type).toBe('unreadable');
  });

  it('is refused for its depth before anything parses it', () => {
    expect(decodeText('{"a":'.repeat(200_000)).type).toBe('unreadable');
  });

  it('may be as wide as it likes', () => {
    const wide = `{"a":[${Array.from({ length: 50_000 }, () => '{}').join(',')}]}`;
    expect(decodeText(wide).type).toBe('json');
  });

  it('of the name __proto__ stays a field like any other', () => {
    const decoded = decodeText('{"__proto__":{"polluted":"yes"},"constructor":{"prototype":1}}');
    expect(decoded.type).toBe('json');
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
    expect(decoded.type === 'json' && Object.getPrototypeOf(decoded.value)).toBe(Object.prototype);
  });
});

describe('a form', () => {
  it('is decoded flat, plus signs as blanks', () => {
    expect(form('a%5Bb%5D=1&c.d=x+y%2Bz&e=%C3%A9&f=')).toEqual({
      'a[b]': '1',
      'c.d': 'x y+z',
      e: '\u00e9',
      f: '',
    });
  });

  it('counts the first of two fields of one name', () => {
    expect(form('a=1&a=2')).toEqual({ a: '1' });
  });

  it('keeps what stands behind a second equals sign', () => {
    expect(form('a=b=c')).toEqual({ a: 'b=c' });
  });

  it.each([
    ['a=100%', '100%'],
    ['a=%zz%41', '%zzA'],
    ['a=Cl%E9o', 'Cl\u00e9o'],
    ['a=%80+100%25+%', '\u20ac 100% %'],
    ['a=%F0%9F%8D%9E', '\u{1f35e}'],
  ])('survives a broken escape: %s', (text, value) => expect(form(text)).toEqual({ a: value }));

  it('has at most so many fields', () => {
    const pairs = (count: number) =>
      Array.from({ length: count }, (_, n) => `k${n}=${n}`).join('&');
    expect(decodeText(pairs(MAX_FORM_FIELDS)).type).toBe('form');
    expect(decodeText(pairs(MAX_FORM_FIELDS + 1)).type).toBe('unreadable');
    expect(decodeText('&'.repeat(1_000_000)).type).toBe('unreadable');
  });

  it('of the name __proto__ stays a field like any other', () => {
    expect(form('__proto__=x&constructor=y')).toHaveProperty('constructor', 'y');
    expect(Reflect.get({}, 'x')).toBeUndefined();
  });

  it.each([
    'hello',
    'hello&world',
    '=b',
    '<a href="b=c">',
    '<?xml version="1.0"?>',
    '--x\r\na: b="c"',
  ])('without a field is unreadable: %j', (text) => expect(form(text)).toBe('unreadable'));

  it('may carry the JSON in its only field', () => {
    const payload = JSON.stringify({ action: 'buy_product', lead: { id: 7 } });
    expect(json(`payload=${encodeURIComponent(payload)}`)).toEqual({
      action: 'buy_product',
      lead: { id: '7' },
    });
    expect(form('payload=%7Bbroken')).toEqual({ payload: '{broken' });
    expect(form('transaction_type=sale&note=%7B%7D')).toHaveProperty('transaction_type', 'sale');
  });
});

describe('bytes that are no UTF-8', () => {
  it('are read as windows-1252', () => {
    const bytes = Buffer.from('{"name":"Cl\u00e9o \u0093Ann\u0094 \u0080 5"}', 'latin1');
    const decoded = decodeBody(bytes);
    expect(decoded.type === 'json' && decoded.value).toEqual({
      name: 'Cl\u00e9o \u201cAnn\u201d \u20ac 5',
    });
  });

  it('are read so in a form, escaped or not', () => {
    const decoded = decodeBody(Buffer.from('a=Cl\u00e9o&b=Cl%E9o&c=Cl%C3%A9o', 'latin1'));
    expect(decoded.type === 'form' && Object.fromEntries(decoded.fields)).toEqual({
      a: 'Cl\u00e9o',
      b: 'Cl\u00e9o',
      c: 'Cl\u00e9o',
    });
  });

  it('that are UTF-16 are unreadable', () => {
    expect(decodeBody(Buffer.from('\ufeff{"a":"b"}', 'utf16le')).type).toBe('unreadable');
  });
});

describe('multipart/form-data', () => {
  const BOUNDARY = '------------------------d74496d66958873e';
  const part = (name: string, value: string, more = '') =>
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`;
  const body = (...parts: readonly string[]) => `${parts.join('')}--${BOUNDARY}--\r\n`;

  it('is read like a form', () => {
    const text = body(part('transaction_type', 'sale'), part('a', ''), part('b', 'x=1&y\r\n--z'));
    expect(form(text)).toEqual({ transaction_type: 'sale', a: '', b: 'x=1&y\r\n--z' });
  });

  it.each([
    ['behind blanks and a byte order mark', `\ufeff \r\n${body(part('a', 'b'))}`],
    ['of lines that end in \\n', body(part('a', 'b')).replaceAll('\r', '')],
    ['whose end is missing', `--x\r\nContent-Disposition: form-data; name=a\r\n\r\nb`],
    [
      'with more headers',
      `--x\r\ncontent-type: text/plain\r\nCONTENT-DISPOSITION:form-data;name="a"\r\n\r\nb\r\n--x--`,
    ],
    ['with a field twice', body(part('a', 'b'), part('a', 'c'))],
    ['with a file', body(part('f', 'zip', '; filename="a.zip"'), part('a', 'b'))],
  ])('%s is read', (_name, text) => expect(form(text)).toEqual({ a: 'b' }));

  it('is read as windows-1252 where it is no UTF-8', () => {
    const decoded = decodeBody(Buffer.from(body(part('a', 'Cl\u00e9o')), 'latin1'));
    expect(decoded.type === 'form' && decoded.fields.get('a')).toBe('Cl\u00e9o');
  });

  it('may carry the JSON in its only field', () => {
    expect(json(body(part('payload', '{"lead":{"id":7}}')))).toEqual({ lead: { id: '7' } });
  });

  it('has at most so many fields', () => {
    const fields = (count: number) =>
      body(...Array.from({ length: count }, (_, n) => part(`k${n}`, String(n))));
    expect(decodeText(fields(MAX_FORM_FIELDS)).type).toBe('form');
    expect(decodeText(fields(MAX_FORM_FIELDS + 1)).type).toBe('unreadable');
  });

  it.each([
    ['without a field', body()],
    ['of parts without a name', '--x\r\nContent-Type: text/plain\r\n\r\na=b\r\n--x--'],
  ])('%s is unreadable', (_name, text) => expect(form(text)).toBe('unreadable'));

  it('takes no time that grows with the square', () => {
    const started = Date.now();
    decodeText(`--x\r\nContent-Disposition: form-data; ${'; name="'.repeat(120_000)}`);
    decodeText(`--x\r\nContent-Disposition: form-data${' ; name'.repeat(120_000)}`);
    decodeText('--x\r\na:'.repeat(100_000));
    expect(Date.now() - started).toBeLessThan(5000);
  });
});
