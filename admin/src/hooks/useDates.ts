import * as React from 'react';

import { useIntl } from 'react-intl';

import { formatDay } from '../utils/sentences';
import { useTexts } from './useTexts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

export interface Dates {
  /** "4 min ago" under a day, "3 May, 14:02" this year, "3 May 2026" before. */
  readonly short: (iso: string, now: number) => string;
  /** "4 minutes ago", for sentences. */
  readonly ago: (iso: string, now: number) => string;
  /** "3 May", of a day in UTC: "2026-05-03" */
  readonly dayMonth: (utcDay: string) => string;
  /** "3 May 2026" */
  readonly day: (iso: string) => string;
  /** "3 May, 14:02" this year, "3 May 2026" before: behind "since". */
  readonly since: (iso: string, now: number) => string;
  /** "3 May, 14:02" */
  readonly moment: (iso: string) => string;
  /** "14:20" */
  readonly time: (iso: string) => string;
  /** A length of time in at most two units: "2 days 3 hours". */
  readonly span: (ms: number) => string;
  /** With seconds and the zone, for tooltips. */
  readonly exact: (iso: string) => string;
}

/** One way to write dates everywhere: the order of the parts is the language's, the zone the browser's. */
export function useDates(): Dates {
  const intl = useIntl();
  const { t } = useTexts();
  return React.useMemo(() => {
    const part = (iso: string, type: 'day' | 'month', timeZone?: string) =>
      intl
        .formatDateToParts(iso, { day: 'numeric', month: 'short', timeZone })
        .find((found) => found.type === type)?.value ?? '';
    const time = (iso: string) =>
      intl.formatTime(iso, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    const moment = (iso: string) =>
      t('date.moment', { day: part(iso, 'day'), month: part(iso, 'month'), time: time(iso) });
    const day = (iso: string) => formatDay(intl, iso, undefined, 'short');
    const isThisYear = (iso: string, now: number) =>
      new Date(iso).getFullYear() === new Date(now).getFullYear();
    const since = (iso: string, now: number) => (isThisYear(iso, now) ? moment(iso) : day(iso));
    const amount = (value: number, unit: 'day' | 'hour' | 'minute') =>
      intl.formatNumber(value, { style: 'unit', unit, unitDisplay: 'long' });
    return {
      time,
      span: (ms) => {
        const units = [
          { unit: 'day' as const, n: Math.floor(ms / DAY_MS) },
          { unit: 'hour' as const, n: Math.floor((ms % DAY_MS) / HOUR_MS) },
          { unit: 'minute' as const, n: Math.floor((ms % HOUR_MS) / MINUTE_MS) },
        ];
        const first = units.findIndex(({ n }) => n > 0);
        return first === -1
          ? amount(1, 'minute')
          : units
              .slice(first, first + 2)
              .filter(({ n }) => n > 0)
              .map(({ n, unit }) => amount(n, unit))
              .join(' ');
      },
      since,
      moment,
      day,
      dayMonth: (utcDay) =>
        t('date.day-month', {
          day: part(utcDay, 'day', 'UTC'),
          month: part(utcDay, 'month', 'UTC'),
        }),
      exact: (iso) =>
        `${day(iso)}, ${intl.formatTime(iso, { timeStyle: 'long', hourCycle: 'h23' })}`,
      ago: (iso, now) => {
        const age = Math.max(0, now - Date.parse(iso));
        if (age < MINUTE_MS) {
          return t('date.just-now');
        }
        if (age < HOUR_MS) {
          return intl.formatRelativeTime(-Math.floor(age / MINUTE_MS), 'minute');
        }
        return age < DAY_MS
          ? intl.formatRelativeTime(-Math.floor(age / HOUR_MS), 'hour')
          : intl.formatRelativeTime(-Math.floor(age / DAY_MS), 'day');
      },
      short: (iso, now) => {
        const age = Math.max(0, now - Date.parse(iso));
        if (age < MINUTE_MS) {
          return t('date.just-now');
        }
        if (age < HOUR_MS) {
          return t('date.minutes-ago', { n: Math.floor(age / MINUTE_MS) });
        }
        if (age < DAY_MS) {
          return t('date.hours-ago', { n: Math.floor(age / HOUR_MS) });
        }
        return since(iso, now);
      },
    };
  }, [intl, t]);
}
