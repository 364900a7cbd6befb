/**
 * What must hold, one sentence each. Every history is folded in every order of arrival, and the reference model of the
 * property tests has to give the same answers.
 */
import type { Fact } from '../../../server/src/core/entitlements/fact';
import { day, FOLDS, named, newerPlan, nobody, one, plan, two } from '../../model/named-facts';

describe.each(FOLDS)('%s: subscriptions', (_, told, fold) => {
  const sale = named('SALE', 'sale', { ...one, ...plan });
  const rebill = (name: string, orderId: string, on: string | null): Fact =>
    named(name, 'rebill', { ...plan, orderId, date: on });
  const cancel = (on: string | null): Fact =>
    named('CANCEL', 'cancellation', { ...plan, orderId: '190', date: on });

  test('a rebill dated before the cancellation changes nothing, whenever it arrives', () => {
    expect(told([sale, rebill('RB', '101', day(2)), cancel(day(3))])).toEqual([
      'subscription ended cancelled: SALE RB CANCEL',
    ]);
  });

  test('a rebill dated after the cancellation recovers', () => {
    expect(told([sale, cancel(day(3)), rebill('RB', '101', day(4))])).toEqual([
      'subscription active: SALE CANCEL RB',
    ]);
  });

  test('cancelled and renewed in the same second: cancelled', () => {
    expect(told([sale, cancel(day(3)), rebill('RB', '101', day(3))])).toEqual([
      'subscription ended cancelled: SALE RB CANCEL',
    ]);
  });

  test('a cancellation before its sale, by arrival and by date, ends nothing that is paid later', () => {
    expect(
      told([cancel(day(2)), named('SALE', 'sale', { ...plan, orderId: '100', date: day(3) })])
    ).toEqual(['subscription active: CANCEL SALE']);
  });

  test('a cancellation without a date stands after everything', () => {
    expect(told([cancel(null), sale, rebill('RB', '101', day(9))])).toEqual([
      'subscription ended cancelled: SALE RB CANCEL',
    ]);
  });

  test('a payment without a date stands before everything', () => {
    expect(told([cancel(day(2)), sale, rebill('RB', '101', null)])).toEqual([
      'subscription ended cancelled: RB SALE CANCEL',
    ]);
  });

  test('a renewal alone proves a purchase', () => {
    expect(told([rebill('RB', '101', day(2))])).toEqual(['subscription active: RB']);
    expect(told([named('RB', 'rebill', { orderId: '101', date: day(2) })])).toEqual([
      'subscription active: RB',
    ]);
  });

  test('an old subscription cancelled while a newer one runs: the newer one runs', () => {
    const newer = named('NEWER', 'sale', { ...two, ...newerPlan });
    expect(told([sale, newer, cancel(day(3))])).toEqual([
      'subscription active: NEWER',
      'subscription ended cancelled: SALE CANCEL',
    ]);
  });

  test('a refund of an instalment ends it until a later payment', () => {
    const second = rebill('RB2', '101', day(2));
    const refund = named('REFUND', 'refund', {
      ...plan,
      orderId: '191',
      parentId: '100',
      date: day(3),
    });
    expect(told([sale, second, refund])).toEqual(['subscription ended refunded: SALE RB2 REFUND']);
    expect(told([sale, second, refund, rebill('RB3', '102', day(4))])).toEqual([
      'subscription active: SALE RB2 REFUND RB3',
    ]);
  });

  test('a reversal dated before the payment that it names stands right after that payment', () => {
    const refund = named('REFUND', 'refund', {
      ...plan,
      orderId: '191',
      parentId: '101',
      date: day(1, 30),
    });
    const second = rebill('RB2', '101', day(2));
    expect(told([sale, refund, second])).toEqual(['subscription ended refunded: SALE REFUND RB2']);
    expect(told([sale, refund, second, rebill('RB3', '102', day(3))])).toEqual([
      'subscription active: SALE REFUND RB2 RB3',
    ]);
  });

  test('the last ending gives the reason', () => {
    const refund = named('REFUND', 'refund', {
      ...plan,
      orderId: '191',
      parentId: '100',
      date: day(2),
    });
    expect(told([sale, refund, cancel(day(3))])).toEqual([
      'subscription ended cancelled: SALE REFUND CANCEL',
    ]);
    expect(told([sale, refund, cancel(day(2))])).toEqual([
      'subscription ended refunded: SALE CANCEL REFUND',
    ]);
  });

  test('a failed charge is past due, until it is paid', () => {
    const failed = named('FAIL', 'failed', { ...plan, orderId: '180', date: day(2) });
    expect(told([sale, failed])).toEqual(['subscription past-due: SALE FAIL']);
    expect(told([sale, failed, rebill('RB', '101', day(3))])).toEqual([
      'subscription active: SALE FAIL RB',
    ]);
    expect(told([sale, failed, cancel(day(3))])).toEqual([
      'subscription ended cancelled: SALE FAIL CANCEL',
    ]);
  });

  test('an episode of failed charges began with the first of them', () => {
    const failed = [2, 3].map((on) =>
      named(`FAIL${on}`, 'failed', { ...plan, orderId: `18${on}`, date: day(on) })
    );
    const [purchase] = fold([sale, ...failed]).purchases;
    expect(purchase?.state).toMatchObject({ kind: 'past-due', since: { key: 'FAIL2' } });
  });

  test('a cancellation naming an unknown subscription takes the only open purchase that it does not contradict', () => {
    const oneTime = named('ORDER', 'sale', one);
    const byPlan = named('CANCEL', 'cancellation', {
      internalSubscriptionId: 'S9',
      orderId: '900',
      date: day(5),
    });
    expect(told([oneTime, byPlan])).toEqual(['one-time ended cancelled: ORDER CANCEL']);
    expect(told([sale, byPlan])).toEqual(['subscription active: SALE', 'unmatched: CANCEL']);
    const onlyProcessor = named('SALE', 'sale', { ...one, processorSubscriptionId: 'I-1' });
    expect(told([onlyProcessor, byPlan])).toEqual(['subscription ended cancelled: SALE CANCEL']);
  });

  test('a cancellation that could mean either of two subscriptions is held', () => {
    const newer = named('NEWER', 'sale', { ...two, ...newerPlan });
    const unclear = named('CANCEL', 'cancellation', { orderId: '900', date: day(5) });
    expect(told([sale, newer, unclear])).toEqual([
      'subscription active: NEWER',
      'subscription active: SALE',
      'unmatched: CANCEL',
    ]);
  });

  test('a cancellation that could mean either of two takes the one still running', () => {
    const newer = named('NEWER', 'sale', { ...two, ...newerPlan });
    const unclear = named('UNCLEAR', 'cancellation', { orderId: '900', date: day(5) });
    expect(told([sale, newer, cancel(day(3)), unclear])).toEqual([
      'subscription ended cancelled: NEWER UNCLEAR',
      'subscription ended cancelled: SALE CANCEL',
    ]);
  });

  test('a second cancellation of the only purchase belongs to it, though it has ended', () => {
    const again = named('AGAIN', 'cancellation', { orderId: '900', date: day(5) });
    expect(told([sale, cancel(day(3)), again])).toEqual([
      'subscription ended cancelled: SALE CANCEL AGAIN',
    ]);
  });

  test('an ending before anything was bought is held', () => {
    const early = named('EARLY', 'cancellation', { orderId: '900', date: '2026-02-01 10:00:00' });
    expect(told([sale, early])).toEqual(['subscription active: SALE', 'unmatched: EARLY']);
  });

  test.each([
    ['the internal subscription id', { internalSubscriptionId: 'S1' }],
    ["the processor's subscription id", { processorSubscriptionId: 'I-1' }],
    ['the original order', { originalId: '100' }],
  ])('%s alone ties a cancellation to its purchase', (_name, id) => {
    const ending = named('CANCEL', 'cancellation', {
      ...nobody,
      ...id,
      orderId: '900',
      date: day(3),
    });
    const newer = named('NEWER', 'sale', { ...two, ...newerPlan });
    expect(told([sale, newer, ending])).toEqual([
      'subscription active: NEWER',
      'subscription ended cancelled: SALE CANCEL',
    ]);
  });

  test("two subscriptions under one processor's id stay two", () => {
    const newer = named('NEWER', 'sale', {
      ...two,
      ...newerPlan,
      processorSubscriptionId: 'I-1',
    });
    expect(told([sale, newer, cancel(day(3))])).toEqual([
      'subscription active: NEWER',
      'subscription ended cancelled: SALE CANCEL',
    ]);
  });

  test('webhooks with different ids of one subscription meet through one that has both', () => {
    const bare = named('SALE', 'sale', { orderId: '100', date: day(1) });
    const both = named('BOTH', 'sale', { surface: 'ipn', ...one, ...plan });
    const ending = named('CANCEL', 'cancellation', {
      processorSubscriptionId: 'I-1',
      orderId: '900',
      date: day(3),
    });
    expect(told([bare, both, ending])).toEqual(['subscription ended cancelled: BOTH+SALE CANCEL']);
  });

  test('a renewal without ids goes to the only purchase, and of several running ones to the latest begun', () => {
    const bare = named('RB', 'rebill', { orderId: '900', date: day(5) });
    const newer = named('NEWER', 'sale', { ...two, ...newerPlan });
    expect(told([sale, bare])).toEqual(['subscription active: SALE RB']);
    expect(told([sale, newer, bare])).toEqual([
      'subscription active: NEWER RB',
      'subscription active: SALE',
    ]);
  });
});
