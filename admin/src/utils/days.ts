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

function moment(local: string): string | undefined {
  const at = new Date(local);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}
