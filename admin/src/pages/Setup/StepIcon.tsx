import { CheckCircle } from '@strapi/icons';
import { useTheme } from 'styled-components';

import type { StepState } from '../../utils/progress';

interface StepIconProps {
  state: StepState;
  /** Width and height. */
  size: string;
}

/** A ticked, a half and an empty circle; the word beside it says the same. */
export function StepIcon({ state, size }: StepIconProps) {
  const { colors } = useTheme();
  if (state === 'done') {
    return <CheckCircle fill="success600" width={size} height={size} aria-hidden style={FIXED} />;
  }
  const colour = state === 'begun' ? colors.warning600 : colors.neutral500;
  return (
    <svg viewBox="0 0 16 16" width={size} height={size} aria-hidden style={FIXED}>
      <circle cx={8} cy={8} r={6} fill="none" stroke={colour} strokeWidth={2} />
      {state === 'begun' ? <path d="M8 2a6 6 0 0 0 0 12z" fill={colour} /> : null}
    </svg>
  );
}

const FIXED = { flex: 'none' } as const;
