interface Span {
  readonly from?: string;
  readonly to?: string;
}

/** Dates in the address are days of the person's own calendar, both included; the API takes moments. */
export function readDays({ from, to }: Span): Span {
  return {
    ...(from ? { from: moment(`${from}T00:00:00.000`) } : {}),
    ...(to ? { to: moment(`${to}T23:59:59.999`) } : {}),
  };
}

/** What an address may say of a day, and means one. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
}

/** The day that it is then where the browser is. */
export function toDay(at: Date): string {
  const pad = (value: number, length: number) => String(value).padStart(length, '0');
  return [pad(at.getFullYear(), 4), pad(at.getMonth() + 1, 2), pad(at.getDate(), 2)].join('-');
}

function moment(local: string): string | undefined {
  const at = new Date(local);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}
