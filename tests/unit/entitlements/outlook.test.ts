/** Paid until, next payment expected, renewal overdue: RULES M6. */
import { GUIDE_POLICY, type Policy } from '../../../server/src/core/rules/policy';
import { epochOf } from '../../../server/src/core/entitlements/calendar';
import type { History } from '../../../server/src/core/entitlements/history';
import { outlookOf, type Outlook } from '../../../server/src/core/entitlements/outlook';
import {
  cancellation,
  failed,
  oneTime,
  OUTBOUND,
  paidOn,
  rebill,
  sale,
  subscription,
} from '../../builders/history';

const outlook = (history: History, today: string, policy: Partial<Policy> = {}): Outlook =>
  outlookOf(history, { ...GUIDE_POLICY, ...policy }, epochOf(`${today} 12:00:00`));

const NOTHING = { paidUntil: null, nextPaymentOn: null, overdueSince: null };
const TWO_MONTHS = paidOn('2026-01-01', '2026-02-01');

test('the next payment is expected where the last one ends', () => {
  const next = '2026-03-01 10:00:00';
  const expected = { paidUntil: next, nextPaymentOn: next, overdueSince: null };
  expect(outlook(subscription(...TWO_MONTHS), '2026-02-10')).toEqual(expected);
  expect(outlook(subscription(...TWO_MONTHS), '2026-03-10')).toEqual(expected);
});

test('ten days without a word, and it is overdue', () => {
  expect(outlook(subscription(...TWO_MONTHS), '2026-03-12')).toMatchObject({
    overdueSince: '2026-03-01 10:00:00',
  });
});

test('where renewals are never told, none is overdue', () => {
  const history = subscription(sale('2026-01-31', OUTBOUND));
  const next = '2026-06-30 10:00:00';
  expect(outlook(history, '2026-06-15', { period: 'P1M' })).toEqual({
    paidUntil: next,
    nextPaymentOn: next,
    overdueSince: null,
  });
});

test('the first payment of a trial is expected at its end', () => {
  const history = subscription(sale('2026-05-01', { trial: true, trialDays: 7 }));
  expect(outlook(history, '2026-05-02')).toMatchObject({ nextPaymentOn: '2026-05-08 10:00:00' });
});

test('nothing is expected without a known period', () => {
  expect(outlook(subscription(sale('2026-01-01')), '2026-01-10')).toEqual(NOTHING);
});

test('what was bought once expects nothing', () => {
  expect(outlook(oneTime(sale('2026-01-01')), '2026-01-10', { period: 'P1M' })).toEqual(NOTHING);
});

test('a failed payment leaves only what is paid for', () => {
  expect(outlook(subscription(...TWO_MONTHS, failed('2026-03-01')), '2026-03-20')).toEqual({
    ...NOTHING,
    paidUntil: '2026-03-01 10:00:00',
  });
});

test('after a cancellation nothing is expected', () => {
  const history = subscription(...TWO_MONTHS, cancellation('2026-02-10'));
  expect(outlook(history, '2026-02-11', { onCancellation: 'end-of-period' })).toEqual({
    ...NOTHING,
    paidUntil: '2026-03-01 10:00:00',
  });
  expect(outlook(history, '2026-02-11')).toEqual(NOTHING);
});

test('a guessed end is not what was paid for', () => {
  const history = subscription(sale('2026-01-01'), cancellation('2026-01-10'));
  expect(outlook(history, '2026-01-11', { onCancellation: 'end-of-period' })).toEqual(NOTHING);
});

test('paid in full, nothing is expected', () => {
  const history = subscription(
    sale('2026-01-01', { paymentsLeft: 1 }),
    rebill('2026-02-01', { paymentsLeft: 0 })
  );
  expect(outlook(history, '2026-06-01')).toEqual(NOTHING);
});
