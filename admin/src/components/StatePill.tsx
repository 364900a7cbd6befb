import type * as React from 'react';

import { Flex, Typography } from '@strapi/design-system';

import type { Look } from '../utils/looks';

/** A state as icon, word and colour. Not Strapi's `Badge` or `Status`: their contrast is too low. */
export function StatePill({ look, children }: { look: Look; children: React.ReactNode }) {
  const { icon: Icon, tone } = look;
  return (
    <Flex
      tag="span"
      inline
      gap={1}
      background={`${tone}100`}
      borderColor={`${tone}200`}
      hasRadius
      paddingLeft={2}
      paddingRight={2}
      paddingTop={1}
      paddingBottom={1}
    >
      <Icon
        fill={`${tone}700`}
        width="1.4rem"
        height="1.4rem"
        aria-hidden
        style={{ flex: 'none' }}
      />
      <Typography variant="pi" fontWeight="bold" textColor="neutral800">
        {children}
      </Typography>
    </Flex>
  );
}
