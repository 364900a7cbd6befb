import {
  readDate,
  readFlag,
  readId,
  readInteger,
  readName,
  readText,
} from '../../../server/src/core/kartra/fields';
import type { Json } from '../../../server/src/core/kartra/decode';

const NOTHING: (Json | undefined)[] = [
  undefined,
  null,
  '',
  '   ',
  'N/A',
  'n/a',
  ' N/a ',
  '\u0000',
  true,
  {},
  [],
];
const strange: Json[] = [['1'], { id: '1' }, false];

describe('an id', () => {
  it.each([...NOTHING, ...strange, '0', '00', '0.0', ' 0 '])('is absent: %j', (value) =>
    expect(readId(value)).toBeNull()
  );

  it.each([
    ['-', '--', '----', '\u2014', '\u2013'],
    ['none', 'None', ' NONE '],
    ['null', 'NULL', 'nil', 'Nil', 'undefined', 'Undefined'],
    ['na', 'NA', 'n.a.', 'N.A.', 'n. a.', 'n.a', 'N / A', ' n/ a '],
    ['unknown', 'UNKNOWN', 'free', 'Free', 'false', 'FALSE'],
    ['0', '00', '000000', '0.00', '0 0', ' 000 '],
  ])('that says nothing is absent: %j, %j …', (...words) => {
    for (const word of words) expect([word, readId(word)]).toEqual([word, null]);
  });

  it.each([
    '0001',
    '10',
    '-1',
    'sub_0',
    'none-1',
    'free_trial',
    'nano',
    'nullable',
    'N/A-7',
    'i-0',
    '0x0',
    'nan',
  ])('that only looks like nothing stays: %s', (id) => expect(readId(id)).toBe(id));

  it.each([
    ['558475', '558475'],
    [' 558475\r\n', '558475'],
    ['I-EV375R0H61SM', 'I-EV375R0H61SM'],
    ['00123', '00123'],
    ['sub_1\u0000x', 'sub_1 x'],
  ])('%j is %j', (value, id) => expect(readId(value)).toBe(id));

  it('too long for its column stays itself, and no other', () => {
    const long = 'x'.repeat(500);
    expect(readId(long)).toBe(readId(` ${long} `));
    expect(readId(long)).not.toBe(readId(`${long}y`));
    expect(readId(long)?.length).toBeLessThanOrEqual(191);
    expect(readId('x'.repeat(191))).toBe('x'.repeat(191));
  });
});

describe('a text', () => {
  it.each(NOTHING)('is absent: %j', (value) => expect(readText(value)).toBeNull());

  it('of 0 is a text', () => expect(readText('0')).toBe('0'));

  it('is cut, and never within a pair of surrogates', () => {
    const cut = readText(`${'x'.repeat(254)}\u{1f35e}`);
    expect(cut?.length).toBeLessThanOrEqual(255);
    expect(cut?.isWellFormed()).toBe(true);
  });

  it('holds no control, no mark of direction and no lone surrogate', () => {
    expect(readText('Ann\u0007\u202eMiller\u2066\ud800')).toBe('Ann  Miller \ufffd');
  });

  it('keeps the joiners of emoji and of other scripts', () => {
    const family = '\u{1f469}\u200d\u{1f373}';
    expect(readText(family)).toBe(family);
  });
});

describe('a name', () => {
  it.each([
    ['<b>Meal</b> Plan', 'Meal  Plan'],
    ['<script>alert(1)</script>', 'alert(1)'],
    ['Cooking for < 30 minutes > 20', 'Cooking for < 30 minutes > 20'],
    ['I <3 bread', 'I <3 bread'],
    ['&lt;b&gt;Meal&lt;/b&gt; Plan', 'Meal  Plan'],
  ])('loses its tags: %s', (value, name) => expect(readName(value)).toBe(name));

  it.each([
    ['Tom &amp; Jerry', 'Tom & Jerry'],
    ['O&#39;Neil', "O'Neil"],
    ['O&#x27;Neil', "O'Neil"],
    ['Cl&eacute;o', 'Cl\u00e9o'],
    ['&quot;Gold&quot; Plan', '"Gold" Plan'],
    ['3 &lt; 5', '3 < 5'],
    ['R&amp;amp;D', 'R&amp;D'],
    ['&amp;lt;b&amp;gt;', '&lt;b&gt;'],
    ['R&D, Q&amp, ?a=1&copy=2, &bogus;', 'R&D, Q&amp, ?a=1&copy=2, &bogus;'],
    ['A&#0;B&#8238;C&#xD800;D', 'A\ufffdB C\ufffdD'],
    ['&nbsp;', null],
  ])('is read back from HTML, once: %s', (value, name) => expect(readName(value)).toBe(name));

  it('that entities make long is cut after they are read', () => {
    expect(readName('&amp;'.repeat(400))).toBe('&'.repeat(255));
  });

  it('of nothing but ampersands takes no time', () => {
    const started = Date.now();
    readName('&'.repeat(1_000_000));
    readName('&#'.repeat(500_000));
    expect(Date.now() - started).toBeLessThan(1000);
  });

  it('of nothing but brackets takes no time', () => {
    const started = Date.now();
    readName('<'.repeat(1_000_000));
    readName('<a'.repeat(500_000));
    expect(Date.now() - started).toBeLessThan(1000);
  });
});

describe('a date', () => {
  it.each([
    ['2026-03-02 09:14:27', '2026-03-02 09:14:27'],
    [' 2026-03-02 09:14:27 EST', '2026-03-02 09:14:27'],
    ['2026-03-02T09:14:27Z', '2026-03-02 09:14:27'],
    ['2026-03-02 09:14:27.123', '2026-03-02 09:14:27'],
    ['2028-02-29 23:59:59', '2028-02-29 23:59:59'],
  ])('%j is %s', (value, date) => expect(readDate(value)).toBe(date));

  it.each([
    ...NOTHING,
    '0000-00-00 00:00:00',
    '2026-00-10 10:00:00',
    '2026-13-01 10:00:00',
    '2026-02-30 10:00:00',
    '2026-02-29 10:00:00',
    '2026-01-01 24:00:00',
    '2026-01-01 10:60:00',
    '2026-01-01',
    '11 Jan 2026 08:20:41',
    '03/02/2026 09:14:27',
    '1772442867',
  ])('is absent: %j', (value) => expect(readDate(value)).toBeNull());
});

it.each([
  ['7', 7],
  ['0', 0],
  ['7.0', 7],
  [' 12 ', 12],
  ['-1', null],
  ['7.5', null],
  ['9999999999999', null],
  ['N/A', null],
  [true, null],
] as [Json, number | null][])('the number %j is %j', (value, number) =>
  expect(readInteger(value)).toBe(number)
);

it.each([
  ['1', true],
  [true, true],
  ['true', true],
  ['0', false],
  [false, false],
  ['N/A', false],
  [undefined, false],
] as [Json | undefined, boolean][])('the flag %j is %j', (value, flag) =>
  expect(readFlag(value)).toBe(flag)
);
