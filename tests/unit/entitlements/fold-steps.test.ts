/** A long fold gives others a turn: its steps are many, and nothing depends on how they are taken. */
import { foldFacts, foldSteps } from '../../../server/src/core/entitlements/fold';
import { buildFact } from '../../model/histories';
import { summarise } from '../../model/summary';

const SALES = 200;

const sale = buildFact({
  surface: 'outbound',
  kind: 'sale',
  productId: 'P',
  productName: null,
  pricePoint: null,
  orderId: '1',
  parentId: null,
  originalId: null,
  internalSubscriptionId: null,
  processorSubscriptionId: null,
  payNumber: null,
  date: '2026-03-01 10:00:00',
  arrivedOn: null,
  trial: false,
  trialDays: null,
  paymentsLeft: null,
  leadToken: 'lead-1',
  emailToken: 'mail-a',
});

const facts = Array.from({ length: SALES }, (_, at) => [
  { ...sale, hash: `sale ${at}`, orderId: String(at) },
  { ...sale, hash: `refund ${at}`, kind: 'refund' as const, orderId: null, payNumber: String(at) },
]).flat();

test('there is a pause for each event and each purchase at least', () => {
  let pauses = 0;
  for (const steps = foldSteps(facts); !steps.next().done; ) pauses += 1;
  expect(pauses).toBeGreaterThan(2 * SALES);
});

test('two folds that take turns come to what each comes to alone', () => {
  const reversed = [...facts].reverse();
  const [one, other] = [foldSteps(facts), foldSteps(reversed)];
  for (;;) {
    const [first, second] = [one.next(), other.next()];
    if (!first.done || !second.done) continue;
    const alone = summarise(foldFacts(facts));
    expect(summarise(first.value)).toEqual(alone);
    expect(summarise(second.value)).toEqual(alone);
    return;
  }
});
