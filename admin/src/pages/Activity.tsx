import { Button, Flex, Tag } from '@strapi/design-system';
import { Cross } from '@strapi/icons';

import { useApi } from '../api/client';
import { EmptyArea, FailedArea, ForbiddenArea, LoadingArea } from '../components/Areas';
import { DayField } from '../components/DayField';
import { DetailPage } from '../components/DetailPage';
import { FieldTable } from '../components/FieldTable';
import { Pager } from '../components/Pager';
import { TextLink } from '../components/TextLink';
import { When } from '../components/When';
import { useAccess } from '../hooks/useAccess';
import { useFilters } from '../hooks/useFilters';
import { useResource } from '../hooks/useResource';
import { useTexts } from '../hooks/useTexts';
import { BASE_PATH } from '../pluginId';
import { readDays } from '../utils/days';
import { EntrySource } from './Members/Timeline';

import type { PagedAnswer } from '../../../contracts/common';
import type { ActivityLine } from '../api/client';
import type { Filters } from '../hooks/useFilters';

const FILTERS = ['memberId', 'from', 'to'] as const;
const PAGE_SIZE = 50;

/** Who or what changed what, for whom and why; newest first. */
export function ActivityPage() {
  const { t } = useTexts();
  const access = useAccess();
  return (
    <DetailPage
      title={t('activity.title')}
      parent={{ label: t('tab.setup'), to: `${BASE_PATH}/setup` }}
    >
      {access.seeIntegration ? <ActivityList /> : <ForbiddenArea action="seeIntegration" />}
    </DetailPage>
  );
}

function ActivityList() {
  const { t } = useTexts();
  const api = useApi();
  const filters = useFilters(FILTERS);
  const { memberId, from, to } = filters.values;
  const query = {
    ...readDays({ from, to }),
    memberId: memberId ? Number(memberId) : undefined,
    page: filters.page,
    pageSize: PAGE_SIZE,
  };
  const activity = useResource(JSON.stringify(query), () => api.activity(query));
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <ActivityFilters filters={filters} />
      {activity.problem ? (
        <FailedArea onRetry={() => void activity.reload()}>{t('activity.failed')}</FailedArea>
      ) : null}
      {activity.isLoading ? <LoadingArea>{t('activity.loading')}</LoadingArea> : null}
      {activity.data ? (
        <ActivityLines
          page={activity.data}
          isFiltered={filters.isFiltered}
          onClear={filters.clear}
          onPage={filters.setPage}
        />
      ) : null}
    </Flex>
  );
}

function ActivityFilters({ filters }: { filters: Filters<(typeof FILTERS)[number]> }) {
  const { t } = useTexts();
  const { from, to, memberId } = filters.values;
  return (
    <Flex gap={4} wrap="wrap" alignItems="flex-end">
      <DayField
        label={t('logs.from')}
        value={from ?? ''}
        onChange={(day) => filters.set({ from: day })}
      />
      <DayField
        label={t('logs.to')}
        value={to ?? ''}
        onChange={(day) => filters.set({ to: day })}
      />
      {memberId ? (
        <Tag
          icon={<Cross aria-hidden />}
          label={t('logs.remove-filter', { filter: t('members.nameless', { id: memberId }) })}
          onClick={() => filters.set({ memberId: '' })}
        >
          {t('members.nameless', { id: memberId })}
        </Tag>
      ) : null}
    </Flex>
  );
}

interface ActivityLinesProps {
  page: PagedAnswer<ActivityLine>;
  isFiltered: boolean;
  onClear: () => void;
  onPage: (page: number) => void;
}

function ActivityLines({ page, isFiltered, onClear, onPage }: ActivityLinesProps) {
  const { t, say } = useTexts();
  const lines = page.data;
  if (lines.length === 0) {
    return (
      <EmptyArea
        action={
          isFiltered ? (
            <Button variant="secondary" onClick={onClear}>
              {t('common.clear-filters')}
            </Button>
          ) : undefined
        }
      >
        {t(isFiltered ? 'activity.no-match' : 'activity.empty')}
      </EmptyArea>
    );
  }
  return (
    <>
      <FieldTable
        label={t('activity.title')}
        columns={[
          { label: t('activity.when') },
          { label: t('activity.what') },
          { label: t('activity.who') },
          { label: t('activity.for-whom') },
        ]}
        rows={lines.map((line) => ({
          key: line.id,
          cells: [
            <When key="when" at={line.at} />,
            say('timeline', line),
            <EntrySource key="who" entry={line} />,
            line.memberId === null ? (
              '–'
            ) : (
              <TextLink key="whom" to={`${BASE_PATH}/members/${line.memberId}`}>
                {t('members.nameless', { id: line.memberId })}
              </TextLink>
            ),
          ],
        }))}
      />
      <Pager
        pagination={page.meta.pagination}
        rows={lines.length}
        previous="logs.newer"
        next="logs.older"
        onPage={onPage}
      />
    </>
  );
}
