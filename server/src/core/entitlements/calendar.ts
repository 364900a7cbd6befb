import { tzOffset } from '@date-fns/tz';
import { UTCDate } from '@date-fns/utc';
import { addDays, addMonths, addWeeks, addYears, format } from 'date-fns';

/**
 * Arithmetic with Kartra's dates, which are wall-clock texts `YYYY-MM-DD HH:MM:SS`. Days and months are added on the
 * wall clock, so that a month is a month; a moment in time comes of it only at the end.
 */

/** Kartra's clock is US Eastern (assumed, `PROTOCOL`). */
const KARTRA_ZONE = 'America/New_York';
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

type Unit = 'D' | 'W' | 'M' | 'Y';

export interface Period {
  readonly count: number;
  readonly unit: Unit;
}

const ADD = { D: addDays, W: addWeeks, M: addMonths, Y: addYears } as const;

/** Read as UTC, where each wall-clock time exists exactly once, whatever zone the process runs in. */
const wall = (date: string): UTCDate => {
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = date
    .split(/[^\d]/)
    .map(Number);
  return new UTCDate(year, month - 1, day, hour, minute, second);
};

const write = (date: Date): string => format(date, 'yyyy-MM-dd HH:mm:ss');

const offsetAt = (epoch: number): number => tzOffset(KARTRA_ZONE, new Date(epoch)) * MINUTE_MS;

/** Epoch ms of a date of Kartra's; an hour that the clocks leave out counts as the next, one they repeat as its first. */
export function epochOf(date: string): number {
  const shown = wall(date).getTime();
  const first = shown - offsetAt(shown);
  const second = shown - offsetAt(first);
  return second + offsetAt(second) === shown ? second : first;
}

const CLOCK = new Intl.DateTimeFormat('sv-SE', {
  timeZone: KARTRA_ZONE,
  dateStyle: 'short',
  timeStyle: 'medium',
});

/** What Kartra's clock shows at a moment (epoch ms), `YYYY-MM-DD HH:MM:SS`; an hour that the clocks repeat is shown twice. */
export const kartraDate = (epoch: number): string => CLOCK.format(epoch);

/** The 31st plus a month is the last of the next; always counted from the date given, so that no day is lost. */
export const plus = (date: string, { count, unit }: Period, times = 1): string =>
  write(ADD[unit](wall(date), count * times));

export const plusDays = (date: string, days: number): string =>
  plus(date, { count: days, unit: 'D' });

/** Days between two dates on the wall clock, with fractions. */
export const daysBetween = (from: string, to: string): number =>
  (wall(to).getTime() - wall(from).getTime()) / DAY_MS;

export const writePeriod = ({ count, unit }: Period): string => `P${count}${unit}`;

const PERIOD = /^P([1-9]\d{0,2})([DWMY])$/;

/** An ISO 8601 duration of one unit (`P1M`, `P2W`); null for anything else. */
export function readPeriod(text: string | null): Period | null {
  const [, count, unit] = PERIOD.exec(text ?? '') ?? [];
  return count && unit ? { count: Number(count), unit: unit as Unit } : null;
}
