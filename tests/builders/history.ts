import type { History, Moment } from '../../server/src/core/entitlements/history';

const AT_TEN = ' 10:00:00';

type Told = Partial<Moment>;

/** `2026-01-31` is ten o'clock that morning; null is no date. */
const moment =
  (kind: Moment['kind']) =>
  (date: string | null, told: Told = {}): Moment => ({
    kind,
    date: date?.length === 10 ? date + AT_TEN : date,
    trial: false,
    trialDays: null,
    payNumber: null,
    paymentsLeft: null,
    toldBy: ['ipn'],
    isPresent: true,
    isQuiet: false,
    ...told,
  });

export const sale = moment('sale');
export const rebill = moment('rebill');
export const failed = moment('failed');
export const cancellation = moment('cancellation');
export const refund = moment('refund');
export const partialRefund = moment('partial-refund');
export const chargeback = moment('chargeback');

/** Told by the Outbound API only, as sellers without the IPN hear of payments. */
export const OUTBOUND: Told = { toldBy: ['outbound'] };

export const subscription = (...moments: Moment[]): History => ({ type: 'subscription', moments });
export const oneTime = (...moments: Moment[]): History => ({ type: 'one-time', moments });

/** A payment on each of these days, the first one being the sale. */
export const paidOn = (...dates: string[]): Moment[] =>
  dates.map((date, index) => (index === 0 ? sale(date) : rebill(date)));
