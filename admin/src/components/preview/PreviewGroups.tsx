import { Box, Typography } from '@strapi/design-system';
import { styled } from 'styled-components';

import { useTexts } from '../../hooks/useTexts';

import type { PreviewGroup } from '../../../../contracts/preview';
import type { Effect } from './effect';

const GROUPS = ['gain', 'lose', 'moved', 'unchanged', 'held'] as const;

const Row = styled(Box)`
  display: grid;
  grid-template-columns: repeat(auto-fit, minmax(12rem, 1fr));
  gap: ${({ theme }) => theme.spaces[2]};

  @media (max-width: 767px) {
    grid-template-columns: repeat(2, 1fr);
  }
`;

/** Two lines high, which Strapi's `Button` is not. */
const Choice = styled.button`
  min-height: 4.4rem;
  padding: ${({ theme }) => `${theme.spaces[2]} ${theme.spaces[3]}`};
  text-align: left;
  cursor: pointer;
  border: 1px solid ${({ theme }) => theme.colors.neutral200};
  border-radius: ${({ theme }) => theme.borderRadius};
  background: ${({ theme }) => theme.colors.neutral0};

  &[aria-pressed='true'] {
    border-color: ${({ theme }) => theme.colors.primary600};
    background: ${({ theme }) => theme.colors.primary100};
  }

  &:focus-visible {
    outline: 2px solid ${({ theme }) => theme.colors.primary600};
    outline-offset: 2px;
  }
`;

interface PreviewGroupsProps {
  effect: Effect;
  value: PreviewGroup;
  onChange: (group: PreviewGroup) => void;
}

/** The numbers; each chooses the list of those it counts. Sideways moves are rare and shown only where there are any. */
export function PreviewGroups({ effect, value, onChange }: PreviewGroupsProps) {
  const { t } = useTexts();
  return (
    <Row role="group" aria-label={t('preview.groups')}>
      {GROUPS.filter((name) => name !== 'moved' || effect.moved > 0).map((name) => (
        <Choice
          key={name}
          type="button"
          aria-pressed={name === value}
          onClick={() => onChange(name)}
        >
          <Typography tag="span" fontWeight="bold" textColor="neutral800">
            {t(`preview.${name}`, { n: effect[name] })}
          </Typography>
          <br />
          <Typography tag="span" variant="pi" textColor="neutral700">
            {t(`preview.${name}-text`)}
          </Typography>
        </Choice>
      ))}
    </Row>
  );
}
