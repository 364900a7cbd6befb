import * as React from 'react';

import { DatePicker, Field } from '@strapi/design-system';
import { useIntl } from 'react-intl';

import { useTexts } from '../../hooks/useTexts';
import { isDay, toDay } from '../../utils/days';

import type { IntlShape } from 'react-intl';
import type { Texts } from '../../utils/texts';

/** No webhook is older; without it the years to choose from begin two centuries ago. */
const FIRST_DAY = new Date('2015-01-01T00:00:00.000Z');

interface DayFieldProps {
  label: string;
  /** Like `2026-05-01`; empty: none. */
  value: string;
  onChange: (day: string) => void;
}

/** A day of the person's own calendar; takes effect when it is chosen, or when the field is left. */
export function DayField({ label, value, onChange }: DayFieldProps) {
  const { t } = useTexts();
  const intl = useIntl();
  // The picker reads a day in UTC and answers in the browser's zone. It forgets what is typed when it gets a new one.
  const shown = React.useMemo(
    () => (isDay(value) ? new Date(`${value}T00:00:00.000Z`) : undefined),
    [value]
  );
  const change = (chosen: Date | undefined) => {
    const day = chosen ? toDay(chosen) : '';
    if (day !== value) {
      onChange(day);
    }
  };
  return (
    <Field.Root alignItems="stretch">
      <Field.Label>{label}</Field.Label>
      <DatePicker
        locale={intl.locale}
        placeholder={describeFormat(intl, t)}
        value={shown}
        minDate={FIRST_DAY}
        onChange={change}
        // Only this shows the clear button; the change event reports what it clears.
        onClear={() => undefined}
        clearLabel={t('common.clear')}
        calendarLabel={t('day.choose')}
        monthSelectLabel={t('day.month')}
        yearSelectLabel={t('day.year')}
      />
    </Field.Root>
  );
}

/** "MM/DD/YYYY", in the order and the letters of the language. */
function describeFormat(intl: IntlShape, t: Texts['t']): string {
  const parts = intl.formatDateToParts(FIRST_DAY, {
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
  });
  const letters: Readonly<Record<string, string>> = {
    day: t('day.letters-day'),
    month: t('day.letters-month'),
    year: t('day.letters-year'),
  };
  return parts.map(({ type, value }) => letters[type] ?? value).join('');
}
