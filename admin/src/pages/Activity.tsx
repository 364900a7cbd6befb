import { Button, Flex, Tag } from '@strapi/design-system';
import { Cross } from '@strapi/icons';

import { useApi } from '../api/client';
import { EmptyArea, FailedArea, ForbiddenArea, LoadingArea } from '../components/page/Areas';
import { DayField } from '../components/form/DayField';
import { DetailPage } from '../components/page/DetailPage';
import { FieldTable } from '../components/table/FieldTable';
import { Pager } from '../components/table/Pager';
import { StaleNotice } from '../components/page/TabPage';
import { TextLink } from '../components/TextLink';
import { When } from '../components/When';
import { useAccess } from '../hooks/useAccess';
import { useFilters } from '../hooks/useFilters';
import { useResource } from '../hooks/useResource';
import { useStableRows } from '../hooks/useStableRows';
import { useTexts } from '../hooks/useTexts';
import { BASE_PATH } from '../pluginId';
import { readDays } from '../utils/days';
import { readId } from '../utils/ids';
import { EntrySource } from '../components/members/Timeline';

import type { Pagination } from '../../../contracts/common';
import type { ActivityLine } from '../../../contracts/activity';
import type { Filters } from '../hooks/useFilters';
import type { Texts } from '../utils/texts';

const FILTERS = ['memberId', 'from', 'to'] as const;
const PAGE_SIZE = 50;
const LIVE_MS = 15_000;

/** Changes, with actor, member and reason; newest first. */
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
    memberId: readId(memberId),
    page: filters.page,
    pageSize: PAGE_SIZE,
  };
  const key = JSON.stringify(query);
  const activity = useResource(key, () => api.activity(query), {
    liveMs: filters.page === 1 ? LIVE_MS : undefined,
  });
  const stable = useStableRows(key, activity.data?.data ?? []);
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <ActivityFilters filters={filters} />
      <StaleNotice since={activity.staleSince} />
      <Flex minHeight="3.2rem" justifyContent="flex-end">
        {stable.newer > 0 ? (
          <Button variant="secondary" onClick={stable.showNewer}>
            {t('activity.show-new', { n: stable.newer })}
          </Button>
        ) : null}
      </Flex>
      {activity.problem ? (
        <FailedArea onRetry={() => void activity.reload()}>{t('activity.failed')}</FailedArea>
      ) : null}
      {activity.isLoading ? <LoadingArea>{t('activity.loading')}</LoadingArea> : null}
      {activity.data ? (
        <ActivityLines
          lines={stable.rows}
          pagination={activity.data.meta.pagination}
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
  lines: readonly ActivityLine[];
  pagination: Pagination;
  isFiltered: boolean;
  onClear: () => void;
  onPage: (page: number) => void;
}

function ActivityLines(props: ActivityLinesProps) {
  const { lines, pagination, isFiltered, onClear, onPage } = props;
  const texts = useTexts();
  const { t } = texts;
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
          { label: t('activity.who') },
          { label: t('activity.for-whom') },
          { label: t('activity.what') },
          { label: t('activity.why') },
        ]}
        rows={lines.map((line) => ({
          key: line.id,
          cells: [
            <When key="when" at={line.at} />,
            <EntrySource key="who" entry={line} />,
            line.memberId === null ? (
              '–'
            ) : (
              <TextLink key="whom" to={`${BASE_PATH}/members/${line.memberId}`}>
                {line.memberName ?? t('members.nameless', { id: line.memberId })}
              </TextLink>
            ),
            ...sayWhatAndWhy(line, texts),
          ],
        }))}
      />
      <Pager
        pagination={pagination}
        rows={lines.length}
        previous="logs.newer"
        next="logs.older"
        onPage={onPage}
      />
    </>
  );
}

/** The line of a webhook tells its outcome, and the reason of it; any other tells what was done. */
function sayWhatAndWhy(line: ActivityLine, { say, lookUp }: Texts): [string, string] {
  const [state, reason] = line.code.split('.');
  const badge = lookUp(`badge.${state ?? ''}.${reason ?? ''}`, '');
  if (badge !== '') {
    return [badge, say('timeline', line)];
  }
  return [say('timeline', line), line.why ? say('outcome', line.why) : '–'];
}
