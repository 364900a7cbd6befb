import { Box, Button, Flex } from '@strapi/design-system';
import { useIntl } from 'react-intl';

import { useOverview } from '../../hooks/useOverview';
import { useTexts } from '../../hooks/useTexts';

const STATES = ['applied', 'held', 'failed', 'dead', 'ignored', 'rejected'] as const;

interface StateTabsProps {
  /** Empty: all. */
  value: string;
  onChange: (state: string) => void;
}

/** The states as switches with their counts; only one at a time. */
export function StateTabs({ value, onChange }: StateTabsProps) {
  const { t } = useTexts();
  const intl = useIntl();
  const counts = useOverview().data?.byState ?? {};
  const choice = (state: string, label: string) => (
    <Button
      key={state}
      size="S"
      variant={value === state ? 'secondary' : 'tertiary'}
      aria-pressed={value === state}
      onClick={() => onChange(state)}
    >
      {counts[state] ? `${label} ${intl.formatNumber(counts[state])}` : label}
    </Button>
  );
  return (
    <Box role="group" aria-label={t('logs.by-state')}>
      <Flex gap={2} wrap="wrap">
        {choice('', t('logs.all'))}
        {STATES.map((state) => choice(state, t(`log-state.${state}`)))}
      </Flex>
    </Box>
  );
}
