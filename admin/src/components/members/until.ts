export const TERMS = ['1-week', '1-month', '6-months', '1-year', 'no-end', 'date'] as const;
export type Term = (typeof TERMS)[number];

/** The end of a term that begins now; a month later than the 31st is the last day of a shorter month. */
export function endOfTerm(term: Term, day: string, now: Date): Date | null {
  switch (term) {
    case '1-week':
      return new Date(now.getTime() + 7 * 24 * 60 * 60 * 1000);
    case '1-month':
      return addMonths(now, 1);
    case '6-months':
      return addMonths(now, 6);
    case '1-year':
      return addMonths(now, 12);
    case 'no-end':
      return null;
    case 'date':
      return new Date(`${day}T23:59:59`);
  }
}

function addMonths(from: Date, months: number): Date {
  const result = new Date(from);
  result.setMonth(from.getMonth() + months);
  if (result.getDate() !== from.getDate()) {
    result.setDate(0);
  }
  return result;
}
