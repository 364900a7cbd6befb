import * as React from 'react';

import { Box, Flex, Typography } from '@strapi/design-system';

interface CardBoxProps {
  title: string;
  id?: string;
  action?: React.ReactNode;
  children: React.ReactNode;
}

/** A part of a page with its own heading. */
export function CardBox({ title, id, action, children }: CardBoxProps) {
  const headingId = React.useId();
  return (
    <Box
      tag="section"
      id={id}
      aria-labelledby={headingId}
      background="neutral0"
      hasRadius
      shadow="tableShadow"
      padding={6}
    >
      <Flex justifyContent="space-between" gap={3} wrap="wrap" paddingBottom={4}>
        <Typography variant="delta" fontWeight="bold" tag="h2" id={headingId}>
          {title}
        </Typography>
        {action}
      </Flex>
      {children}
    </Box>
  );
}
