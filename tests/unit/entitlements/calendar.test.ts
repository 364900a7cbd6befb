import {
  daysBetween,
  epochOf,
  kartraDate,
  plus,
  plusDays,
  readPeriod,
  writePeriod,
} from '../../../server/src/core/entitlements/calendar';

const at = (iso: string) => kartraDate(Date.parse(iso));

describe('a moment on Kartra\u2019s clock', () => {
  it.each([
    ['in summer', '2026-07-03T14:02:11Z', '2026-07-03 10:02:11'],
    ['in winter', '2026-12-03T02:02:11Z', '2026-12-02 21:02:11'],
    ['at midnight', '2026-07-03T04:00:00Z', '2026-07-03 00:00:00'],
    ['at the turn of the year', '2027-01-01T04:59:59.999Z', '2026-12-31 23:59:59'],
    ['just before the clocks go forward', '2026-03-08T06:59:59Z', '2026-03-08 01:59:59'],
    ['just after the clocks went forward', '2026-03-08T07:00:00Z', '2026-03-08 03:00:00'],
    ['in the hour before it is repeated', '2026-11-01T05:30:00Z', '2026-11-01 01:30:00'],
    ['in the repeated hour', '2026-11-01T06:30:00Z', '2026-11-01 01:30:00'],
    ['after the repeated hour', '2026-11-01T07:00:00Z', '2026-11-01 02:00:00'],
    ['in a year of another rule', '2006-03-20T15:00:00Z', '2006-03-20 10:00:00'],
  ])('%s', (_when, iso, date) => expect(at(iso)).toBe(date));

  it('is the same moment again, except within the hour that comes twice', () => {
    for (let hour = 0; hour < 366 * 24; hour += 7) {
      const moment = Date.UTC(2026, 0, 1) + hour * 3_600_000;
      const isRepeated = kartraDate(moment - 3_600_000) === kartraDate(moment);
      if (!isRepeated) expect(epochOf(kartraDate(moment))).toBe(moment);
    }
  });
});

describe('a date of Kartra\u2019s is a moment', () => {
  it.each([
    ['in winter', '2026-01-15 10:00:00', '2026-01-15T15:00:00Z'],
    ['in summer', '2026-07-15 10:00:00', '2026-07-15T14:00:00Z'],
    ['just before the clocks go forward', '2026-03-08 01:59:59', '2026-03-08T06:59:59Z'],
    ['in the hour that they leave out: the next', '2026-03-08 02:30:00', '2026-03-08T07:30:00Z'],
    ['just after', '2026-03-08 03:00:00', '2026-03-08T07:00:00Z'],
    ['in the hour that they repeat: the first', '2026-11-01 01:30:00', '2026-11-01T05:30:00Z'],
    ['just after that hour', '2026-11-01 02:00:00', '2026-11-01T07:00:00Z'],
  ])('%s', (_when, date, iso) => expect(epochOf(date)).toBe(Date.parse(iso)));
});

describe('days and months are added on the wall clock', () => {
  it.each([
    ['a day over the change of clocks', '2026-03-07 10:00:00', 1, 'D', '2026-03-08 10:00:00'],
    ['two weeks', '2026-01-01 10:00:00', 2, 'W', '2026-01-15 10:00:00'],
    ['a month from the 31st', '2026-01-31 10:00:00', 1, 'M', '2026-02-28 10:00:00'],
    ['a year from February 29', '2024-02-29 10:00:00', 1, 'Y', '2025-02-28 10:00:00'],
    ['days back', '2026-03-01 10:00:00', -10, 'D', '2026-02-19 10:00:00'],
  ] as const)('%s', (_what, date, count, unit, expected) => {
    expect(plus(date, { count, unit })).toBe(expected);
  });

  it('several times from the date given, so that no day is lost', () => {
    expect(plus('2026-01-31 10:00:00', { count: 1, unit: 'M' }, 2)).toBe('2026-03-31 10:00:00');
    expect(plus('2026-01-31 10:00:00', { count: 1, unit: 'M' }, 0)).toBe('2026-01-31 10:00:00');
    expect(plusDays('2026-12-31 10:00:00', 1)).toBe('2027-01-01 10:00:00');
  });

  it('days between have fractions', () => {
    expect(daysBetween('2026-03-07 10:00:00', '2026-03-08 22:00:00')).toBe(1.5);
    expect(daysBetween('2026-03-08 10:00:00', '2026-03-07 10:00:00')).toBe(-1);
  });
});

describe('a period', () => {
  it.each(['P1D', 'P2W', 'P12M', 'P999D', 'P10Y'])('%s is read and written', (text) => {
    const period = readPeriod(text);
    expect(period && writePeriod(period)).toBe(text);
  });

  it.each([
    null,
    '',
    'P0M',
    'P01M',
    'P1000D',
    'P1H',
    '1M',
    'P1M2',
    'XP1M',
    'PM',
    'p1m',
    'P-1M',
    'P1M1D',
  ])('%j is none', (text) => {
    expect(readPeriod(text)).toBeNull();
  });
});
