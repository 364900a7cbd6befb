/** What was paid when, from which everything about periods is read (RULES M6). */
import { paidTimesOf } from '../../../server/src/core/entitlements/paid';
import {
  cancellation,
  failed,
  OUTBOUND,
  rebill,
  refund,
  sale,
  subscription,
} from '../../builders/history';
import type { Moment } from '../../../server/src/core/entitlements/history';

const times = (...moments: Moment[]) => paidTimesOf(subscription(...moments));
const dates = (...moments: Moment[]) => times(...moments).map(({ date }) => date);

const MORNING = '2026-03-01 10:00:00';

describe('which payments count', () => {
  it.each<[string, Moment[], string[]]>([
    [
      'each that has a date',
      [sale('2026-03-01'), rebill('2026-04-01')],
      [MORNING, '2026-04-01 10:00:00'],
    ],
    [
      'by date, in whatever order they stand',
      [rebill('2026-04-01'), sale('2026-03-01')],
      [MORNING, '2026-04-01 10:00:00'],
    ],
    ['none without a date', [sale(null), rebill('2026-04-01')], ['2026-04-01 10:00:00']],
    ['none of an earlier product', [sale('2026-03-01', { isPresent: false })], []],
    [
      'nothing that is no payment',
      [failed('2026-03-01'), cancellation('2026-03-02'), refund('2026-03-03')],
      [],
    ],
  ])('%s', (_rule, moments, expected) => {
    expect(dates(...moments)).toEqual(expected);
  });

  it('what lies within 12 hours is one payment, at the earlier date', () => {
    expect(dates(sale(MORNING), rebill('2026-03-01 22:00:00'))).toEqual([MORNING]);
    expect(dates(sale(MORNING), rebill('2026-03-01 22:00:01'))).toHaveLength(2);
  });

  it('the 12 hours are counted from the first of them', () => {
    const moments = ['10:00:00', '20:00:00', '23:00:00'].map((time) => sale(`2026-03-01 ${time}`));
    expect(dates(...moments)).toEqual([MORNING, '2026-03-01 23:00:00']);
  });
});

describe('the due day: that of the first failed charge in the ten days before', () => {
  const due = (...moments: Moment[]) => times(...moments).at(-1)?.due;

  it.each<[string, Moment[], string]>([
    ['its own where none failed', [], '2026-03-20 10:00:00'],
    ['that of the failure', [failed('2026-03-17')], '2026-03-17 10:00:00'],
    [
      'that of the first of several',
      [failed('2026-03-14'), failed('2026-03-17')],
      '2026-03-14 10:00:00',
    ],
    ['exactly ten days before', [failed('2026-03-10')], '2026-03-10 10:00:00'],
    ['not more', [failed('2026-03-10 09:59:59')], '2026-03-20 10:00:00'],
    ['not one at the same moment', [failed('2026-03-20')], '2026-03-20 10:00:00'],
    ['not a later one', [failed('2026-03-21')], '2026-03-20 10:00:00'],
    ['nothing but a failure', [cancellation('2026-03-17')], '2026-03-20 10:00:00'],
  ])('%s', (_rule, moments, expected) => {
    expect(due(...moments, sale('2026-03-20'))).toBe(expected);
  });

  it('a failure that an earlier payment made good is not counted again', () => {
    const moments = [failed('2026-03-12'), sale('2026-03-13'), rebill('2026-03-20')];
    expect(due(...moments)).toBe('2026-03-20 10:00:00');
    expect(due(failed('2026-03-13'), sale('2026-03-13'), rebill('2026-03-20'))).toBe(
      '2026-03-20 10:00:00'
    );
    // The second telling of that payment ends it as well.
    const twice = [sale('2026-03-13'), sale('2026-03-13 12:00:00'), failed('2026-03-13 11:00:00')];
    expect(due(...twice, rebill('2026-03-20'))).toBe('2026-03-20 10:00:00');
  });
});

describe('what two surfaces tell of one payment', () => {
  const [later, earlier] = ['2026-03-01 10:00:01', MORNING];

  it('it is a trial if either says so, of the length that one of them names', () => {
    const [paid] = times(sale(earlier), sale(later, { trial: true, trialDays: 7 }));
    expect(paid).toMatchObject({ trial: true, trialDays: 7 });
  });

  it('it has the number that one of them names; a sale without one is the first', () => {
    expect(times(rebill(earlier), rebill(later, { payNumber: '4' }))[0]?.payNumber).toBe(4);
    expect(times(sale(earlier))[0]?.payNumber).toBe(1);
    expect(times(rebill(earlier))[0]?.payNumber).toBeNull();
  });

  it('it is quiet if both are, and told by the IPN if either is', () => {
    const quiet = { isQuiet: true };
    expect(times(sale(earlier, quiet), sale(later, quiet))[0]?.isQuiet).toBe(true);
    expect(times(sale(earlier, quiet), sale(later))[0]?.isQuiet).toBe(false);
    expect(times(sale(earlier, OUTBOUND), sale(later))[0]?.isToldByIpn).toBe(true);
    expect(times(sale(earlier, OUTBOUND))[0]?.isToldByIpn).toBe(false);
  });
});
