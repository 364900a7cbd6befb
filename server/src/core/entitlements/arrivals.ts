import type { LedgerEvent, Purchase } from './fact';
import { isPayment } from './kinds';
import type { Locate } from './locate';

/** A row of the ledger: which fact arrived, and after which others. */
export interface Arrival {
  /** Raised by each fact that arrives. */
  readonly id: number;
  readonly factHash: string;
}

type RowOf<Row> = ReadonlyMap<string, Row>;

/** The row that told first of the event. */
export function firstRowOf<Row extends Arrival>(
  { facts }: LedgerEvent,
  rowOf: RowOf<Row>
): Row | null {
  const rows = facts.flatMap(({ hash }) => rowOf.get(hash) ?? []);
  return rows.reduce<Row | null>((first, row) => (first && first.id < row.id ? first : row), null);
}

export const rowsBefore = <Row extends Arrival>(rows: readonly Row[], { id }: Arrival): Row[] =>
  rows.filter((row) => row.id < id);

/** Whether a payment of the purchase had arrived before that row: most often none had, which costs no fold. */
export const arePaymentsKnown = (
  { events }: Purchase,
  rowOf: RowOf<Arrival>,
  { id }: Arrival
): boolean =>
  events.some(
    ({ kind, facts }) =>
      isPayment(kind) && facts.some(({ hash }) => (rowOf.get(hash)?.id ?? id) < id)
  );

/**
 * Owners of the purchases that these facts are the first to tell of, if they are sales: for whom an account that was
 * deleted is created again. The same sale told once more is not new.
 */
export const buyersOfNewSales = (
  newFacts: readonly string[],
  locate: Locate,
  rowOf: RowOf<Arrival>
): number[] =>
  newFacts.flatMap((hash) => {
    const { event, purchases } = locate(hash) ?? {};
    const memberId = purchases?.[0]?.memberId ?? null;
    if (event?.kind !== 'sale' || memberId === null) return [];
    return firstRowOf(event, rowOf)?.factHash === hash ? memberId : [];
  });
