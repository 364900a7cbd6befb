import { Flex, Typography } from '@strapi/design-system';
import { useParams, useSearchParams } from 'react-router-dom';

import { useApi } from '../../api/client';
import { EmptyArea, FailedArea, ForbiddenArea, LoadingArea } from '../../components/Areas';
import { DetailPage } from '../../components/DetailPage';
import { OutcomePill, OutcomeSentence } from '../../components/LogParts';
import { PageLink } from '../../components/TextLink';
import { useAccess } from '../../hooks/useAccess';
import { useDates } from '../../hooks/useDates';
import { useResource } from '../../hooks/useResource';
import { useTexts } from '../../hooks/useTexts';
import { BASE_PATH } from '../../pluginId';
import { LogViews } from './LogViews';
import { NextStep } from './NextStep';
import { ReplayButton } from './ReplayButton';

import type { WebhookLogDetail } from '../../../../contracts/webhook-log';

const LIVE_MS = 3_000;
const UNFINISHED = ['received', 'processing', 'failed'];

export function WebhookLogPage() {
  const { t } = useTexts();
  const access = useAccess();
  const id = Number(useParams().id);
  const title = t('log.title', { id });
  const parent = { label: t('tab.webhook-logs'), to: `${BASE_PATH}/webhook-logs` };
  if (!access.readLogs) {
    return (
      <DetailPage title={title} parent={parent}>
        <ForbiddenArea action="readLogs" />
      </DetailPage>
    );
  }
  return <PermittedLog id={id} title={title} parent={parent} />;
}

interface PermittedLogProps {
  id: number;
  title: string;
  parent: { label: string; to: string };
}

function PermittedLog({ id, title, parent }: PermittedLogProps) {
  const { t } = useTexts();
  const api = useApi();
  const [params, setParams] = useSearchParams();
  const log = useResource(`webhook-log ${id}`, () => api.webhookLog(id), {
    liveMs: (data) => (data && UNFINISHED.includes(data.state) ? LIVE_MS : undefined),
  });
  return (
    <DetailPage
      title={title}
      parent={parent}
      pill={log.data ? <OutcomePill log={log.data} /> : null}
      subtitle={log.data ? <Subtitle log={log.data} /> : undefined}
      primaryAction={
        log.data ? (
          <Flex gap={2} wrap="wrap">
            <ReplayButton log={log.data} onDone={log.reload} />
            <NextStep log={log.data} onDone={log.reload} />
          </Flex>
        ) : null
      }
      staleSince={log.staleSince}
    >
      {log.problem?.status === 404 ? (
        <EmptyArea action={<PageLink to={parent.to}>{t('log.all')}</PageLink>}>
          {t('log.not-found', { id })}
        </EmptyArea>
      ) : null}
      {log.problem && log.problem.status !== 404 ? (
        <FailedArea onRetry={() => void log.reload()}>{t('log.failed')}</FailedArea>
      ) : null}
      {log.isLoading ? <LoadingArea>{t('log.loading')}</LoadingArea> : null}
      {log.data ? (
        <LogViews
          log={log.data}
          view={params.get('view') ?? 'meaning'}
          onView={(view) => setParams({ view })}
        />
      ) : null}
    </DetailPage>
  );
}

function Subtitle({ log }: { log: WebhookLogDetail }) {
  const { t } = useTexts();
  const dates = useDates();
  return (
    <Flex direction="column" alignItems="flex-start" gap={1}>
      <Typography variant="epsilon" tag="p">
        <OutcomeSentence log={log} />
      </Typography>
      <Typography textColor="neutral600" tag="p">
        {t('log.received', { date: dates.exact(log.receivedAt), n: log.deliveries })}
      </Typography>
    </Flex>
  );
}
