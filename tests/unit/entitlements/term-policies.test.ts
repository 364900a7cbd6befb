/** Days of grace after a failed charge, and access for a fixed time: what a mapping may say. */
import { epochOf } from '../../../server/src/core/entitlements/calendar';
import type { History } from '../../../server/src/core/entitlements/history';
import { termOf } from '../../../server/src/core/entitlements/term';
import { GUIDE_POLICY, type Policy } from '../../../server/src/core/rules/policy';
import {
  cancellation,
  failed,
  oneTime,
  paidOn,
  partialRefund,
  rebill,
  refund,
  sale,
  subscription,
} from '../../builders/history';

const at = (day: string): string => `2026-${day} 10:00:00`;
const term = (history: History, policy: Partial<Policy>, now: string, seconds = 0) =>
  termOf(history, { ...GUIDE_POLICY, ...policy }, epochOf(at(now)) + seconds * 1000);

describe('days of grace', () => {
  const grace = { graceDays: 7 };
  const late = subscription(
    ...paidOn('2026-01-01', '2026-02-01'),
    failed('2026-03-01'),
    failed('2026-03-04')
  );

  it('are counted from the first charge that failed; then access is suspended', () => {
    expect(term(late, grace, '03-05')).toMatchObject({
      state: 'past-due',
      reason: null,
      since: at('03-01'),
      endsOn: at('03-08'),
      endsAt: epochOf(at('03-08')),
      endsBecause: 'failed',
      endedAt: null,
    });
    expect(term(late, grace, '03-08', -1).reason).toBeNull();
    expect(term(late, grace, '03-08')).toMatchObject({
      state: 'past-due',
      reason: 'suspended',
      endedAt: at('03-08'),
      endsOn: null,
    });
  });

  it('without them access stays', () => {
    expect(term(late, {}, '09-01')).toMatchObject({
      state: 'past-due',
      reason: null,
      endsAt: null,
    });
  });

  it('are over at once where there are none', () => {
    expect(term(late, { graceDays: 0 }, '03-01').reason).toBe('suspended');
  });

  it('say nothing where the failure has no date, or a renewal came, or it was bought once', () => {
    const undated = subscription(sale('2026-01-01'), failed(null));
    expect(term(undated, grace, '09-01')).toMatchObject({ state: 'past-due', endsAt: null });
    const paid = subscription(sale('2026-01-01'), failed('2026-02-01'), rebill('2026-02-04'));
    expect(term(paid, grace, '09-01').state).toBe('active');
    expect(term(oneTime(sale('2026-01-01'), failed('2026-02-01')), grace, '09-01').state).toBe(
      'active'
    );
  });

  it('a refund ends access at once, whatever is left of them', () => {
    const refunded = subscription(sale('2026-01-01'), failed('2026-02-01'), refund('2026-02-02'));
    expect(term(refunded, grace, '02-03')).toMatchObject({ state: 'ended', reason: 'refunded' });
  });

  it('end with a fixed time that is over before', () => {
    const both = { ...grace, durationDays: 32 };
    expect(term(late, both, '03-02')).toMatchObject({
      state: 'past-due',
      endsOn: at('03-05'),
      endsBecause: 'duration',
    });
    expect(term(late, both, '03-05')).toMatchObject({ state: 'ended', reason: 'expired' });
    const longer = { ...grace, durationDays: 60 };
    expect(term(late, longer, '03-02')).toMatchObject({
      endsOn: at('03-08'),
      endsBecause: 'failed',
    });
    expect(term(late, longer, '03-09')).toMatchObject({ reason: 'suspended', endsOn: at('04-02') });
  });
});

describe('access for a fixed time', () => {
  const month = { durationDays: 30 };

  it('lasts so many days from the latest payment', () => {
    expect(term(oneTime(sale('2026-01-01')), month, '01-15')).toMatchObject({
      state: 'active',
      endsOn: at('01-31'),
      endsBecause: 'duration',
    });
    expect(term(oneTime(sale('2026-01-01')), month, '01-31', -1).state).toBe('active');
    expect(term(oneTime(sale('2026-01-01')), month, '01-31')).toMatchObject({
      state: 'ended',
      reason: 'expired',
      endedAt: at('01-31'),
    });
    const renewed = subscription(rebill('2026-02-01'), sale('2026-01-01'));
    expect(term(renewed, month, '02-02').endsOn).toBe(at('03-03'));
  });

  it('is not lengthened by anything else, and has no end without a date', () => {
    const history = subscription(
      sale('2026-01-01'),
      failed('2026-01-20'),
      partialRefund('2026-01-20')
    );
    expect(term(history, month, '01-25').endsOn).toBe(at('01-31'));
    expect(term(oneTime(sale(null)), month, '09-01')).toMatchObject({
      state: 'active',
      endsAt: null,
    });
    expect(term(oneTime(sale(null), sale('2026-01-01')), month, '01-02').endsOn).toBe(at('01-31'));
  });

  it('what ended later had expired before', () => {
    const ended = (on: string) => oneTime(sale('2026-01-01'), refund(on));
    expect(term(ended('2026-03-01'), month, '09-01')).toMatchObject({
      reason: 'expired',
      endedAt: at('01-31'),
    });
    expect(term(ended('2026-01-31'), month, '09-01').reason).toBe('expired');
    expect(term(ended('2026-01-30'), month, '09-01')).toMatchObject({
      reason: 'refunded',
      endedAt: at('01-30'),
    });
    expect(term(oneTime(sale('2026-01-01'), refund(null)), month, '09-01').reason).toBe('refunded');
    expect(term(ended('2026-03-01'), {}, '09-01').reason).toBe('refunded');
  });

  it('ends before the paid period, or that before it', () => {
    const leaving = subscription(...paidOn('2026-01-01', '2026-02-01'), cancellation('2026-02-03'));
    const later = { onCancellation: 'end-of-period', period: 'P1M' } as const;
    expect(term(leaving, { ...later, durationDays: 10 }, '02-04')).toMatchObject({
      state: 'leaving',
      endsOn: at('02-11'),
      endsBecause: 'duration',
    });
    expect(term(leaving, { ...later, durationDays: 90 }, '02-04')).toMatchObject({
      endsOn: at('03-01'),
      endsBecause: 'cancelled',
    });
  });
});

describe('money given back', () => {
  it.each([
    [
      'a part of it, where the mapping ends then',
      partialRefund('2026-01-05'),
      { onPartialRefund: 'end-now' },
      'refunded',
    ],
    ['a part of it', partialRefund('2026-01-05'), {}, null],
    ['all of it, where the mapping keeps access', refund('2026-01-05'), { onRefund: 'keep' }, null],
    ['all of it', refund('2026-01-05'), {}, 'refunded'],
  ] as const)('%s', (_what, moment, policy, reason) => {
    expect(term(oneTime(sale('2026-01-01'), moment), policy, '02-01').reason).toBe(reason);
    expect(term(subscription(sale('2026-01-01'), moment), policy, '02-01').reason).toBe(reason);
  });

  it('ends access at once, though a cancellation before it would have kept it', () => {
    const policy = { onCancellation: 'end-of-period', period: 'P1Y' } as const;
    for (const history of [subscription, oneTime]) {
      const both = history(
        sale('2026-01-01'),
        cancellation('2026-01-05'),
        refund('2026-01-08'),
        refund('2026-01-09')
      );
      const ended = {
        state: 'ended',
        reason: 'refunded',
        endedAt: at(history === oneTime ? '01-08' : '01-09'),
      };
      expect(term(both, policy, '02-01')).toMatchObject(ended);
    }
  });
});
