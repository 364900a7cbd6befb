/** How a purchase stands under the default policies, and where its events stand. */
import {
  compareSteps,
  Course,
  endReasonOf,
  historyOf,
  stateOf,
} from '../../../server/src/core/entitlements/course';
import type { LedgerEvent, PurchaseState } from '../../../server/src/core/entitlements/fact';
import { draftOf, eventOf, namesOf } from '../../builders/ledger';

const on = (day: number): string => `2026-03-${String(day).padStart(2, '0')} 10:00:00`;
const S = { internalSubscriptionId: 'S1' };
const SALE = eventOf('SALE', 'sale', { orderId: '1', date: on(1) });
const START = eventOf('START', 'sale', { ...S, orderId: '1', date: on(1) });
const RENEWAL = eventOf('RENEWAL', 'rebill', { ...S, orderId: '2', date: on(10) });

const event = (
  name: string,
  kind: 'failed' | 'cancellation' | 'refund' | 'chargeback' | 'partial-refund',
  day: number,
  fields = {}
) => eventOf(name, kind, { orderId: `9${day}`, date: on(day), ...fields });
const CANCEL = event('CANCEL', 'cancellation', 5);
const REFUND = event('REFUND', 'refund', 6);
const BACK = event('BACK', 'chargeback', 7);
const FAIL = event('FAIL', 'failed', 5);
const AGAIN = event('AGAIN', 'failed', 6);

function read(payments: LedgerEvent[], others: LedgerEvent[], floating: LedgerEvent[] = []) {
  const draft = draftOf(...payments);
  draft.others.push(...others);
  draft.floating.push(...floating);
  const course = new Course(draft);
  const steps = course.steps();
  return { state: stateOf(course, steps), steps, history: historyOf(course, steps) };
}

function say(state: PurchaseState): string {
  if (state.kind === 'ended') return `${state.reason} by ${state.by.key}`;
  return state.kind === 'past-due' ? `past-due since ${state.since.key}` : state.kind;
}

describe('what was bought once', () => {
  it.each<[string, LedgerEvent[], string]>([
    ['is active', [], 'active'],
    ['ends with the first ending', [BACK, REFUND, CANCEL], 'cancelled by CANCEL'],
    ['by a refund', [REFUND], 'refunded by REFUND'],
    ['by a chargeback', [BACK], 'charged-back by BACK'],
    ['not by a failed charge', [FAIL], 'active'],
    ['not by a part of the money', [event('PART', 'partial-refund', 5)], 'active'],
  ])('%s', (_rule, others, state) => {
    expect(say(read([SALE], others).state)).toBe(state);
  });

  it('a later sale of the same order brings nothing back', () => {
    const later = eventOf('LATER', 'sale', { orderId: '1', date: on(20) });
    expect(say(read([SALE, later], [REFUND]).state)).toBe('refunded by REFUND');
  });
});

describe('a subscription', () => {
  it.each<[string, LedgerEvent[], LedgerEvent[], string]>([
    ['is active', [START], [], 'active'],
    ['is past due since the first failure', [START], [AGAIN, FAIL], 'past-due since FAIL'],
    ['ends with the last ending', [START], [CANCEL, REFUND], 'refunded by REFUND'],
    ['ends though a charge failed as well', [START], [FAIL, REFUND], 'refunded by REFUND'],
    ['is brought back by a renewal', [START, RENEWAL], [CANCEL, FAIL], 'active'],
    [
      'ends after a renewal',
      [START, RENEWAL],
      [event('LATE', 'cancellation', 11)],
      'cancelled by LATE',
    ],
  ])('%s', (_rule, payments, others, state) => {
    expect(say(read(payments, others).state)).toBe(state);
  });

  it('paid in full is completed, and a failure after it says nothing', () => {
    const plan = (name: string, kind: 'sale' | 'rebill', day: number, paymentsLeft: number) =>
      eventOf(name, kind, { ...S, orderId: name, date: on(day), paymentsLeft });
    const paid = [plan('ONE', 'sale', 1, 1), plan('TWO', 'rebill', 4, 0)];
    expect(say(read(paid, []).state)).toBe('completed');
    expect(say(read(paid, [FAIL, CANCEL]).state)).toBe('completed');
    expect(say(read(paid, [BACK]).state)).toBe('charged-back by BACK');
  });

  it('a renewal that may belong elsewhere brings nothing back', () => {
    const floating = eventOf('FLOAT', 'rebill', { orderId: '3', date: on(20) });
    expect(say(read([START], [CANCEL], [floating]).state)).toBe('cancelled by CANCEL');
  });
});

describe('money given back stands right after the payment that it names', () => {
  const early = event('EARLY', 'refund', 2, { parentId: '2' });

  it('where that is later', () => {
    const { steps, state } = read([START, RENEWAL], [early]);
    expect(namesOf(steps.map((step) => step.event))).toBe('START RENEWAL EARLY');
    expect(say(state)).toBe('refunded by EARLY');
  });

  it('before what comes after the payment', () => {
    const third = eventOf('THIRD', 'rebill', { ...S, orderId: '4', date: on(11) });
    const { steps } = read([START, RENEWAL, third], [early]);
    expect(namesOf(steps.map((step) => step.event))).toBe('START RENEWAL EARLY THIRD');
  });

  it('not where the payment is earlier, nor of what was bought once', () => {
    const later = event('LATER', 'refund', 12, { parentId: '2' });
    expect(read([START, RENEWAL], [later]).steps.at(-1)?.after).toBeNull();
    const once = event('ONCE', 'refund', 1, { parentId: '1', date: '2026-02-01 10:00:00' });
    const { steps } = read([SALE], [once]);
    expect(namesOf(steps.map((step) => step.event))).toBe('ONCE SALE');
    expect(steps.every(({ after }) => after === null)).toBe(true);
  });

  it('two of one payment stand in their own order', () => {
    const [a, b] = [
      event('A', 'refund', 3, { parentId: '2' }),
      event('B', 'chargeback', 4, { parentId: '2' }),
    ];
    const { steps } = read([START, RENEWAL], [b, a]);
    expect(namesOf(steps.map((step) => step.event))).toBe('START RENEWAL A B');
    const [payment, first, second] = steps.slice(1);
    if (!payment || !first || !second) throw new Error('Three steps.');
    expect(compareSteps(payment, first)).toBeLessThan(0);
    expect(compareSteps(first, payment)).toBeGreaterThan(0);
    expect(compareSteps(second, first)).toBeGreaterThan(0);
  });
});

it('a refund of the old product is quiet, and so is what may belong elsewhere', () => {
  const silver = eventOf('SILVER', 'sale', { ...S, productId: 'Q', orderId: '1', date: on(1) });
  const draft = draftOf(silver);
  draft.becomes('P', RENEWAL);
  draft.pay(RENEWAL);
  draft.others.push(event('OLD', 'refund', 12, { parentId: '1' }));
  draft.floating.push(eventOf('FLOAT', 'rebill', { orderId: '3', date: on(20) }));
  const course = new Course(draft);
  const { moments, type } = historyOf(course, course.steps());
  expect(type).toBe('subscription');
  expect(moments.map(({ kind, isQuiet }) => `${kind}${isQuiet ? ' quiet' : ''}`)).toEqual([
    'sale',
    'rebill',
    'refund quiet',
    'rebill quiet',
  ]);
});

it('why it ended', () => {
  expect(endReasonOf({ kind: 'chargeback' })).toBe('charged-back');
  expect(endReasonOf({ kind: 'cancellation' })).toBe('cancelled');
  expect(endReasonOf({ kind: 'refund' })).toBe('refunded');
  expect(endReasonOf({ kind: 'partial-refund' })).toBe('refunded');
});
