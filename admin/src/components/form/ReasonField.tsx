import type * as React from 'react';

import { Field, Textarea } from '@strapi/design-system';

import { useTexts } from '../../hooks/useTexts';

interface ReasonFieldProps {
  value: string;
  isMissing: boolean;
  onChange: (reason: string) => void;
}

/** Why an administrator decided as they did, for later readers. */
export function ReasonField({ value, isMissing, onChange }: ReasonFieldProps) {
  const { t } = useTexts();
  return (
    <Field.Root
      name="reason"
      required
      alignItems="stretch"
      hint={t('by-hand.reason-hint')}
      error={isMissing ? t('by-hand.reason-missing') : undefined}
    >
      <Field.Label>{t('by-hand.reason')}</Field.Label>
      <Textarea
        value={value}
        onChange={(event: React.ChangeEvent<HTMLTextAreaElement>) => onChange(event.target.value)}
      />
      <Field.Hint />
      <Field.Error />
    </Field.Root>
  );
}
