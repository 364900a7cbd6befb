import type * as React from 'react';

import { Box, Typography } from '@strapi/design-system';
import { styled } from 'styled-components';

import { followFirstLink } from './first-link';

const Frame = styled(Box)`
  overflow-x: auto;
`;

/** Roles are written out because laying rows out as cards would otherwise take the table's meaning away. */
const StyledTable = styled.table`
  width: 100%;
  border-collapse: collapse;

  th,
  td {
    text-align: left;
    vertical-align: middle;
    padding: ${({ theme }) => `${theme.spaces[3]} ${theme.spaces[4]}`};
  }

  tbody tr {
    border-top: 1px solid ${({ theme }) => theme.colors.neutral150};
  }

  &[data-opens-rows='true'] tbody tr {
    cursor: pointer;

    &:hover {
      background: ${({ theme }) => theme.colors.neutral100};
    }
  }

  @media (max-width: 767px) {
    display: block;

    thead {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }

    tbody,
    tr {
      display: block;
    }

    tbody tr {
      padding: ${({ theme }) => `${theme.spaces[2]} 0`};
    }

    tbody tr:first-child {
      border-top: 0;
    }

    td {
      display: flex;
      flex-wrap: wrap;
      gap: ${({ theme }) => theme.spaces[2]};
      padding: ${({ theme }) => `${theme.spaces[1]} ${theme.spaces[4]}`};
      overflow-wrap: anywhere;
    }

    td[data-label]:not([data-label='']):not(:first-child)::before {
      content: attr(data-label);
      flex: none;
      width: 11rem;
      font-size: ${({ theme }) => theme.fontSizes[1]};
      color: ${({ theme }) => theme.colors.neutral600};
    }

    td[data-is-field='true'] {
      flex-direction: column;
    }

    td[data-empty='true'] {
      display: none;
    }
  }
`;

export interface TableColumn {
  readonly label: string;
  /** Read out, but not shown: a column of buttons. */
  readonly isQuiet?: boolean;
  /** Something to fill in: as wide as a narrow screen. */
  readonly isField?: boolean;
}

export interface TableRow {
  readonly key: string | number;
  readonly cells: readonly React.ReactNode[];
}

interface FieldTableProps {
  label: string;
  columns: readonly TableColumn[];
  rows: readonly TableRow[];
  /** A click anywhere in a row follows its first link. */
  opensRows?: boolean;
}

/**
 * A plain table, on a narrow screen a list of cards. Strapi's `Table` is a grid with a single Tab stop, so fields
 * and buttons inside it could not be reached with the Tab key.
 */
export function FieldTable({ label, columns, rows, opensRows = false }: FieldTableProps) {
  return (
    <Frame background="neutral0" hasRadius shadow="tableShadow">
      <StyledTable role="table" aria-label={label} data-opens-rows={opensRows}>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => (
              <th key={column.label} role="columnheader" scope="col">
                <Heading column={column} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map(({ key, cells }) => (
            <tr key={key} role="row" onClick={opensRows ? followFirstLink : undefined}>
              {cells.map((cell, index) => (
                <td
                  key={columns[index]?.label ?? index}
                  role="cell"
                  data-label={columns[index]?.isQuiet ? '' : columns[index]?.label}
                  data-empty={cell === null}
                  data-is-field={columns[index]?.isField === true}
                >
                  <Typography tag="div" textColor="neutral800">
                    {cell}
                  </Typography>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </StyledTable>
    </Frame>
  );
}

function Heading({ column }: { column: TableColumn }) {
  if (column.isQuiet) {
    return <span style={{ position: 'absolute', clipPath: 'inset(50%)' }}>{column.label}</span>;
  }
  return (
    <Typography variant="sigma" textColor="neutral600">
      {column.label}
    </Typography>
  );
}
