import type * as React from 'react';

import { Flex, Typography, VisuallyHidden } from '@strapi/design-system';

import { useTexts } from '../../hooks/useTexts';
import { StepIcon } from './StepIcon';

/** A fact that has happened or not yet. */
export function Tick({ isDone, children }: { isDone: boolean; children: React.ReactNode }) {
  const { t } = useTexts();
  return (
    <Flex tag="li" inline gap={1}>
      <StepIcon state={isDone ? 'done' : 'open'} size="1.4rem" />
      <Typography variant="pi" textColor={isDone ? 'neutral800' : 'neutral600'}>
        <VisuallyHidden>{`${isDone ? t('step.done') : t('step.open')}: `}</VisuallyHidden>
        {children}
      </Typography>
    </Flex>
  );
}

export function Ticks({ children }: { children: React.ReactNode }) {
  return (
    <Flex tag="ul" gap={4} wrap="wrap" style={{ listStyle: 'none', padding: 0, margin: 0 }}>
      {children}
    </Flex>
  );
}
