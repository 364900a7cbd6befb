/** Kartra's own clock, in the text that it sends. */
const CLOCK = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'America/New_York',
  dateStyle: 'short',
  timeStyle: 'medium',
});

const DAY_MS = 86_400_000;

/** What Kartra's clock shows at this moment. */
export const kartraDate = (moment: number): string => CLOCK.format(moment);

/** The same time of day by Kartra's clock, some days earlier or later. */
export function shiftDays(date: string, days: number): string {
  const moved = new Date(Date.parse(`${date.replace(' ', 'T')}Z`) + days * DAY_MS);
  return moved.toISOString().slice(0, 19).replace('T', ' ');
}
