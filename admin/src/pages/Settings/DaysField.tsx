import { Field, NumberInput } from '@strapi/design-system';

const LONGEST_DAYS = 3650;

export function isDays(days: number | undefined): days is number {
  return days !== undefined && Number.isInteger(days) && days >= 1 && days <= LONGEST_DAYS;
}

interface DaysFieldProps {
  label: string;
  value: number | undefined;
  error: string | undefined;
  disabled: boolean;
  onChange: (days: number | undefined) => void;
}

export function DaysField({ label, value, error, disabled, onChange }: DaysFieldProps) {
  return (
    <Field.Root error={error} alignItems="stretch">
      <Field.Label>{label}</Field.Label>
      <NumberInput value={value} disabled={disabled} onValueChange={onChange} />
      <Field.Error />
    </Field.Root>
  );
}
