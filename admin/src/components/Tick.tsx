import type * as React from 'react';

import { Flex, Typography, VisuallyHidden } from '@strapi/design-system';
import { CheckCircle, Minus } from '@strapi/icons';

import { useTexts } from '../hooks/useTexts';

/** A fact that has happened or not yet. */
export function Tick({ isDone, children }: { isDone: boolean; children: React.ReactNode }) {
  const { t } = useTexts();
  const Icon = isDone ? CheckCircle : Minus;
  return (
    <Flex tag="li" inline gap={1}>
      <Icon
        fill={isDone ? 'success600' : 'neutral500'}
        width="1.4rem"
        height="1.4rem"
        aria-hidden
        style={{ flex: 'none' }}
      />
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
