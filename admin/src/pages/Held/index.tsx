import { Box, Button, Flex, Typography } from '@strapi/design-system';

import { useApi } from '../../api/client';
import { EmptyArea, FailedArea, LoadingArea } from '../../components/Areas';
import { Notice } from '../../components/Notice';
import { TabPage } from '../../components/TabPage';
import { PageLink } from '../../components/TextLink';
import { useAccess } from '../../hooks/useAccess';
import { useFilters } from '../../hooks/useFilters';
import { useOverview } from '../../hooks/useOverview';
import { useResource } from '../../hooks/useResource';
import { useTexts } from '../../hooks/useTexts';
import { BASE_PATH } from '../../pluginId';
import { collectDecisions, heldReasonOf, isPartRefund } from './decisions';
import { DriftCard } from './DriftCard';
import { LogsCard } from './LogsCard';
import { OfferCard } from './OfferCard';
import { SuggestionCard } from './SuggestionCard';
import { useDecisions } from './useDecisions';

import type { WebhookLogQuery } from '../../../../contracts/webhook-log';
import type { Decision } from './decisions';

const LIVE_MS = 15_000;
/** As many decisions as a person can look at; the rest stand behind a link. */
const SHOWN = 100;
const FILTERS = ['reason'] as const;
const PART_REFUNDS = { kind: 'partial-refund', state: 'applied', reason: 'no-change' } as const;

/** Everything that waits for a person, each with its way out. */
export function HeldPage() {
  const { t } = useTexts();
  const api = useApi();
  const access = useAccess();
  const filters = useFilters(FILTERS);
  const { reason } = filters.values;
  const held = useResource(
    'held',
    async () => {
      const page = { page: 1, pageSize: SHOWN };
      const logsOf = async (query: WebhookLogQuery) =>
        access.readLogs ? (await api.webhookLogs({ ...query, ...page })).data : [];
      const [offers, drifted, suggestions, waiting, givenUp, partRefunds] = await Promise.all([
        api.offers(),
        api.members({ state: 'drifted', ...page }),
        api.suggestions(page),
        logsOf({ state: 'held' }),
        logsOf({ state: 'dead' }),
        logsOf(PART_REFUNDS),
      ]);
      const logs = [...waiting, ...givenUp, ...partRefunds.filter(isPartRefund)];
      return collectDecisions(offers, logs, drifted.data, suggestions.data);
    },
    { liveMs: LIVE_MS }
  );
  const decisions = useDecisions(held.data);
  const shown = decisions.standing.filter(
    ({ decision }) => !reason || reasonOf(decision) === reason
  );
  const decide = async (key: string, told: string) => {
    decisions.tell(key, told);
    await held.reload();
  };
  return (
    <TabPage tab="held">
      <Flex direction="column" alignItems="stretch" gap={4}>
        <ReasonSwitch
          decisions={decisions.standing.map(({ decision }) => decision)}
          value={reason ?? ''}
          onChange={(next) => filters.set({ reason: next })}
        />
        {held.problem ? (
          <FailedArea onRetry={() => void held.reload()}>{t('held.failed')}</FailedArea>
        ) : null}
        {held.isLoading ? <LoadingArea>{t('held.loading')}</LoadingArea> : null}
        {held.data && shown.length === 0 ? <EmptyArea>{t('held.empty')}</EmptyArea> : null}
        {decisions.newer > 0 ? (
          <Box>
            <Button variant="secondary" onClick={decisions.showNewer}>
              {t('held.show-new', { n: decisions.newer })}
            </Button>
          </Box>
        ) : null}
        {shown.map(({ decision, told }) =>
          told === null ? (
            <DecisionCard
              key={decision.key}
              decision={decision}
              onDecided={(what) => decide(decision.key, what)}
            />
          ) : (
            <Notice key={decision.key} kind="success" title={t('held.done', { what: told })} />
          )
        )}
        <MoreHeld />
      </Flex>
    </TabPage>
  );
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
      return <OfferCard offer={decision.offer} onDecided={onDecided} />;
    case 'drift':
      return <DriftCard member={decision.member} onDecided={onDecided} />;
    case 'suggestion':
      return <SuggestionCard suggestion={decision.suggestion} onDecided={onDecided} />;
    case 'logs':
      return <LogsCard logs={decision.logs} onDecided={onDecided} />;
  }
}

function reasonOf(decision: Decision): string {
  switch (decision.kind) {
    case 'offer':
      return 'unmapped-product';
    case 'drift':
      return 'drift';
    case 'suggestion':
      return 'second-address';
    case 'logs':
      return heldReasonOf(decision.logs[0]);
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
    const reason = reasonOf(decision);
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  if (counts.size < 2) {
    return null;
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
