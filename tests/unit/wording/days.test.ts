import { sayDay } from '../../../server/src/core/wording/days';

it.each([
  ['2026-01-31 10:00:00', '31 January 2026'],
  ['2026-02-01', '1 February 2026'],
  ['2026-03-01', '1 March 2026'],
  ['2026-04-01', '1 April 2026'],
  ['2026-05-03T12:00:00.000Z', '3 May 2026'],
  ['2026-06-01', '1 June 2026'],
  ['2026-07-01', '1 July 2026'],
  ['2026-08-01', '1 August 2026'],
  ['2026-09-01', '1 September 2026'],
  ['2026-10-01', '1 October 2026'],
  ['2026-11-01', '1 November 2026'],
  ['2026-12-31', '31 December 2026'],
  [null, 'on an unknown date'],
  ['', 'on an unknown date'],
  ['2026-13-01', 'on an unknown date'],
  ['2026-00-01', 'on an unknown date'],
  ['2026-05', 'on an unknown date'],
  ['soon', 'on an unknown date'],
])('%j is said as %s', (date, said) => {
  expect(sayDay(date)).toBe(said);
});
