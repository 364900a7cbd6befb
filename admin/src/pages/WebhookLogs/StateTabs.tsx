import type * as React from 'react';

import { Box } from '@strapi/design-system';

import { SubTabs } from '../../components/page/SubTabs';
import { useOverview } from '../../hooks/useOverview';
import { useTexts } from '../../hooks/useTexts';

/** Those with a tab of their own. */
export const TAB_STATES = ['applied', 'held', 'failed', 'dead', 'ignored', 'rejected'] as const;
const ALL = 'all';

interface StateTabsProps {
  /** Empty: all. */
  value: string;
  onChange: (state: string) => void;
  children: React.ReactNode;
}

/** The states with their counts; received and processing are under all. */
export function StateTabs({ value, onChange, children }: StateTabsProps) {
  const { t } = useTexts();
  const counts = useOverview().data?.byState ?? {};
  const chosen = TAB_STATES.find((state) => state === value) ?? ALL;
  return (
    <SubTabs
      label={t('logs.by-state')}
      value={chosen}
      options={[
        { value: ALL, label: t('logs.all') },
        ...TAB_STATES.map((state) => ({
          value: state,
          label: t(`log-state.${state}`),
          count: counts[state] ?? 0,
        })),
      ]}
      onChange={(state) => onChange(state === ALL ? '' : state)}
    >
      <Box paddingTop={4}>{children}</Box>
    </SubTabs>
  );
}
