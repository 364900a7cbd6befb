import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { styled } from 'styled-components';

import { useApi } from '../../api/client';
import { EmptyArea, FailedArea, LoadingArea } from '../../components/Areas';
import { Notice } from '../../components/Notice';
import { TabPage } from '../../components/TabPage';
import { PageLink } from '../../components/TextLink';
import { useAccess } from '../../hooks/useAccess';
import { useDates } from '../../hooks/useDates';
import { useFilters } from '../../hooks/useFilters';
import { useNow } from '../../hooks/useNow';
import { useOverview } from '../../hooks/useOverview';
import { useResource } from '../../hooks/useResource';
import { useTexts } from '../../hooks/useTexts';
import { BASE_PATH } from '../../pluginId';
import { collectDecisions, isAskedFor, isPartRefund } from './decisions';
import { DriftCard } from './DriftCard';
import { LogsCard } from './LogsCard';
import { OfferCard } from './OfferCard';
import { SuggestionCard } from './SuggestionCard';
import { useDecisions } from './useDecisions';

import type { WebhookLogQuery } from '../../../../contracts/webhook-log';
import type { Decision } from './decisions';
import type { StandingDecision } from './useDecisions';

const LIVE_MS = 15_000;
/** As many decisions as a person can look at; the rest stand behind a link. */
const SHOWN = 100;
const FILTERS = ['reason', 'productId'] as const;
const PART_REFUNDS = { kind: 'partial-refund', state: 'applied', reason: 'no-change' } as const;

/** Everything that waits for a person, each with its ways out. */
export function HeldPage() {
  const { t } = useTexts();
  const api = useApi();
  const access = useAccess();
  const filters = useFilters(FILTERS);
  const overview = useOverview();
  const held = useResource(
    'held',
    async () => {
      const page = { page: 1, pageSize: SHOWN };
      const logsOf = async (query: WebhookLogQuery) =>
        access.readLogs ? (await api.webhookLogs({ ...query, ...page })).data : [];
      const [offers, buyers, drifted, suggestions, waiting, givenUp, partRefunds] =
        await Promise.all([
          api.offers(),
          api.waitingBuyers(),
          api.members({ state: 'drifted', ...page }),
          api.suggestions(page),
          logsOf({ state: 'held' }),
          logsOf({ state: 'dead' }),
          logsOf(PART_REFUNDS),
        ]);
      const logs = [...waiting, ...givenUp, ...partRefunds.filter(isPartRefund)];
      return collectDecisions({
        offers,
        buyers,
        logs,
        members: drifted.data,
        suggestions: suggestions.data,
      });
    },
    { liveMs: LIVE_MS }
  );
  const decisions = useDecisions(held.data);
  const shown = decisions.standing.filter(({ decision }) => isAskedFor(decision, filters.values));
  const decide = async (key: string, told: string) => {
    decisions.tell(key, told);
    await Promise.all([held.reload(), overview.reload()]);
  };
  return (
    <TabPage tab="held" primaryAction={<Summary />}>
      <Flex direction="column" alignItems="stretch" gap={4}>
        <Bar>
          <ReasonSwitch
            decisions={decisions.standing
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
        {held.isLoading ? <LoadingArea>{t('held.loading')}</LoadingArea> : null}
        {held.data && shown.length === 0 ? (
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
        {shown.map((standing) => (
          <Standing
            key={standing.decision.key}
            standing={standing}
            onDecided={(what) => decide(standing.decision.key, what)}
          />
        ))}
        <MoreHeld />
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

interface StandingProps {
  standing: StandingDecision;
  onDecided: (told: string) => Promise<void>;
}

function Standing({ standing: { decision, told, isGone }, onDecided }: StandingProps) {
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

function MoreHeld() {
  const { t } = useTexts();
  const access = useAccess();
  const overview = useOverview().data;
  if (!access.readLogs) {
    return <Typography textColor="neutral600">{t('held.logs-hidden')}</Typography>;
  }
  const { held = 0, drift = 0, secondAddresses = 0 } = overview ?? {};
  return (
    <>
      {held > SHOWN ? (
        <PageLink to={`${BASE_PATH}/webhook-logs?state=held`}>
          {t('held.all', { n: held })}
        </PageLink>
      ) : null}
      {drift > SHOWN ? (
        <PageLink to={`${BASE_PATH}/members?state=drifted`}>
          {t('held.all-drifted', { n: drift })}
        </PageLink>
      ) : null}
      {secondAddresses > SHOWN ? (
        <Typography textColor="neutral600">
          {t('held.more-suggestions', { n: secondAddresses - SHOWN })}
        </Typography>
      ) : null}
    </>
  );
}
