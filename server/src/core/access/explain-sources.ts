import type { MessageValue } from '../wording/sentence';
import type { SentenceKey } from '../../../../texts/say';
import type { HeldReason } from './hindrance';
import type { Override } from './overrides';
import { sayEnglish } from '../wording/english';
import type { Outlook } from '../entitlements/outlook';
import type { Term } from '../entitlements/term';

/** Why a purchase gives nothing yet, though it was paid. */
export type StuckReason =
  /** Its webhook has not come to its turn, or is tried again. */
  | 'waiting'
  | 'role-missing'
  | 'role-refused'
  | 'hook-failed'
  | 'site-code'
  | 'took-too-long'
  | 'internal';

/** Facts from which a person can derive a member's level; the sentences are made of nothing else. */
export interface ExplainedPurchase {
  readonly state: Term['state'];
  /** Why it ended, or gives nothing. */
  readonly endReason: Term['reason'];
  /** Levels its mapping gives, highest first; none: not mapped. */
  readonly roleIds: readonly number[];
  readonly productId: string;
  readonly product: string;
  readonly order: string | null;
  readonly boughtAt: string | null;
  /** Kartra's dates of the renewals, oldest first. */
  readonly renewedAt: readonly string[];
  readonly endedAt: string | null;
  /** Kartra's date of the open cancellation, or of the failed payment. */
  readonly cancelledAt: string | null;
  readonly failedAt: string | null;
  readonly end: ExplainedEnd | null;
  /** Why it gives nothing yet though it was paid; null: it is as its state says. */
  readonly stuck: StuckReason | null;
  readonly outlook: Outlook;
  readonly webhookLogIds: readonly number[];
}

/** An end that will come without another event. */
export interface ExplainedEnd {
  /** Epoch ms, and the same by Kartra's clock. */
  readonly at: number;
  readonly on: string;
  readonly because: Term['endsBecause'];
  /** Of a fixed duration: how long, and from which payment. */
  readonly days: number | null;
  readonly from: string | null;
}

export interface ExplainedOverride {
  readonly effect: 'grant' | 'deny';
  readonly source: Override['source'];
  readonly roleId: number | null;
  /** ISO date. */
  readonly until: string | null;
  readonly reason: string | null;
  readonly author: string | null;
  readonly givenAt: string;
}

export interface ExplainInput {
  readonly purchases: readonly ExplainedPurchase[];
  /** Those that count now. */
  readonly overrides: readonly ExplainedOverride[];
  /** Highest first. */
  readonly levels: readonly { readonly roleId: number; readonly name: string }[];
  readonly fallback: string | null;
  readonly user: {
    readonly roleId: number | null;
    readonly roleName: string | null;
    readonly blocked: boolean;
  } | null;
  /** Since when the role is known to be another one by hand; ISO date. */
  readonly changedByHandAt: string | null;
  /** Since when it is known that the account was deleted; ISO date. */
  readonly userGoneAt: string | null;
  readonly isProtected: boolean;
  readonly heldReason: HeldReason | null;
}

export interface Line {
  readonly code: Extract<SentenceKey, `explain.${string}`>;
  readonly text: string;
  readonly values: Readonly<Record<string, MessageValue>>;
  readonly webhookLogIds: readonly number[];
}

/** What gives levels: a purchase, or a person. */
export type Giver = {
  /** The highest it gives. */
  readonly roleId: number;
  /** All it gives, highest first. */
  readonly roleIds: readonly number[];
} & (
  | { readonly purchase: ExplainedPurchase; readonly override: null }
  | { readonly purchase: null; readonly override: ExplainedOverride }
);

/** `code` is also where the catalogue has the sentence. */
export const line = (
  code: Line['code'],
  values: Line['values'],
  webhookLogIds: readonly number[] = []
): Line => ({ code, values, text: sayEnglish(code, values), webhookLogIds });

export function sourceValues(purchase: ExplainedPurchase): Line['values'] {
  return {
    order: purchase.order,
    product: purchase.product,
    productId: purchase.productId,
    state: purchase.state,
    boughtAt: purchase.boughtAt,
    renewals: purchase.renewedAt.length,
    renewedBefore: purchase.renewedAt.at(-2) ?? null,
    renewedAt: purchase.renewedAt.at(-1) ?? null,
    cancelledAt: purchase.cancelledAt,
    failedAt: purchase.failedAt,
    until: purchase.end?.on ?? null,
    because: purchase.end?.because ?? null,
    days: purchase.end?.days ?? null,
    from: purchase.end?.from ?? null,
  };
}
