import { epochOf, kartraDate } from '../../../server/src/core/entitlements/calendar';

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
