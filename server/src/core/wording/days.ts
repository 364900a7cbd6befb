const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** "3 May 2026" of a date that begins `YYYY-MM-DD`; Kartra's dates stand as it wrote them, in its own zone. */
export function sayDay(date: string | null): string {
  const [year, month, dayOfMonth] = (date ?? '').slice(0, 10).split('-').map(Number);
  const name = MONTHS[(month ?? 0) - 1];
  return name && year && dayOfMonth ? `${dayOfMonth} ${name} ${year}` : 'on an unknown date';
}
