import type * as React from 'react';

import { Field, TextInput } from '@strapi/design-system';

interface SettledFieldProps {
  label: string;
  value: string;
  type?: 'text' | 'date';
  onChange: (value: string) => void;
}

/** Takes effect when the field is left or Enter is pressed, not at every key. */
export function SettledField({ label, value, type = 'text', onChange }: SettledFieldProps) {
  const apply = (field: HTMLInputElement) => {
    const text = field.value.trim();
    if (text !== value) {
      onChange(text);
    }
  };
  return (
    <Field.Root alignItems="stretch">
      <Field.Label>{label}</Field.Label>
      <TextInput
        key={value}
        type={type}
        defaultValue={value}
        onBlur={(event: React.FocusEvent<HTMLInputElement>) => apply(event.currentTarget)}
        onKeyDown={(event: React.KeyboardEvent<HTMLInputElement>) => {
          if (event.key === 'Enter') {
            apply(event.currentTarget);
          }
        }}
      />
    </Field.Root>
  );
}

/** A day of the person's own calendar. */
export function DayField(props: Omit<SettledFieldProps, 'type'>) {
  return <SettledField {...props} type="date" />;
}
