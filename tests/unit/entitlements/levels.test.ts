/**
 * From webhooks of one buyer, over two products, to the level: every order of arrival, with repeats, against a model
 * small enough to be right at a glance. It knows only well-named histories; the odd ones are for the reference model.
 */
import { decideAccess } from '../../../server/src/core/access/decide';
import type { Fact } from '../../../server/src/core/entitlements/fact';
import { foldFacts } from '../../../server/src/core/entitlements/fold';
import { permutations, shuffledWithRepeats } from '../../model/arrivals';
import { day, named } from '../../model/named-facts';

const GOLD = 11;
const SILVER = 12;
const AUTHENTICATED = 1;

interface Webhook {
  readonly product: 'gold' | 'silver';
  /** What was bought: an order, or a subscription. */
  readonly purchase: string;
  readonly fact: Fact;
}

/** Ids as Kartra gives them, so that each webhook names its purchase. */
function webhook(
  product: Webhook['product'],
  purchase: string,
  kind: Fact['kind'],
  on: number
): Webhook {
  const isSubscription = purchase.startsWith('S');
  const name = `${product} ${purchase} ${kind} ${on}`;
  const first = `${purchase}-1`;
  const fact = named(name, kind, {
    productId: product,
    date: day(on),
    orderId: kind === 'sale' ? first : `${purchase}-${kind}-${on}`,
    parentId: ['refund', 'partial-refund', 'chargeback'].includes(kind) ? first : null,
    originalId: isSubscription ? first : null,
    internalSubscriptionId: isSubscription ? purchase : null,
  });
  return { product, purchase, fact };
}

function levelByTheCore(webhooks: readonly Webhook[]): number | null {
  const entitlements = foldFacts(webhooks.map(({ fact }) => fact)).purchases.map((purchase) => ({
    id: purchase.key,
    live: purchase.state.kind !== 'ended',
    roleIds: [purchase.productId === 'gold' ? GOLD : SILVER],
  }));
  return decideAccess({
    entitlements,
    overrides: [],
    levels: [
      { roleId: GOLD, rank: 1 },
      { roleId: SILVER, rank: 2 },
    ],
    currentRole: null,
    site: { fallbackRoleId: null, defaultRoleId: AUTHENTICATED, publicRoleId: 2 },
    lastGivenRoleId: null,
    now: 0,
  }).level;
}

/** Sorted by time, a payment opens its purchase and an ending closes it; the best open one gives the level. */
function levelAtAGlance(webhooks: readonly Webhook[]): number | null {
  const open = new Map<string, number>();
  const inTime = [...webhooks].sort((a, b) => ((a.fact.date ?? '') < (b.fact.date ?? '') ? -1 : 1));
  for (const { product, purchase, fact } of inTime) {
    const key = `${product} ${purchase}`;
    if (['sale', 'rebill'].includes(fact.kind)) open.set(key, product === 'gold' ? GOLD : SILVER);
    if (['cancellation', 'refund', 'chargeback'].includes(fact.kind)) open.delete(key);
  }
  const levels = [...open.values()];
  return levels.length === 0 ? null : Math.min(...levels);
}

const HISTORIES: [string, number | null, Webhook[]][] = [
  [
    'two products, one refunded: the level of the other remains',
    SILVER,
    [
      webhook('gold', 'A', 'sale', 1),
      webhook('silver', 'B', 'sale', 2),
      webhook('gold', 'A', 'refund', 3),
    ],
  ],
  [
    'two products under one order id: both are bought, each ends alone',
    GOLD,
    [
      webhook('gold', 'A', 'sale', 1),
      webhook('silver', 'A', 'sale', 2),
      webhook('silver', 'A', 'refund', 3),
    ],
  ],
  [
    'an old subscription cancelled while a newer one of the same product runs: the level remains',
    GOLD,
    [
      webhook('gold', 'S1', 'sale', 1),
      webhook('gold', 'S1', 'rebill', 2),
      webhook('gold', 'S2', 'sale', 3),
      webhook('gold', 'S1', 'cancellation', 4),
      webhook('gold', 'S2', 'rebill', 5),
      webhook('silver', 'B', 'sale', 6),
    ],
  ],
  [
    'refunded, bought anew and charged back: nothing is left',
    null,
    [
      webhook('gold', 'A', 'sale', 1),
      webhook('gold', 'A', 'refund', 2),
      webhook('gold', 'B', 'sale', 3),
      webhook('gold', 'B', 'partial-refund', 4),
      webhook('gold', 'B', 'chargeback', 5),
      webhook('silver', 'S1', 'failed', 6),
    ],
  ],
  [
    'a renewal after the cancellation recovers, failed payments do not matter',
    GOLD,
    [
      webhook('gold', 'S1', 'sale', 1),
      webhook('gold', 'S1', 'failed', 2),
      webhook('gold', 'S1', 'cancellation', 3),
      webhook('gold', 'S1', 'rebill', 4),
      webhook('gold', 'S1', 'failed', 5),
      webhook('silver', 'S2', 'sale', 6),
    ],
  ],
  [
    'cancelled, refunded and only the other product renewed',
    SILVER,
    [
      webhook('gold', 'S1', 'sale', 1),
      webhook('silver', 'S2', 'sale', 2),
      webhook('gold', 'S1', 'cancellation', 3),
      webhook('gold', 'S1', 'refund', 4),
      webhook('silver', 'S2', 'cancellation', 5),
      webhook('silver', 'S2', 'rebill', 6),
    ],
  ],
];

test.each(HISTORIES)('%s', (_name, level, webhooks) => {
  expect(levelAtAGlance(webhooks)).toBe(level);
  for (const [at, arrival] of permutations(webhooks).entries()) {
    const repeated = [...arrival, ...shuffledWithRepeats(webhooks, at)];
    expect(levelByTheCore(repeated)).toBe(level);
    // What has arrived so far counts as if nothing else existed.
    for (let count = 1; count < arrival.length; count += 1) {
      const sofar = arrival.slice(0, count);
      if (isProven(sofar)) expect(levelByTheCore(sofar)).toBe(levelAtAGlance(sofar));
    }
  }
});

/** True when no ending or failure is there without the payment that it names: those wait, and the glance cannot. */
function isProven(webhooks: readonly Webhook[]): boolean {
  return webhooks.every(({ product, purchase }) =>
    webhooks.some(
      (other) =>
        other.product === product && other.purchase === purchase && other.fact.kind === 'sale'
    )
  );
}
