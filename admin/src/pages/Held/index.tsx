import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { styled } from 'styled-components';

import { EmptyArea, FailedArea, LoadingArea } from '../../components/page/Areas';
import { Notice } from '../../components/Notice';
import { TabPage } from '../../components/page/TabPage';
import { useAccess } from '../../hooks/useAccess';
import { useDates } from '../../hooks/useDates';
import { useFilters } from '../../hooks/useFilters';
import { useNow } from '../../hooks/useNow';
import { useOverview } from '../../hooks/useOverview';
import { useTexts } from '../../hooks/useTexts';
import { isAskedFor } from './decisions';
import { DriftCard } from './DriftCard';
import { LogsCard } from './LogsCard';
import { OfferCard } from './OfferCard';
import { SuggestionCard } from './SuggestionCard';
import { useDecisions } from './useDecisions';
import { useHeld } from './useHeld';

import type { Decision } from './decisions';
import type { ShownDecision } from './useDecisions';

const FILTERS = ['reason', 'productId'] as const;

/** Everything that waits for a person, each with its ways out. */
export function HeldPage() {
  const { t } = useTexts();
  const filters = useFilters(FILTERS);
  const overview = useOverview();
  const held = useHeld(filters.page);
  const decisions = useDecisions(held.data);
  const shown = decisions.shown.filter(({ decision }) => isAskedFor(decision, filters.values));
  const decide = async (key: string, told: string) => {
    decisions.tell(key, told);
    await Promise.all([held.reload(), overview.reload()]);
  };
  return (
    <TabPage tab="held" primaryAction={<Summary />}>
      <Flex direction="column" alignItems="stretch" gap={4}>
        <Bar>
          <ReasonSwitch
            decisions={decisions.shown
              .filter(({ told, isGone }) => told === null && !isGone)
              .map(({ decision }) => decision)}
            value={filters.values.reason ?? ''}
            onChange={(next) => filters.set({ reason: next })}
          />
          <ShowNew n={decisions.newer} onShow={decisions.showNewer} />
        </Bar>
        {held.problem ? (
          <FailedArea onRetry={() => void held.reload()}>{t('held.failed')}</FailedArea>
        ) : null}
        {held.isLoading && decisions.shown.length === 0 ? (
          <LoadingArea>{t('held.loading')}</LoadingArea>
        ) : null}
        {held.data && shown.length === 0 && !held.data.hasMore ? (
          <EmptyArea
            action={
              filters.isFiltered ? (
                <Button variant="secondary" onClick={filters.clear}>
                  {t('common.clear-filters')}
                </Button>
              ) : undefined
            }
          >
            {t('held.empty')}
          </EmptyArea>
        ) : null}
        {shown.map((item) => (
          <DecisionItem
            key={item.decision.key}
            item={item}
            onDecided={(what) => decide(item.decision.key, what)}
          />
        ))}
        <MoreHeld
          hasMore={held.data?.hasMore ?? shown.length > 0}
          isLoading={held.isLoading}
          onMore={() => filters.setPage(filters.page + 1)}
        />
      </Flex>
    </TabPage>
  );
}

const Bar = styled(Box)`
  display: grid;
  grid-template-columns: 1fr auto;
  align-items: start;
  gap: ${({ theme }) => theme.spaces[3]};

  @media (max-width: 767px) {
    grid-template-columns: 1fr;
  }
`;

/** How much waits in all, and since when. */
function Summary() {
  const { t } = useTexts();
  const dates = useDates();
  const now = useNow();
  const decisions = useOverview().data?.decisions;
  if (!decisions || decisions.count === 0) {
    return null;
  }
  const { count: n, webhooks: m, oldestAt } = decisions;
  return (
    <Typography textColor="neutral600">
      {oldestAt === null
        ? t('held.summary-plain', { n })
        : t('held.summary', { n, m, when: dates.since(oldestAt, now) })}
    </Typography>
  );
}

/** Its place is kept while there is nothing new, so that nothing moves when there is. */
function ShowNew({ n, onShow }: { n: number; onShow: () => void }) {
  const { t } = useTexts();
  return (
    <Button
      variant="secondary"
      style={{ visibility: n > 0 ? 'visible' : 'hidden' }}
      onClick={onShow}
    >
      {t('held.show-new', { n })}
    </Button>
  );
}

interface DecisionItemProps {
  item: ShownDecision;
  onDecided: (told: string) => Promise<void>;
}

function DecisionItem({ item: { decision, told, isGone }, onDecided }: DecisionItemProps) {
  const { t, lookUp } = useTexts();
  if (told !== null) {
    return <Notice kind="success" title={t('held.done', { what: told })} />;
  }
  if (isGone) {
    const what = lookUp(`badge.held.${decision.reason}`, '');
    return <Notice kind="info" title={t('held.gone', { what })} />;
  }
  return <DecisionCard decision={decision} onDecided={onDecided} />;
}

function DecisionCard({
  decision,
  onDecided,
}: {
  decision: Decision;
  onDecided: (told: string) => Promise<void>;
}) {
  switch (decision.kind) {
    case 'offer':
      return <OfferCard decision={decision} onDecided={onDecided} />;
    case 'drift':
      return <DriftCard member={decision.member} onDecided={onDecided} />;
    case 'suggestion':
      return <SuggestionCard suggestion={decision.suggestion} onDecided={onDecided} />;
    case 'logs':
      return <LogsCard decision={decision} onDecided={onDecided} />;
  }
}

interface ReasonSwitchProps {
  decisions: readonly Decision[];
  value: string;
  onChange: (reason: string) => void;
}

function ReasonSwitch({ decisions, value, onChange }: ReasonSwitchProps) {
  const { t, lookUp } = useTexts();
  const counts = new Map<string, number>();
  for (const decision of decisions) {
    counts.set(decision.reason, (counts.get(decision.reason) ?? 0) + 1);
  }
  if (counts.size < 2 && value === '') {
    return <span />;
  }
  const choice = (reason: string, label: string) => (
    <Button
      key={reason}
      size="S"
      variant={reason === value ? 'secondary' : 'tertiary'}
      aria-pressed={reason === value}
      onClick={() => onChange(reason)}
    >
      {label}
    </Button>
  );
  return (
    <Flex gap={2} wrap="wrap" role="group" aria-label={t('held.by-reason')}>
      {choice('', t('logs.all'))}
      {[...counts].map(([reason, n]) =>
        choice(reason, `${lookUp(`badge.held.${reason}`, reason)} ${n}`)
      )}
    </Flex>
  );
}

interface MoreHeldProps {
  hasMore: boolean;
  isLoading: boolean;
  onMore: () => void;
}

function MoreHeld({ hasMore, isLoading, onMore }: MoreHeldProps) {
  const { t } = useTexts();
  const access = useAccess();
  return (
    <>
      {hasMore ? (
        <Flex justifyContent="center">
          <Button variant="secondary" loading={isLoading} onClick={onMore}>
            {t('held.show-more')}
          </Button>
        </Flex>
      ) : null}
      {access.readLogs ? null : (
        <Typography textColor="neutral600">{t('held.logs-hidden')}</Typography>
      )}
    </>
  );
}
