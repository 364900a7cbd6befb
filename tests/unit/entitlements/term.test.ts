/** How long a purchase gives access: RULES M5 and M6. The numbers are rows of its table of cases. */
import { GUIDE_POLICY, type Policy } from '../../../server/src/core/rules/policy';
import { epochOf } from '../../../server/src/core/entitlements/calendar';
import type { History } from '../../../server/src/core/entitlements/history';
import { usualPeriod } from '../../../server/src/core/entitlements/period';
import { termOf, type Term } from '../../../server/src/core/entitlements/term';
import {
  cancellation,
  chargeback,
  failed,
  oneTime,
  OUTBOUND,
  paidOn,
  partialRefund,
  rebill,
  refund,
  sale,
  subscription,
} from '../../builders/history';

const LATER: Partial<Policy> = { onCancellation: 'end-of-period' };
const MONTHLY: Partial<Policy> = { ...LATER, period: 'P1M' };

const at = (date: string): string => (date.length === 10 ? `${date} 10:00:00` : date);

const term = (history: History, policy: Partial<Policy>, now: string): Term =>
  termOf(history, { ...GUIDE_POLICY, ...policy }, epochOf(at(now)));

/** Leaves on this day: access is there a second before it, and gone at it. */
function expectEnd(history: History, policy: Partial<Policy>, end: string, because = 'cancelled') {
  const before = term(history, policy, '2020-01-01');
  expect(before).toMatchObject({ state: 'leaving', endsOn: at(end), endsBecause: because });
  expect(before.endsAt).toBe(epochOf(at(end)));
  expect(term(history, policy, end)).toMatchObject({
    state: 'ended',
    reason: 'cancelled',
    endedAt: at(end),
    endsAt: null,
  });
}

const FROM_MARCH = ['03', '04', '05', '06', '07', '08'].map((month) => `2026-${month}-01`);

describe('the end of the paid period', () => {
  test('2: a late second payment does not move the billing day', () => {
    const paid = [...paidOn('2026-01-01', '2026-02-07', ...FROM_MARCH)];
    expectEnd(subscription(...paid, cancellation('2026-08-02')), LATER, '2026-09-01');
  });

  test('2: nor does it where the failed charges were told', () => {
    const history = subscription(
      sale('2026-01-01'),
      failed('2026-02-01'),
      failed('2026-02-04'),
      ...paidOn('2026-02-07', ...FROM_MARCH),
      cancellation('2026-08-02')
    );
    expectEnd(history, LATER, '2026-09-01');
  });

  test('3: the billing day is found again after a late payment', () => {
    const months = ['03', '04', '05', '06', '07', '08', '09', '10'];
    const paid = paidOn('2026-01-28', '2026-03-09', ...months.map((month) => `2026-${month}-28`));
    expectEnd(subscription(...paid, cancellation('2026-11-01')), LATER, '2026-11-28');
  });

  test('4: a billing day that was moved starts anew', () => {
    const paid = paidOn('2026-02-01', '2026-03-01', '2026-04-15');
    expectEnd(subscription(...paid, cancellation('2026-04-20')), LATER, '2026-05-15');
  });

  test('5: with another price point, the period of the one before says nothing', () => {
    const old = { isPresent: false };
    const history = subscription(
      sale('2026-01-01', old),
      rebill('2026-02-01', old),
      rebill('2026-03-01'),
      cancellation('2026-05-01')
    );
    expectEnd(history, { ...LATER, period: 'P1Y' }, '2027-03-01');
    expectEnd(history, LATER, '2026-06-01', 'unknown-period');
  });

  test('6: two surfaces a second apart are one payment', () => {
    const both = ['02', '03', '04'].flatMap((month) => [
      rebill(`2026-${month}-01 10:00:00`),
      rebill(`2026-${month}-01 10:00:01`, OUTBOUND),
    ]);
    expectEnd(subscription(...both, cancellation('2026-04-10')), LATER, '2026-05-01');
  });

  test('6: also around midnight', () => {
    const both = ['01', '02', '03'].flatMap((month) => [
      rebill(`2026-${month}-14 23:59:59`),
      rebill(`2026-${month}-15 00:00:00`, OUTBOUND),
    ]);
    expectEnd(subscription(...both, cancellation('2026-03-20')), LATER, '2026-04-14 23:59:59');
  });

  test('7: a trial is paid until its end', () => {
    const trial = sale('2026-05-01', { trial: true, trialDays: 7 });
    expectEnd(subscription(trial, cancellation('2026-05-03')), LATER, '2026-05-08');
    expectEnd(subscription(trial, cancellation('2026-05-03')), MONTHLY, '2026-05-08');
  });

  test('a trial of unknown length is an unknown period', () => {
    const history = subscription(sale('2026-05-01', { trial: true }), cancellation('2026-05-03'));
    expectEnd(history, MONTHLY, '2026-06-03', 'unknown-period');
  });

  test('after a trial only regular payments count', () => {
    const history = subscription(
      sale('2026-05-01', { trial: true, trialDays: 7 }),
      ...paidOn('2026-05-08', '2026-06-08'),
      cancellation('2026-06-20')
    );
    expectEnd(history, LATER, '2026-07-08');
  });

  const declined = [
    sale('2026-10-20'),
    failed('2026-11-20'),
    failed('2026-11-23'),
    failed('2026-11-26'),
    cancellation('2026-11-27'),
  ];

  test('8: nobody pays for a free month', () => {
    expectEnd(subscription(...declined), MONTHLY, '2026-11-27');
  });

  test('8: nor without the IPN’s word for the payment, where a charge failed after it', () => {
    const history = subscription(sale('2026-10-20', OUTBOUND), ...declined.slice(1));
    expectEnd(history, MONTHLY, '2026-11-27');
  });

  test('grace counts where it is longer', () => {
    expectEnd(subscription(...declined), { ...MONTHLY, graceDays: 30 }, '2026-12-20');
    expectEnd(subscription(...declined), { ...MONTHLY, graceDays: 3 }, '2026-11-27');
  });

  test('a charge that fails after the end of a cancelled subscription changes nothing', () => {
    const grace = { ...MONTHLY, graceDays: 30 };
    const told = [sale('2026-10-20'), cancellation('2026-11-02')];
    expectEnd(subscription(...told, failed('2026-11-20')), grace, '2026-12-20');
    expectEnd(subscription(...told, failed('2026-11-20 10:00:01')), grace, '2026-11-20');
    expectEnd(subscription(...told, failed('2026-12-24')), grace, '2026-11-20');

    const untold = [sale('2026-10-20', OUTBOUND), cancellation('2026-12-02')];
    expectEnd(subscription(...untold), MONTHLY, '2026-12-20');
    expectEnd(subscription(...untold, failed('2026-12-20')), MONTHLY, '2026-12-02');
    expectEnd(subscription(...untold, failed('2026-12-21')), MONTHLY, '2026-12-20');
  });

  test('9: a delayed cancellation of Kartra’s pays for nothing more', () => {
    const history = subscription(
      ...paidOn('2026-01-01', '2026-02-01'),
      cancellation('2026-03-01 10:05:00')
    );
    expectEnd(history, LATER, '2026-03-01 10:05:00');
  });

  test('20: where renewals are not told, all of them were paid until the cancellation', () => {
    const history = (end: string) =>
      subscription(sale('2026-01-01', OUTBOUND), cancellation(end, OUTBOUND));
    expectEnd(history('2026-06-15'), MONTHLY, '2026-07-01');
    expectEnd(history('2026-03-01 10:05:00'), MONTHLY, '2026-03-01 10:05:00');
    expectEnd(history('2026-03-02 10:05:00'), MONTHLY, '2026-04-01');
    expectEnd(history('2026-01-01 12:00:00'), MONTHLY, '2026-02-01');
  });

  test('20: counted on from the end of a trial', () => {
    const trial = sale('2026-05-01', { ...OUTBOUND, trial: true, trialDays: 7 });
    const history = subscription(trial, cancellation('2026-07-01'));
    expectEnd(history, MONTHLY, '2026-07-08');
    expectEnd(history, LATER, '2026-08-01', 'unknown-period');
  });

  test('20: also where nothing in the sale told a subscription', () => {
    const history = oneTime(sale('2026-01-01', OUTBOUND), cancellation('2026-06-15', OUTBOUND));
    expectEnd(history, MONTHLY, '2026-07-01');
    expect(term(history, {}, '2026-06-16')).toMatchObject({ state: 'ended', reason: 'cancelled' });
  });

  test('20: a failed charge after the trial tells that nothing was paid after it', () => {
    const trial = sale('2026-05-01', { ...OUTBOUND, trial: true, trialDays: 7 });
    const ending = (when: string) =>
      subscription(trial, failed(when), cancellation('2026-07-01', OUTBOUND));
    expectEnd(ending('2026-05-09'), LATER, '2026-07-01');
    expectEnd(ending('2026-06-28'), { ...LATER, graceDays: 7 }, '2026-07-05');
    expectEnd(ending('2026-08-02'), LATER, '2026-08-01', 'unknown-period');
  });

  test('20: where nothing says how long was paid for, a failed charge does not say it either', () => {
    const history = subscription(
      sale('2026-05-01', OUTBOUND),
      failed('2026-06-01'),
      cancellation('2026-07-01', OUTBOUND)
    );
    expectEnd(history, { ...LATER, graceDays: 60 }, '2026-08-01', 'unknown-period');
  });

  test('21: a stray failed charge changes nothing', () => {
    const history = subscription(
      ...paidOn('2026-01-01', '2026-02-01'),
      failed('2026-02-15'),
      cancellation('2026-02-20')
    );
    expectEnd(history, LATER, '2026-03-01');
  });

  test('22: the last day of a month comes back', () => {
    const history = subscription(...paidOn('2026-01-31', '2026-02-28'), cancellation('2026-03-05'));
    expectEnd(history, LATER, '2026-03-31');
  });

  test('in the hour that the clocks leave out, it ends with the next', () => {
    const history = subscription(
      ...paidOn('2026-01-08 02:30:00', '2026-02-08 02:30:00'),
      cancellation('2026-02-20')
    );
    const { endsAt, endsOn } = term(history, LATER, '2026-02-21');
    expect(endsOn).toBe('2026-03-08 02:30:00');
    expect(new Date(endsAt ?? 0).toISOString()).toBe('2026-03-08T07:30:00.000Z');
  });

  test('a failed charge belongs to the next payment only', () => {
    const history = subscription(
      sale('2026-01-01'),
      failed('2026-01-08'),
      ...paidOn('2026-01-10', '2026-01-15'),
      cancellation('2026-01-16')
    );
    expectEnd(history, { ...LATER, period: 'P1W' }, '2026-01-22');
  });

  test('a second cancellation moves nothing', () => {
    const history = subscription(
      ...paidOn('2026-01-01', '2026-02-01'),
      cancellation('2026-02-10'),
      cancellation('2026-03-20')
    );
    expectEnd(history, LATER, '2026-03-01');
  });

  test('a refund ends at once what would have run on', () => {
    const history = subscription(
      ...paidOn('2026-01-01', '2026-02-01'),
      cancellation('2026-02-10'),
      refund('2026-02-12')
    );
    expect(term(history, LATER, '2026-02-11')).toMatchObject({
      state: 'ended',
      reason: 'refunded',
      endedAt: at('2026-02-12'),
    });
  });

  test('an administrator’s word for the end counts before all else', () => {
    const endsOn = '2026-04-17 23:59:59';
    const history = subscription(
      sale('2026-03-01'),
      cancellation('2026-03-05', { endsOn }),
      failed('2026-03-06')
    );
    expectEnd(history, { ...MONTHLY, graceDays: 90 }, endsOn);
  });
});

describe('the period as payments show it', () => {
  const end = (paid: string[], cancelled: string) =>
    term(subscription(...paidOn(...paid), cancellation(cancelled)), LATER, cancelled);

  test.each([
    ['weekly', ['2026-01-05', '2026-01-12'], '2026-01-19'],
    ['every other week', ['2026-01-05', '2026-01-19'], '2026-02-02'],
    ['28 days are a month', ['2026-02-01', '2026-03-01'], '2026-04-01'],
    ['every other month', ['2026-01-05', '2026-03-05'], '2026-05-05'],
    ['quarterly', ['2026-01-05', '2026-04-05'], '2026-07-05'],
    ['twice a year', ['2026-01-05', '2026-07-05'], '2027-01-05'],
    ['yearly', ['2025-01-05', '2026-01-05'], '2027-01-05'],
    ['every other year', ['2024-01-05', '2026-01-05'], '2028-01-05'],
  ])('%s', (_, paid, until) => {
    expect(end(paid, paid.at(-1) ?? '')).toMatchObject({
      endsOn: at(until),
      endsBecause: 'cancelled',
    });
  });

  test('most votes win, however late some payments were', () => {
    const paid = ['2026-01-01', '2026-02-09', '2026-03-01', '2026-04-01', '2026-05-01'];
    expect(end(paid, '2026-05-02')).toMatchObject({ endsOn: at('2026-06-01') });
  });

  test('of as many votes the latest wins', () => {
    const paid = ['2026-01-01', '2026-02-01', '2027-02-01'];
    expect(end(paid, '2027-02-02')).toMatchObject({ endsOn: at('2028-02-01') });
  });

  test('pay numbers count renewals of which this site never heard', () => {
    const history = subscription(
      sale('2026-01-01'),
      rebill('2026-04-01', { payNumber: '4' }),
      cancellation('2026-04-02')
    );
    expectEnd(history, LATER, '2026-05-01');
  });

  test('pay numbers that count fewer payments than are known count for nothing', () => {
    const history = subscription(
      sale('2026-01-01'),
      rebill('2026-01-11'),
      rebill('2026-01-31', { payNumber: '2' }),
      cancellation('2026-02-01')
    );
    expectEnd(history, LATER, '2026-02-14');
  });

  test.each([
    ['one payment', ['2026-01-05']],
    ['ten days', ['2026-01-05', '2026-01-15']],
    ['two on one day', ['2026-01-05 09:00:00', '2026-01-05 20:00:00']],
  ])('%s says nothing', (_, paid) => {
    expect(end(paid, '2026-01-20')).toMatchObject({
      endsOn: at('2026-02-20'),
      endsBecause: 'unknown-period',
    });
  });

  test('a renewal that may be another purchase’s is paid for, but teaches nothing', () => {
    const history = subscription(
      sale('2026-01-01'),
      rebill('2026-02-01', { isQuiet: true }),
      cancellation('2026-02-05')
    );
    expectEnd(history, LATER, '2026-03-05', 'unknown-period');
    expectEnd(history, MONTHLY, '2026-03-01');
  });
});

describe('the period of most buyers', () => {
  const monthly = subscription(...paidOn('2026-01-05', '2026-02-05'));
  const weekly = subscription(...paidOn('2026-01-05', '2026-01-12'));
  const silent = subscription(sale('2026-01-05'));

  test('is that of most purchases that show one', () => {
    expect(usualPeriod([weekly, monthly, silent, monthly])).toMatchObject({
      period: { count: 1, unit: 'M' },
      purchases: 2,
    });
  });

  test('is not known where none shows one', () => {
    expect(usualPeriod([silent])).toBeNull();
    expect(usualPeriod([])).toBeNull();
  });
});

describe('without dates', () => {
  test('an undated cancellation of a known period ends with it', () => {
    const history = subscription(...paidOn('2026-01-01', '2026-02-01'), cancellation(null));
    expectEnd(history, LATER, '2026-03-01');
  });

  test('with nothing to count from, it ends at once', () => {
    const history = subscription(sale('2026-01-01'), cancellation(null));
    expect(term(history, LATER, '2026-01-02')).toMatchObject({ state: 'ended', endedAt: null });
  });

  test('an undated payment leaves the period unknown', () => {
    const history = subscription(sale(null), cancellation('2026-02-10'));
    expectEnd(history, MONTHLY, '2026-03-10', 'unknown-period');
  });
});

describe('paid in full', () => {
  const counted = [
    sale('2026-01-01', { paymentsLeft: 2 }),
    rebill('2026-02-01', { payNumber: '2', paymentsLeft: 1 }),
    rebill('2026-03-01', { payNumber: '3', paymentsLeft: 0 }),
  ];
  const numbered = [
    sale('2026-01-01', { paymentsLeft: 2 }),
    rebill('2026-02-01', { payNumber: '2' }),
    rebill('2026-03-01', { payNumber: '3' }),
  ];

  test.each([
    ['counts', counted],
    ['pay numbers', numbered],
  ])('10: by %s, a cancellation months later changes nothing', (_, paid) => {
    const history = subscription(...paid, failed('2026-04-01'), cancellation('2026-08-01'));
    for (const policy of [{}, LATER, MONTHLY, { graceDays: 3 }]) {
      expect(term(history, policy, '2027-01-01')).toMatchObject({
        state: 'completed',
        reason: null,
        endsAt: null,
      });
    }
  });

  test('10: a chargeback ends it', () => {
    const history = subscription(...counted, chargeback('2026-05-01'));
    expect(term(history, {}, '2026-05-02')).toMatchObject({
      state: 'ended',
      reason: 'charged-back',
    });
  });

  test('10: the instalments of a product before say nothing of the one after', () => {
    const history = subscription(
      sale('2026-01-01', { paymentsLeft: 2, isPresent: false }),
      rebill('2026-02-01', { payNumber: '2', isPresent: false }),
      rebill('2026-03-01', { payNumber: '3' }),
      cancellation('2026-03-05')
    );
    expect(term(history, {}, '2026-03-06')).toMatchObject({ state: 'ended', reason: 'cancelled' });
  });

  test('11: one of three is not', () => {
    const history = subscription(
      sale('2026-01-01', { paymentsLeft: 2 }),
      failed('2026-02-01'),
      failed('2026-02-04'),
      failed('2026-02-07'),
      cancellation('2026-02-08')
    );
    expect(term(history, {}, '2026-02-09')).toMatchObject({ state: 'ended', reason: 'cancelled' });
  });

  test('the mapping can end it with the period of the last instalment', () => {
    const policy: Partial<Policy> = { whenPaidInFull: 'end-of-period' };
    const history = subscription(...counted, cancellation('2026-08-01'));
    expect(term(history, policy, '2026-03-15')).toMatchObject({
      state: 'completed',
      endsOn: at('2026-04-01'),
      endsBecause: 'paid-in-full',
    });
    expect(term(history, policy, '2026-04-01')).toMatchObject({
      state: 'ended',
      reason: 'expired',
      endedAt: at('2026-04-01'),
    });
  });

  test('part of the money given back changes nothing where the mapping keeps access', () => {
    const history = subscription(...counted, partialRefund('2026-05-01'));
    expect(term(history, {}, '2026-05-02')).toMatchObject({ state: 'completed', reason: null });
  });
});

describe('what was bought once', () => {
  test('ends with its first ending, whatever comes after', () => {
    const history = oneTime(
      sale('2026-01-01'),
      cancellation('2026-02-01'),
      refund('2026-03-01'),
      sale('2026-04-01')
    );
    expect(term(history, {}, '2026-05-01')).toMatchObject({
      state: 'ended',
      reason: 'cancelled',
      endedAt: at('2026-02-01'),
    });
  });

  test('is not past due', () => {
    const history = oneTime(sale('2026-01-01'), failed('2026-02-01'));
    expect(term(history, { graceDays: 3 }, '2026-05-01')).toMatchObject({ state: 'active' });
  });
});
