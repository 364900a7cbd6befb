import type * as React from 'react';

import { Field, TextInput } from '@strapi/design-system';

interface SettledFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

/** Takes effect when the field is left or Enter is pressed, not at every key. */
export function SettledField({ label, value, onChange }: SettledFieldProps) {
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
