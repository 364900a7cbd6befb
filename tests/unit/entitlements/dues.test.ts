/** Until when a purchase is paid for, and when the next payments are due (RULES M6). */
import { GUIDE_POLICY, type Policy } from '../../../server/src/core/rules/policy';
import { duesOf, paidUntilOf } from '../../../server/src/core/entitlements/dues';
import type { Moment } from '../../../server/src/core/entitlements/history';
import { OUTBOUND, paidOn, rebill, sale, subscription } from '../../builders/history';

const MONTHLY: Policy = { ...GUIDE_POLICY, period: 'P1M' };
const day = (date: string | null | undefined) => date?.replace(' 10:00:00', '') ?? null;
const dues = (moments: readonly Moment[], policy: Policy = MONTHLY) =>
  duesOf(subscription(...moments), policy);
const paidUntil = (moments: readonly Moment[], policy?: Policy) =>
  day(dues(moments, policy)?.paidUntil);
const TRIAL = { trial: true, trialDays: 7 };

describe('paid until', () => {
  it.each<[string, Moment[], string | null]>([
    ['a period after the last payment', paidOn('2026-01-01', '2026-02-01'), '2026-03-01'],
    ['counted from the 31st, which comes back', paidOn('2026-01-31', '2026-02-28'), '2026-03-31'],
    [
      'counted from the day that was due, where it was paid late',
      [sale('2026-01-28'), rebill('2026-03-09'), ...paidOn('2026-03-28')],
      '2026-04-28',
    ],
    [
      'a moved billing day starts anew',
      paidOn('2026-01-01', '2026-02-01', '2026-02-15'),
      '2026-03-15',
    ],
    ['a month without a payment is left out', paidOn('2026-01-01', '2026-04-01'), '2026-05-01'],
    [
      'of two payments on one day the day counts, not the hour',
      [sale('2026-01-01 23:00:00'), rebill('2026-02-01 01:00:00')],
      '2026-03-01 23:00:00',
    ],
    ['unknown without a dated payment', [sale(null)], null],
    ['unknown without any', [], null],
  ])('%s', (_rule, moments, expected) => {
    expect(paidUntil(moments)).toBe(expected);
  });

  it.each<[string, string, string[], string]>([
    ['a week', 'P1W', ['2026-01-01', '2026-01-08'], '2026-01-15'],
    ['two weeks', 'P2W', ['2026-01-01', '2026-01-15'], '2026-01-29'],
    ['ninety days', 'P90D', ['2026-01-01', '2026-04-01'], '2026-06-30'],
    ['two years', 'P2Y', ['2026-01-01'], '2028-01-01'],
    ['a leap year', 'P1Y', ['2024-02-29', '2025-02-28'], '2026-02-28'],
  ])('a period of %s', (_name, period, dates, expected) => {
    expect(paidUntil(paidOn(...dates), { ...GUIDE_POLICY, period })).toBe(expected);
  });

  it('the mapping’s period counts before what payments show; without either nothing is known', () => {
    const monthly = paidOn('2026-01-01', '2026-02-01', '2026-03-01');
    expect(paidUntil(monthly, GUIDE_POLICY)).toBe('2026-04-01');
    expect(paidUntil(monthly, { ...GUIDE_POLICY, period: 'P1Y' })).toBe('2027-03-01');
    expect(paidUntil(paidOn('2026-01-01'), GUIDE_POLICY)).toBeNull();
  });
});

describe('a trial', () => {
  it.each<[string, Partial<Moment>, string | null]>([
    ['is paid until its end', TRIAL, '2026-05-08'],
    ['of unknown length says nothing', { trial: true }, null],
    ['of no length says nothing', { trial: true, trialDays: 0 }, null],
  ])('%s', (_rule, told, expected) => {
    expect(paidUntil([sale('2026-05-01', told)])).toBe(expected);
    expect(paidUntil([sale('2026-05-01', told)], GUIDE_POLICY)).toBe(expected);
  });

  it('is no period: payments after it are counted from the first of them', () => {
    const moments = [sale('2026-05-01', TRIAL), rebill('2026-05-08'), rebill('2026-06-08')];
    expect(paidUntil(moments)).toBe('2026-07-08');
    // A trial that began exactly a month before would otherwise be the day from which is counted.
    const month = [sale('2026-01-31', { trial: true, trialDays: 28 }), rebill('2026-02-28')];
    expect(paidUntil(month)).toBe('2026-03-28');
  });

  it('without a period nothing is due after its end', () => {
    const first = (date: string) =>
      day(dues([sale('2026-05-01', TRIAL)], GUIDE_POLICY)?.firstAtOrAfter(`${date} 10:00:00`));
    expect(first('2026-05-03')).toBe('2026-05-08');
    expect(first('2026-05-08')).toBe('2026-05-08');
    expect(first('2026-05-09')).toBeNull();
  });
});

describe('the first due day at or after a date', () => {
  const first = (date: string, ...paid: string[]) =>
    day(dues(paidOn(...paid))?.firstAtOrAfter(date.length === 10 ? `${date} 10:00:00` : date));

  it.each([
    ['is never before what is paid for', '2026-01-05', '2026-02-01'],
    ['is that date itself', '2026-05-01', '2026-05-01'],
    ['a second later is the next', '2026-05-01 10:00:01', '2026-06-01'],
    ['years later', '2030-12-31', '2031-01-01'],
  ])('%s', (_rule, date, expected) => {
    expect(first(date, '2026-01-01')).toBe(expected);
  });

  it('keeps the 31st', () => {
    expect(first('2026-06-15', '2026-01-31')).toBe('2026-06-30');
    expect(first('2026-07-01', '2026-01-31')).toBe('2026-07-31');
  });
});

describe('paid until, of what was cancelled', () => {
  const silent = sale('2026-01-01', OUTBOUND);

  it.each<[string, Moment, string | null, boolean, string | null]>([
    [
      'told by the IPN: a renewal that did not come was not paid',
      sale('2026-01-01'),
      '2026-06-15 10:00:00',
      false,
      '2026-02-01',
    ],
    [
      'told by Outbound only: all were paid until then',
      silent,
      '2026-06-15 10:00:00',
      false,
      '2026-07-01',
    ],
    [
      'Kartra’s delayed cancellation comes just after the due day',
      silent,
      '2026-06-02 09:00:00',
      false,
      '2026-06-01',
    ],
    ['exactly a day after it', silent, '2026-06-02 10:00:00', false, '2026-06-01'],
    ['not more than a day', silent, '2026-06-02 10:00:01', false, '2026-07-01'],
    ['but not where a charge failed', silent, '2026-06-15 10:00:00', true, '2026-02-01'],
    ['nor where it has no date', silent, null, false, '2026-02-01'],
    ['nothing is known', sale(null), '2026-06-15 10:00:00', false, null],
  ])('%s', (_rule, paid, cancelledAt, hasFailed, expected) => {
    const until = paidUntilOf(subscription(paid), MONTHLY, { cancelledAt, hasFailed });
    expect(day(until)).toBe(expected);
  });
});
