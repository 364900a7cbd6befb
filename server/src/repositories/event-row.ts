import { EVENT_KINDS, type Surface } from '../core/kartra/event';
import type { Other } from '../core/wording/other';

export const LEDGER_KINDS = [...EVENT_KINDS, 'settled', 'end-settled'] as const;
export type LedgerKind = (typeof LEDGER_KINDS)[number];

/**
 * One row of the ledger: a money fact, or what a person settled by hand about the one that `settles` names: to which
 * purchase it belongs (kind `settled`), or on which date access ends (`end-settled`). Never changed, never deleted.
 */
export interface EventRow {
  id: number;
  connectionId: number;
  factHash: string;
  webhookLogId: number;
  /** Null: a person said it. */
  surface: Surface | null;
  /** A row of another kind is one of another version: it counts for nothing. */
  kind: LedgerKind | Other;
  productId: string;
  productName: string | null;
  pricePoint: string | null;
  orderId: string | null;
  parentId: string | null;
  originalId: string | null;
  internalSubscriptionId: string | null;
  processorSubscriptionId: string | null;
  payNumber: string | null;
  date: string | null;
  /** When the webhook first arrived, on Kartra's clock: where an undated cancellation belongs. Null before this was stored. */
  arrivedOn: string | null;
  trial: boolean;
  trialDays: number | null;
  paymentsLeft: number | null;
  amount: string | null;
  memberId: number | null;
  leadToken: string | null;
  emailToken: string | null;
  recordedAt: number;
  settles: string | null;
  settledTo: string | null;
  settledBy: string | null;
}
