import * as React from 'react';

import { Box, Typography } from '@strapi/design-system';
import { styled } from 'styled-components';

const Grid = styled(Box)`
  display: grid;
  grid-template:
    'title actions' auto
    'body body' auto / 1fr auto;
  gap: ${({ theme }) => `${theme.spaces[4]} ${theme.spaces[3]}`};
  align-items: start;

  @media (max-width: 767px) {
    grid-template: 'title' auto 'body' auto 'actions' auto / 1fr;
  }
`;

const Title = styled(Box)`
  grid-area: title;
  display: flex;
  flex-wrap: wrap;
  align-items: baseline;
  gap: ${({ theme }) => `${theme.spaces[1]} ${theme.spaces[4]}`};
  min-width: 0;
  overflow-wrap: anywhere;
`;

const Body = styled(Box)`
  grid-area: body;
  min-width: 0;
`;

const Actions = styled(Box)`
  grid-area: actions;
  display: flex;
  flex-wrap: wrap;
  justify-content: flex-end;
  gap: ${({ theme }) => theme.spaces[2]};

  @media (max-width: 767px) {
    flex-direction: column;
    align-items: stretch;

    > * {
      flex-direction: column;
      align-items: stretch;
      width: 100%;
    }

    a,
    button {
      width: 100%;
      min-height: 4.4rem;
    }
  }
`;

interface DecisionBoxProps {
  title: string;
  /** Who waits, and since when. */
  meta: string;
  actions: React.ReactNode;
  children: React.ReactNode;
}

/** A card with its ways out beside the title; on a narrow screen they stand below the text. */
export function DecisionBox({ title, meta, actions, children }: DecisionBoxProps) {
  const headingId = React.useId();
  return (
    <Grid
      tag="section"
      aria-labelledby={headingId}
      background="neutral0"
      hasRadius
      shadow="tableShadow"
      padding={6}
    >
      <Title>
        <Typography variant="delta" fontWeight="bold" tag="h2" id={headingId}>
          {title}
        </Typography>
        <Typography textColor="neutral600">{meta}</Typography>
      </Title>
      <Body>{children}</Body>
      <Actions>{actions}</Actions>
    </Grid>
  );
}
