import { Button, Flex } from '@strapi/design-system';

import { useApi } from '../../api/client';
import { EmptyArea, FailedArea, LoadingArea } from '../../components/page/Areas';
import { LogTable } from '../../components/logs/LogTable';
import { Pager } from '../../components/table/Pager';
import { StaleNotice, TabPage } from '../../components/page/TabPage';
import { PageLink } from '../../components/TextLink';
import { useAccess } from '../../hooks/useAccess';
import { useFilters } from '../../hooks/useFilters';
import { useResource } from '../../hooks/useResource';
import { useStableRows } from '../../hooks/useStableRows';
import { useTexts } from '../../hooks/useTexts';
import { useTicks } from './useTicks';
import { BASE_PATH } from '../../pluginId';
import { FilterBar } from './FilterBar';
import { FILTERS, toQuery } from './filters';
import { ReplayMany } from '../../components/logs/ReplayMany';
import { StateTabs } from './StateTabs';

import type { WebhookLogQuery } from '../../../../contracts/webhook-log-requests';

const LIVE_MS = 5_000;
const PAGE_SIZE = 50;

/** What Kartra sent and what became of it, newest first. */
export function WebhookLogsPage() {
  const { t } = useTexts();
  const api = useApi();
  const access = useAccess();
  const filters = useFilters(FILTERS);
  const query = { ...toQuery(filters.values), page: filters.page, pageSize: PAGE_SIZE };
  const key = JSON.stringify(query);
  const isFirstPage = filters.page === 1;
  const logs = useResource(key, () => api.webhookLogs(query), {
    liveMs: isFirstPage ? LIVE_MS : undefined,
  });
  const stable = useStableRows(key, logs.data?.data ?? []);

  // Later pages are counted from the newest row shown, so that they stand still while new ones arrive.
  const turnTo = (page: number) => {
    const upTo = filters.values.upTo ?? String(stable.rows[0]?.id ?? '');
    filters.setPage(page, page > 1 && upTo ? { upTo } : {});
  };

  const ticks = useTicks(JSON.stringify(filters.values));

  return (
    <TabPage
      tab="webhook-logs"
      primaryAction={
        access.replay && logs.data ? (
          <ReplayAction
            ticked={ticks.ids}
            filter={filters.isFiltered ? toQuery(filters.values) : null}
            total={logs.data.meta.pagination.total}
            onDone={async () => {
              ticks.clear();
              await logs.reload();
            }}
          />
        ) : null
      }
    >
      <StateTabs
        value={filters.values.state ?? ''}
        onChange={(state) => filters.set({ state, reason: '' })}
      >
        <Flex direction="column" alignItems="stretch" gap={4}>
          <FilterBar filters={filters} />
          <Flex minHeight="3.2rem" justifyContent="flex-end" gap={2}>
            {stable.newer > 0 ? (
              <Button variant="secondary" onClick={stable.showNewer}>
                {t('logs.show-new', { n: stable.newer })}
              </Button>
            ) : null}
            {filters.values.upTo ? (
              <Button variant="tertiary" onClick={() => filters.set({ upTo: '' })}>
                {t('logs.newest')}
              </Button>
            ) : null}
          </Flex>
          <StaleNotice since={logs.staleSince} />
          {logs.problem ? (
            <FailedArea onRetry={() => void logs.reload()}>{t('logs.failed')}</FailedArea>
          ) : null}
          {logs.isLoading ? <LoadingArea>{t('logs.loading')}</LoadingArea> : null}
          {logs.data && stable.rows.length > 0 ? (
            <>
              <LogTable
                label={t('logs.table', { n: logs.data.meta.pagination.total })}
                logs={stable.rows}
                ticks={access.replay ? ticks : undefined}
              />
              <Pager
                pagination={logs.data.meta.pagination}
                rows={stable.rows.length}
                previous="logs.newer"
                next="logs.older"
                onPage={turnTo}
              />
            </>
          ) : null}
          {logs.data && stable.rows.length === 0 ? (
            <NoLogs isFiltered={filters.isFiltered} onClear={filters.clear} />
          ) : null}
        </Flex>
      </StateTabs>
    </TabPage>
  );
}

interface ReplayActionProps {
  ticked: ReadonlySet<number>;
  /** Null without a filter: everything that ever came is not replayed by accident. */
  filter: WebhookLogQuery | null;
  total: number;
  onDone: () => Promise<void>;
}

function ReplayAction({ ticked, filter, total, onDone }: ReplayActionProps) {
  if (ticked.size > 0) {
    return <ReplayMany filter={{ ids: [...ticked] }} total={ticked.size} onDone={onDone} />;
  }
  return filter && total > 0 ? <ReplayMany filter={filter} total={total} onDone={onDone} /> : null;
}

function NoLogs({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) {
  const { t } = useTexts();
  if (isFiltered) {
    return (
      <EmptyArea
        action={
          <Button variant="secondary" onClick={onClear}>
            {t('common.clear-filters')}
          </Button>
        }
      >
        {t('logs.no-match')}
      </EmptyArea>
    );
  }
  return (
    <EmptyArea action={<PageLink to={`${BASE_PATH}/setup`}>{t('logs.open-setup')}</PageLink>}>
      {t('logs.none-yet')}
    </EmptyArea>
  );
}
