import type * as React from 'react';

import { Box, Flex, Typography } from '@strapi/design-system';
import { CheckCircle, Information, WarningCircle } from '@strapi/icons';

type Kind = 'info' | 'success' | 'warning' | 'danger';

const LOOKS = {
  info: { tone: 'primary', Icon: Information },
  success: { tone: 'success', Icon: CheckCircle },
  warning: { tone: 'warning', Icon: WarningCircle },
  danger: { tone: 'danger', Icon: WarningCircle },
} as const;

interface NoticeProps {
  kind: Kind;
  title?: string;
  children?: React.ReactNode;
  action?: React.ReactNode;
}

/** A message that stays until its cause is gone. Strapi's `Alert` always draws a close button. */
export function Notice({ kind, title, children, action }: NoticeProps) {
  const { tone, Icon } = LOOKS[kind];
  return (
    <Flex
      role={kind === 'danger' ? 'alert' : undefined}
      background={`${tone}100`}
      borderColor={`${tone}200`}
      hasRadius
      padding={4}
      gap={3}
      alignItems="flex-start"
      wrap="wrap"
    >
      <Icon
        fill={`${tone}700`}
        width="1.6rem"
        height="1.6rem"
        aria-hidden
        style={{ flex: 'none' }}
      />
      <Box flex="1" minWidth="20rem">
        {title ? (
          <Typography tag="p" fontWeight="bold" textColor="neutral800">
            {title}
          </Typography>
        ) : null}
        {children ? (
          <Typography tag="div" textColor="neutral800">
            {children}
          </Typography>
        ) : null}
      </Box>
      {action}
    </Flex>
  );
}
