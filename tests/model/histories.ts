/**
 * Random histories of up to three products, 1 to 14 facts each. Alphabets are tiny on purpose: what breaks a fold are
 * collisions (two sales in one second, an order id shared by two entries, a subscription id used by strangers).
 */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { Fact, Settlement } from '../../server/src/core/entitlements/fact';

export type FactContent = Omit<Fact, 'hash' | 'webhookLogId'>;

export interface History {
  readonly facts: readonly Fact[];
  readonly settlements: readonly Settlement[];
}

const NOTHING: FactContent = {
  surface: 'outbound',
  kind: 'sale',
  productId: 'P',
  productName: null,
  pricePoint: null,
  orderId: null,
  parentId: null,
  originalId: null,
  internalSubscriptionId: null,
  processorSubscriptionId: null,
  payNumber: null,
  date: null,
  arrivedOn: null,
  trial: false,
  trialDays: null,
  paymentsLeft: null,
  leadToken: null,
  emailToken: null,
  memberId: null,
};

/** A fact with the given fields; equal fields, equal hash. Account and arrival are no part of what happened. */
export function buildFact(content: Partial<FactContent>): Fact {
  const whole = { ...NOTHING, ...content };
  const text = JSON.stringify({ ...whole, memberId: null, arrivedOn: null });
  const hash = createHash('sha256').update(text).digest('hex');
  return { ...whole, hash, webhookLogId: Number.parseInt(hash.slice(0, 6), 16) };
}

/** Mostly `value`, otherwise null. */
function mostly<T>(value: fc.Arbitrary<T>, freq = 4): fc.Arbitrary<T | null> {
  return fc.option(value, { nil: null, freq });
}

function seldom<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  return fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: value });
}

const surfaces = fc.constantFrom<Fact['surface']>('outbound', 'ipn');
const payments = fc.constantFrom<Fact['kind']>('sale', 'rebill');
const others = fc.constantFrom<Fact['kind']>(
  'failed',
  'partial-refund',
  'cancellation',
  'refund',
  'chargeback'
);
const kinds = fc.oneof(payments, others);

const products = fc.constantFrom('P', 'P', 'P', 'P', 'Q', 'Q', 'R');

/** One second apart, as the two surfaces tell; and around the twelve hours within which payments are one moment. */
const times = fc.constantFrom(
  '10:00:00',
  '10:00:00',
  '10:00:00',
  '10:00:01',
  '21:59:59',
  '22:00:00'
);
const dates = fc
  .tuple(fc.integer({ min: 1, max: 5 }), times)
  .map(([day, time]) => `2026-03-0${day} ${time}`);

/** Leads may have two e-mails, e-mails two leads, and some webhooks name only one of them or nobody. */
const buyers = fc.record({
  leadToken: mostly(fc.constantFrom('lead-1', 'lead-1', 'lead-2', 'lead-3')),
  emailToken: mostly(fc.constantFrom('mail-a', 'mail-a', 'mail-b', 'mail-c')),
  memberId: mostly(fc.constantFrom(1, 2)),
});

const details = fc.record({
  pricePoint: seldom(fc.constantFrom('1', '2')),
  productName: seldom(fc.constantFrom('Course', 'Course 2')),
  payNumber: seldom(fc.constantFrom('1', '2', '3', '10')),
  trial: fc.constantFrom(false, false, true),
  trialDays: seldom(fc.constantFrom(7, 30)),
  paymentsLeft: seldom(fc.constantFrom(0, 1, 2, 11)),
  arrivedOn: mostly(dates),
});

const ORDER_IDS = ['10', '11', '20', '21', '9'] as const;
const orders = fc.constantFrom(...ORDER_IDS);

/** Any field with anything: no story, only collisions. */
const chaos: fc.Arbitrary<Fact[]> = fc
  .record({
    surface: surfaces,
    kind: kinds,
    productId: products,
    date: mostly(dates),
    orderId: mostly(orders),
    parentId: seldom(orders),
    originalId: seldom(orders),
    internalSubscriptionId: seldom(fc.constantFrom('S1', 'S2', 'S3')),
    processorSubscriptionId: seldom(fc.constantFrom('I-1', 'I-2')),
    buyer: buyers,
    details,
  })
  .map(({ buyer, details: more, ...content }) => [buildFact({ ...content, ...buyer, ...more })]);

/** A renewal or an ending that names its person and, at most, its own order. */
const loose: fc.Arbitrary<Fact[]> = fc
  .record({
    surface: surfaces,
    kind: fc.oneof({ weight: 2, arbitrary: fc.constant<Fact['kind']>('rebill') }, others),
    productId: products,
    date: mostly(dates, 9),
    orderId: mostly(fc.constantFrom('91', '92', '93')),
    buyer: buyers,
    details,
  })
  .map(({ buyer, details: more, ...content }) => [buildFact({ ...content, ...buyer, ...more })]);

interface Step {
  readonly kind: Fact['kind'];
  readonly date: string | null;
  /** Product of an event that does not name that of its purchase. */
  readonly otherProduct: string | null;
  /** How it names the buyer where it does not as the first payment did. */
  readonly otherBuyer: Partial<FactContent>;
  /** Which of the ids that a true event carries are there. */
  readonly named: {
    readonly order: boolean;
    readonly parent: boolean;
    readonly original: boolean;
    readonly internal: boolean;
    readonly processor: boolean;
  };
  /** Index of the payment that a reversal takes back; past the end: an order nobody knows. */
  readonly target: number;
  readonly surface: Fact['surface'];
  /** The other surface tells the same event, with fewer ids, or not at all. */
  readonly echo: 'none' | 'same' | 'bare' | 'undated' | 'later';
  readonly details: Partial<FactContent>;
}

const usually = fc.constantFrom(true, true, true, false);
const steps: fc.Arbitrary<Step> = fc.record({
  kind: fc.oneof(
    { weight: 2, arbitrary: fc.constant<Fact['kind']>('rebill') },
    {
      weight: 3,
      arbitrary: others,
    }
  ),
  date: mostly(dates, 5),
  otherProduct: seldom(products),
  otherBuyer: fc.oneof(
    { weight: 8, arbitrary: fc.constant({}) },
    {
      weight: 2,
      // An address that moved to another lead, a lead with another address, and less than the first payment said.
      arbitrary: fc.constantFrom<Partial<FactContent>>(
        { leadToken: 'lead-3' },
        { emailToken: 'mail-c' },
        { leadToken: null },
        { emailToken: null },
        { leadToken: null, emailToken: null }
      ),
    }
  ),
  named: fc.record({
    order: usually,
    parent: usually,
    original: usually,
    internal: usually,
    processor: usually,
  }),
  target: fc.integer({ min: 0, max: 3 }),
  surface: surfaces,
  echo: fc.constantFrom<Step['echo']>('none', 'none', 'none', 'same', 'bare', 'undated', 'later'),
  details,
});

interface Story {
  readonly type: 'one-time' | 'subscription';
  readonly number: number;
  readonly product: string;
  readonly buyer: Partial<FactContent>;
  readonly processor: string;
  readonly first: Step;
  readonly later: readonly Step[];
}

/** What one purchase would really send, minus whatever `named`, `dated` and `echo` leave out or repeat. */
function tell(story: Story): Fact[] {
  const orderOf = (at: number): string => `${story.number}${at}`;
  const isSubscription = story.type === 'subscription';
  return [story.first, ...story.later].flatMap((step, at) => {
    const isReversal = ['refund', 'partial-refund', 'chargeback'].includes(step.kind);
    const content: FactContent = {
      ...NOTHING,
      ...step.details,
      ...story.buyer,
      ...step.otherBuyer,
      productId: step.otherProduct ?? story.product,
      surface: step.surface,
      kind: step.kind,
      date: step.date,
      orderId: step.named.order ? orderOf(at) : null,
      // No entry takes back itself: that one is of an order that no one knows.
      parentId:
        isReversal && step.named.parent ? orderOf(step.target === at ? 9 : step.target) : null,
      originalId: isSubscription && step.named.original ? orderOf(0) : null,
      internalSubscriptionId: isSubscription && step.named.internal ? `S${story.number}` : null,
      processorSubscriptionId: isSubscription && step.named.processor ? story.processor : null,
    };
    return [content, ...echoOf(content, step.echo)].map(buildFact);
  });
}

function echoOf(content: FactContent, echo: Step['echo']): FactContent[] {
  const surface = content.surface === 'ipn' ? 'outbound' : 'ipn';
  switch (echo) {
    case 'none':
      return [];
    case 'same':
      return [{ ...content, surface }];
    case 'undated':
      return [{ ...content, surface, date: null }];
    case 'later':
      return [{ ...content, surface, date: '2026-03-03 10:00:01' }];
    case 'bare':
      return [
        { ...content, surface, internalSubscriptionId: null, originalId: null, parentId: null },
      ];
  }
}

const stories: fc.Arbitrary<Fact[]> = fc
  .record({
    type: fc.constantFrom<Story['type']>('one-time', 'subscription'),
    number: fc.integer({ min: 1, max: 3 }),
    product: products,
    buyer: buyers,
    processor: fc.constantFrom('I-1', 'I-2', 'I-3'),
    // A renewal may come without its sale ever having been sent.
    first: steps.chain((step) =>
      fc
        .constantFrom<Fact['kind']>('sale', 'sale', 'sale', 'sale', 'rebill')
        .map((kind) => ({ ...step, kind }))
    ),
    later: fc.array(steps, { maxLength: 4 }),
  })
  .map(tell);

/** Instalments of one plan, numbered and counted as the surface at hand does; then what came of it. */
const plans: fc.Arbitrary<Fact[]> = fc
  .record({
    buyer: buyers,
    product: products,
    instalments: fc.integer({ min: 1, max: 4 }),
    known: fc.integer({ min: 1, max: 4 }),
    numbered: fc.boolean(),
    counted: fc.constantFrom('all', 'sale', 'none'),
    ending: fc.option(others, { nil: null }),
    ids: fc.constantFrom<Partial<FactContent>>(
      { internalSubscriptionId: 'S1' },
      { internalSubscriptionId: 'S1', originalId: '80' },
      { processorSubscriptionId: 'I-1' },
      {}
    ),
  })
  .map(({ buyer, product, instalments, known, numbered, counted, ending, ids }) => {
    const common = { ...buyer, ...ids, productId: product, surface: 'ipn' as const };
    const paid = Array.from({ length: Math.min(known, instalments) }, (_, at) => {
      const isCounted = counted === 'all' || (counted === 'sale' && at === 0);
      return buildFact({
        ...common,
        kind: at === 0 ? 'sale' : 'rebill',
        orderId: `8${at}`,
        date: `2026-03-0${at + 1} 10:00:00`,
        payNumber: numbered ? String(at + 1) : null,
        paymentsLeft: isCounted ? instalments - 1 - at : null,
      });
    });
    const end = ending && [
      buildFact({ ...common, kind: ending, orderId: '89', date: '2026-03-05 10:00:00' }),
    ];
    return [...paid, ...(end ?? [])];
  });

const MOST_FACTS = 14;

export const factLists: fc.Arbitrary<Fact[]> = fc
  .oneof(
    { weight: 2, arbitrary: fc.array(stories, { minLength: 1, maxLength: 3 }) },
    { weight: 2, arbitrary: fc.array(chaos, { minLength: 1, maxLength: MOST_FACTS }) },
    {
      weight: 3,
      arbitrary: fc.array(fc.oneof(stories, chaos, loose, plans), { minLength: 2, maxLength: 6 }),
    }
  )
  .map((parts) => oneAccountEach(parts.flat().slice(0, MOST_FACTS)));

/** A fact stands in the ledger once, so its repeats have the same account and arrival. */
function oneAccountEach(facts: readonly Fact[]): Fact[] {
  return facts.map((fact) => facts.find((first) => first.hash === fact.hash) ?? fact);
}

interface Settled {
  readonly event: number;
  readonly purchase: number | null;
}

/** Some name hashes that no fact has, as after an erased or foreign settlement. */
const settlementLists: fc.Arbitrary<Settled[]> = fc.array(
  fc.record({ event: fc.nat(MOST_FACTS), purchase: fc.option(fc.nat(MOST_FACTS), { nil: null }) }),
  { maxLength: 3 }
);

export const histories: fc.Arbitrary<History> = fc
  .record({
    facts: factLists,
    settled: fc.oneof(
      { weight: 3, arbitrary: fc.constant<Settled[]>([]) },
      { weight: 1, arbitrary: settlementLists }
    ),
  })
  .map(({ facts, settled }) => ({
    facts,
    settlements: settled.map(({ event, purchase }, at) => ({
      eventHash: facts[event]?.hash ?? 'unknown',
      purchaseHash: purchase === null ? null : (facts[purchase]?.hash ?? 'unknown'),
      sequence: at + 1,
    })),
  }));
