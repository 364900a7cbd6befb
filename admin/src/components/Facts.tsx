import type * as React from 'react';

import { Typography } from '@strapi/design-system';
import { styled } from 'styled-components';

const List = styled.dl`
  display: grid;
  grid-template-columns: minmax(8rem, max-content) 1fr;
  gap: ${({ theme }) => `${theme.spaces[2]} ${theme.spaces[5]}`};
  margin: 0;

  dd {
    margin: 0;
    overflow-wrap: anywhere;
  }

  @media (max-width: 767px) {
    grid-template-columns: 1fr;
    gap: ${({ theme }) => theme.spaces[1]};

    dd {
      margin-bottom: ${({ theme }) => theme.spaces[2]};
    }
  }
`;

export interface Fact {
  readonly label: string;
  readonly value: React.ReactNode;
}

/** Names and values; what is unknown is left out. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <List>
      {facts
        .filter(({ value }) => value !== null && value !== undefined && value !== '')
        .map(({ label, value }) => (
          <FactLine key={label} label={label} value={value} />
        ))}
    </List>
  );
}

function FactLine({ label, value }: Fact) {
  return (
    <>
      <Typography tag="dt" textColor="neutral600">
        {label}
      </Typography>
      <Typography tag="dd" textColor="neutral800">
        {value}
      </Typography>
    </>
  );
}
