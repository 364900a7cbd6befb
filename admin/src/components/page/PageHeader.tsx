import type * as React from 'react';

import { Flex } from '@strapi/design-system';
import { Layouts } from '@strapi/strapi/admin';

import { useIsNarrow } from '../../hooks/useIsNarrow';

interface PageHeaderProps {
  title: string;
  crumbs: React.ReactNode;
  /** A pill. */
  state?: React.ReactNode;
  subtitle?: React.ReactNode;
  primaryAction?: React.ReactNode;
}

/** Where you are, the state, the answer, what you can do. On a phone Strapi would squeeze the state in beside the actions. */
export function PageHeader({ title, crumbs, state, subtitle, primaryAction }: PageHeaderProps) {
  const isNarrow = useIsNarrow();
  return (
    <Layouts.BaseHeader
      title={title}
      navigationAction={crumbs}
      secondaryAction={isNarrow ? null : state}
      subtitle={
        isNarrow && state ? (
          <Flex direction="column" alignItems="flex-start" gap={2}>
            {state}
            {subtitle}
          </Flex>
        ) : (
          subtitle
        )
      }
      primaryAction={primaryAction}
    />
  );
}
