/** Cases to judge: a test says what is special about one, and reads what the webhook came to. */
import type { EventKind } from '../../server/src/core/kartra/event';
import type { LedgerEvent, Purchase } from '../../server/src/core/entitlements/fact';
import type { Term } from '../../server/src/core/entitlements/term';
import type { Case } from '../../server/src/core/inbox/case';
import { judge } from '../../server/src/core/inbox/judge';
import type { OutcomeCode } from '../../server/src/core/inbox/outcome';

export const GOLD = 1;

export const event = (kind: EventKind, key: string = kind): LedgerEvent => ({
  key,
  kind,
  facts: [],
  productId: 'P',
  date: '2026-05-03 10:00:00',
  orderId: null,
  payNumber: null,
  productName: null,
  pricePoint: null,
  trial: false,
  trialDays: null,
  paymentsLeft: null,
  parentIds: new Set(),
  originalIds: new Set(),
  internalIds: new Set(),
  processorIds: new Set(),
  surfaces: ['ipn'],
  leadToken: 'lead',
  emailToken: null,
});

const firstPayment = event('sale', 'first');
export const purchase: Purchase = {
  key: 'first',
  type: 'subscription',
  events: [firstPayment],
  firstPayment,
  lastPayment: firstPayment,
  state: { kind: 'active' },
  history: { type: 'subscription', moments: [] },
  productId: 'P',
  productName: null,
  pricePoint: null,
  changes: [],
  memberId: 1,
};

export const term = (state: Term['state'], told: Partial<Term> = {}): Term => ({
  state,
  reason: null,
  since: null,
  endsAt: null,
  endsOn: null,
  endsBecause: null,
  endedAt: null,
  ...told,
});
export const ACTIVE = term('active');
export const COMPLETED = term('completed');

/** A member with a live purchase that gives Gold. */
export function caseOf(kind: EventKind, told: Partial<Case>, before: Term | null): Case {
  return {
    event: event(kind),
    duplicateOf: null,
    unmatched: null,
    hasBought: true,
    amount: null,
    offerIgnored: false,
    purchase,
    term: ACTIVE,
    termBefore: () => before,
    changesProduct: false,
    isOfOldProduct: false,
    keepsRefunded: false,
    mappedLevels: [GOLD],
    levels: [GOLD],
    levelsIfLive: [GOLD],
    levelsWithout: [],
    isDenied: false,
    roleChange: {
      kind: 'keep',
      reason: 'already-right',
      level: GOLD,
      because: { type: 'fallback' },
    },
    account: 'ready',
    accountCreated: false,
    isDoneAlready: false,
    ...told,
  };
}

/** What that webhook came to; `before` is how the purchase stood without it. */
export const codeOf = (
  kind: EventKind,
  told: Partial<Case>,
  before: Term | null = ACTIVE
): OutcomeCode => judge(caseOf(kind, told, before)).code;
