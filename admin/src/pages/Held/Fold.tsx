import type * as React from 'react';

import { Accordion, Box } from '@strapi/design-system';
import { styled } from 'styled-components';

/** The sentence is read whole: Strapi would cut it to one line. */
const Trigger = styled(Accordion.Trigger)`
  height: auto;
  min-height: 4.8rem;
  text-align: left;

  span {
    white-space: normal;
    overflow: visible;
  }
`;

/** What a decision is about, one by one, behind the sentence that sums it up. */
export function Fold({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <Accordion.Root size="S" collapsible>
      <Accordion.Item value="inside">
        <Accordion.Header>
          <Trigger>{title}</Trigger>
        </Accordion.Header>
        <Accordion.Content>
          <Box padding={4}>{children}</Box>
        </Accordion.Content>
      </Accordion.Item>
    </Accordion.Root>
  );
}
