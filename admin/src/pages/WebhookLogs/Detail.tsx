import { Button, Flex, Typography } from '@strapi/design-system';
import { useParams, useSearchParams } from 'react-router-dom';

import { useApi } from '../../api/client';
import { EmptyArea, FailedArea, ForbiddenArea, LoadingArea } from '../../components/page/Areas';
import { DetailPage } from '../../components/page/DetailPage';
import { AcceptedText, OutcomePill, OutcomeSentence } from '../../components/logs/LogParts';
import { PageLink } from '../../components/TextLink';
import { useAccess } from '../../hooks/useAccess';
import { useDates } from '../../hooks/useDates';
import { useResource } from '../../hooks/useResource';
import { useTexts } from '../../hooks/useTexts';
import { BASE_PATH } from '../../pluginId';
import { DryResult } from './DryResult';
import { LogViews } from './LogViews';
import { NextStep } from './NextStep';
import { useReplay } from './useReplay';

import type { WebhookLogDetail } from '../../../../contracts/webhook-log';
import type { TextKey } from '../../utils/texts';

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
  const replay = useReplay(log.data, log.reload);
  return (
    <DetailPage
      title={title}
      parent={parent}
      pill={log.data ? <OutcomePill log={log.data} /> : null}
      subtitle={log.data ? <Subtitle log={log.data} /> : undefined}
      primaryAction={
        log.data ? (
          <Flex gap={2} wrap="wrap">
            {replay.isPossible ? (
              <Button
                variant="tertiary"
                loading={replay.isTrying}
                onClick={() => void replay.tryIt()}
              >
                {t('replay.try')}
              </Button>
            ) : null}
            <NextStep log={log.data} replay={replay} onDone={log.reload} />
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
      <DryResult replay={replay} />
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

/** What Kartra was answered; everything that could be read got 200. */
const STATUS: Readonly<Record<string, number>> = {
  unreadable: 400,
  'bad-ipn-secret': 403,
  'ipn-only': 403,
  'ip-not-allowed': 403,
  'too-large': 413,
};

function receivedKey(log: WebhookLogDetail): TextKey {
  if (log.isTest) {
    return 'log.received';
  }
  return log.answeredInMs === null ? 'log.received-answered' : 'log.received-answered-in';
}

function Subtitle({ log }: { log: WebhookLogDetail }) {
  const { t } = useTexts();
  const dates = useDates();
  return (
    <Flex direction="column" alignItems="flex-start" gap={1}>
      <Typography variant="epsilon" tag="p">
        <OutcomeSentence log={log} />
      </Typography>
      <AcceptedText log={log} />
      <Typography textColor="neutral600" tag="p">
        {t(receivedKey(log), {
          date: dates.exact(log.receivedAt),
          n: log.deliveries,
          status: STATUS[log.reason ?? ''] ?? 200,
          ms: log.answeredInMs,
        })}
      </Typography>
    </Flex>
  );
}
