import type { LedgerEvent } from './fact';
import { isPayment, rankOf } from './kinds';

/** Code units, not locale: the same on every machine. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const BEFORE_ALL = '';
const AFTER_ALL = '\uffff';

/** An undated payment counts as the oldest, so that it never undoes an ending; anything else undated as the newest. */
const momentOf = (event: LedgerEvent): string =>
  event.date ?? (isPayment(event.kind) ? BEFORE_ALL : AFTER_ALL);

/** The one order of the ledger: Kartra's date, then rank of the kind, then content. Arrival plays no part. */
export function compareEvents(a: LedgerEvent, b: LedgerEvent): number {
  return (
    compareText(momentOf(a), momentOf(b)) ||
    rankOf(a.kind) - rankOf(b.kind) ||
    compareText(a.key, b.key)
  );
}
