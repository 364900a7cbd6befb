import type * as React from 'react';

import { Typography } from '@strapi/design-system';
import { Link } from 'react-router-dom';
import { styled } from 'styled-components';

/** A link inside a sentence: underlined, so that colour is not its only sign. */
export const TextLink = styled(Link)`
  color: ${({ theme }) => theme.colors.primary700};
  text-decoration: underline;

  &:focus-visible {
    outline: 2px solid ${({ theme }) => theme.colors.primary600};
    outline-offset: 2px;
  }
`;

/** For `rich` texts: `<a>…</a>` in the sentence becomes a link to `to`. */
export function linkTo(to: string) {
  return function renderLink(chunks: React.ReactNode[]): React.ReactNode {
    return <TextLink to={to}>{chunks}</TextLink>;
  };
}

/** A link outside of a sentence. */
export function PageLink({
  to,
  state,
  children,
}: {
  to: string;
  state?: unknown;
  children: React.ReactNode;
}) {
  return (
    <Typography>
      <TextLink to={to} state={state}>
        {children}
      </TextLink>
    </Typography>
  );
}
