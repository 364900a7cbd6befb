/** Days and months on the wall clock, one by one; and New York's clock, as `Intl` knows it. */

const pad = (value: number, digits = 2): string => String(value).padStart(digits, '0');

interface Wall {
  readonly y: number;
  readonly m: number;
  readonly d: number;
  readonly time: string;
}
const read = (date: string): Wall => ({
  y: Number(date.slice(0, 4)),
  m: Number(date.slice(5, 7)),
  d: Number(date.slice(8, 10)),
  time: date.slice(11),
});
const write = ({ y, m, d, time }: Wall): string => `${pad(y, 4)}-${pad(m)}-${pad(d)} ${time}`;
const monthLength = (y: number, m: number): number => new Date(Date.UTC(y, m, 0)).getUTCDate();

function nextDay({ y, m, d, time }: Wall): Wall {
  if (d < monthLength(y, m)) return { y, m, d: d + 1, time };
  return m < 12 ? { y, m: m + 1, d: 1, time } : { y: y + 1, m: 1, d: 1, time };
}

export function daysLater(date: string, days: number): string {
  let wall = read(date);
  for (let day = 0; day < days; day += 1) wall = nextDay(wall);
  return write(wall);
}

export function monthsLater(date: string, months: number): string {
  const { y, m, d, time } = read(date);
  const at = y * 12 + (m - 1) + months;
  const [year, month] = [Math.floor(at / 12), (at % 12) + 1];
  return write({ y: year, m: month, d: Math.min(d, monthLength(year, month)), time });
}

export function periodsLater(date: string, period: string, times: number): string {
  const count = Number(period.slice(1, -1)) * times;
  switch (period.at(-1)) {
    case 'D':
      return daysLater(date, count);
    case 'W':
      return daysLater(date, 7 * count);
    case 'M':
      return monthsLater(date, count);
    default:
      return monthsLater(date, 12 * count);
  }
}

const CLOCK = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'America/New_York',
  dateStyle: 'short',
  timeStyle: 'medium',
});

/** The first moment at which New York's clock shows this, or what it skipped to; tried minute by minute of its offsets. */
export function inNewYork(date: string): number {
  const asUtc = Date.parse(`${date.replace(' ', 'T')}Z`);
  const moments = [4, 5].map((hours) => asUtc + hours * 3_600_000);
  return moments.find((moment) => CLOCK.format(moment) === date) ?? Math.max(...moments);
}

export const daysBetween = (from: string, to: string): number =>
  (Date.parse(`${to.replace(' ', 'T')}Z`) - Date.parse(`${from.replace(' ', 'T')}Z`)) / 86_400_000;
