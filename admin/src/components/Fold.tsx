import type * as React from 'react';

import { Accordion, Box } from '@strapi/design-system';
import { styled } from 'styled-components';

/** Its title wraps: Strapi would cut it to one line. */
const Trigger = styled(Accordion.Trigger)`
  height: auto;
  min-height: 4.8rem;
  text-align: left;

  span {
    white-space: normal;
    overflow: visible;
  }
`;

interface FoldItemProps {
  value: string;
  title: React.ReactNode;
  children: React.ReactNode;
}

/** One of several in an `Accordion.Root`. */
export function FoldItem({ value, title, children }: FoldItemProps) {
  return (
    <Accordion.Item value={value}>
      <Accordion.Header>
        <Trigger>{title}</Trigger>
      </Accordion.Header>
      <Accordion.Content>
        <Box padding={4}>{children}</Box>
      </Accordion.Content>
    </Accordion.Item>
  );
}

/** The parts behind the sentence that sums them up. */
export function Fold({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <Accordion.Root size="S" collapsible>
      <FoldItem value="inside" title={title}>
        {children}
      </FoldItem>
    </Accordion.Root>
  );
}
