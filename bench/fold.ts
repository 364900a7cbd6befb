/**
 * How long the fold of one neighborhood takes: `npm run bench:fold`. Shapes in which every fact has to do with every
 * other one; the time should grow with the number of facts, hardly faster.
 */
import { createHash } from 'node:crypto';
import type { Fact } from '../server/src/core/entitlements/fact';
import { foldFacts } from '../server/src/core/entitlements/fold';

const SIZES = [500, 4000, 20_000];
const RUNS = 5;

const START = Date.UTC(2020, 0, 1);
const HOUR = 3_600_000;

/** Hour by hour, so that no two facts are of one second. */
const dateOf = (hour: number): string =>
  new Date(START + hour * HOUR).toISOString().slice(0, 19).replace('T', ' ');

function factOf(number: number, fields: Partial<Fact>): Fact {
  return {
    hash: createHash('sha256').update(String(number)).digest('hex'),
    surface: 'outbound',
    kind: 'sale',
    productId: 'P',
    productName: 'Course',
    pricePoint: '1',
    orderId: String(number),
    parentId: null,
    originalId: null,
    internalSubscriptionId: null,
    processorSubscriptionId: null,
    payNumber: null,
    date: dateOf(number),
    arrivedOn: null,
    trial: false,
    trialDays: null,
    paymentsLeft: null,
    leadToken: 'lead-1',
    emailToken: 'mail-1',
    memberId: 1,
    webhookLogId: number,
    ...fields,
  };
}

const strangers = (number: number): Partial<Fact> => ({
  leadToken: `lead-${number}`,
  emailToken: `mail-${number}`,
});

type Shape = (number: number, size: number) => Partial<Fact>;

const SHAPES: Readonly<Record<string, Shape>> = {
  'one person, half one-time sales, half refunds without ids': (number, size) =>
    number < size / 2 ? {} : { kind: 'refund', orderId: null },
  'one person, half sales of subscriptions, half cancellations without ids': (number, size) =>
    number < size / 2
      ? { internalSubscriptionId: `S${number}` }
      : { kind: 'cancellation', orderId: `E${number}` },
  'one person, half sales, half renewals that may be of any': (number, size) =>
    number < size / 2 ? { originalId: String(number) } : { kind: 'rebill' },
  'one subscription, renewals': (number) => ({
    kind: number === 0 ? 'sale' : 'rebill',
    internalSubscriptionId: 'S1',
    date: dateOf(number * 24),
  }),
  'one subscription, half renewals, half refunds of them': (number, size) => ({
    internalSubscriptionId: 'S1',
    ...(number < size / 2
      ? { kind: number === 0 ? 'sale' : 'rebill', date: dateOf(number * 24) }
      : { kind: 'refund', parentId: String(number - Math.floor(size / 2)) }),
  }),
  'one subscription, a change of product with each renewal': (number) => ({
    kind: number === 0 ? 'sale' : 'rebill',
    internalSubscriptionId: 'S1',
    productId: number % 2 === 0 ? 'P' : 'Q',
    date: dateOf(number * 24),
  }),
  'one subscription of many products, an ending for each': (number, size) => {
    const half = Math.floor(size / 2);
    const ids = { internalSubscriptionId: 'S1', productId: `P${number % half}` };
    return number < half ? ids : { ...ids, kind: 'cancellation', orderId: `E${number}` };
  },
  'buyers who share one order id': (number) => ({ ...strangers(number), orderId: 'none' }),
  'buyers who share one subscription id of the processor': (number) => ({
    ...strangers(number),
    processorSubscriptionId: 'none',
  }),
  'buyers who share one subscription id of Kartra': (number) => ({
    ...strangers(number),
    internalSubscriptionId: 'none',
  }),
  'buyers who share one subscription id of Kartra, half cancellations of others': (
    number,
    size
  ) => ({
    ...strangers(number),
    internalSubscriptionId: 'none',
    ...(number < size / 2 ? {} : { kind: 'cancellation' }),
  }),
  'buyers who share one order id, half refunds of it by others': (number, size) => ({
    ...strangers(number),
    orderId: 'none',
    ...(number < size / 2 ? {} : { kind: 'refund', orderId: `E${number}`, parentId: 'none' }),
  }),
  'one person, many subscriptions of one processor id': (number) => ({
    internalSubscriptionId: `S${number}`,
    processorSubscriptionId: 'R1',
  }),
  'one person, ended subscriptions, then renewals that may be of any': (number, size) => {
    const third = Math.ceil(size / 3);
    if (number < third) return { originalId: String(number) };
    return number < 2 * third
      ? { kind: 'refund', parentId: String(number - third) }
      : { kind: 'rebill' };
  },
  'buyers who share one lead': (number) => ({ ...strangers(number), leadToken: 'lead-1' }),
};

/** Time of the processor, all threads, in ms: what else the machine does plays no part. */
function msOf(facts: readonly Fact[]): number {
  const start = process.cpuUsage();
  foldFacts(facts);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

const factsOf = (shape: Shape, size: number): Fact[] =>
  Array.from({ length: size }, (_, number) => factOf(number, shape(number, size)));

// Compiled code is what is measured: the first shapes would have to wait for the compiler.
for (const shape of Object.values(SHAPES)) foldFacts(factsOf(shape, 4000));

for (const [name, shape] of Object.entries(SHAPES)) {
  const times = SIZES.map((size) => {
    const facts = factsOf(shape, size);
    const runs = Array.from({ length: RUNS }, () => msOf(facts));
    return `${Math.min(...runs).toFixed(0)} ms`.padStart(9);
  });
  console.log(`${times.join(' ')}  ${name}`);
}
console.log(`${SIZES.map((size) => String(size).padStart(9)).join(' ')}  facts`);
