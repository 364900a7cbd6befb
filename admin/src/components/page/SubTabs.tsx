import type * as React from 'react';

import { Box, Tabs } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { styled } from 'styled-components';

const Scrolling = styled(Box)`
  overflow-x: auto;

  [role='tablist'] {
    width: max-content;
  }
`;

interface SubTabsProps {
  label: string;
  value: string;
  options: readonly {
    readonly value: string;
    readonly label: string;
    /** Shown above 0. */
    readonly count?: number;
  }[];
  onChange: (value: string) => void;
  children: React.ReactNode;
}

/** The parts of a list inside a tab: arrow keys move between them, Enter opens one. */
export function SubTabs({ label, value, options, onChange, children }: SubTabsProps) {
  const intl = useIntl();
  return (
    <Tabs.Root variant="simple" activationMode="manual" value={value} onValueChange={onChange}>
      <Scrolling>
        <Tabs.List aria-label={label}>
          {options.map((option) => (
            <Tabs.Trigger key={option.value} value={option.value}>
              {option.count ? `${option.label} ${intl.formatNumber(option.count)}` : option.label}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
      </Scrolling>
      <Tabs.Content value={value}>{children}</Tabs.Content>
    </Tabs.Root>
  );
}
