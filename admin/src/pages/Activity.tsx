import { Flex } from '@strapi/design-system';

import { useApi } from '../api/client';
import { EmptyArea, FailedArea, ForbiddenArea, LoadingArea } from '../components/Areas';
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
import { EntrySource } from './Members/Timeline';

const FILTERS = ['memberId'] as const;
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
  const { t, say } = useTexts();
  const api = useApi();
  const filters = useFilters(FILTERS);
  const memberId = filters.values.memberId ? Number(filters.values.memberId) : undefined;
  const query = { memberId, page: filters.page, pageSize: PAGE_SIZE };
  const activity = useResource(JSON.stringify(query), () => api.activity(query));
  const lines = activity.data?.data ?? [];
  if (activity.problem) {
    return <FailedArea onRetry={() => void activity.reload()}>{t('activity.failed')}</FailedArea>;
  }
  if (!activity.data) {
    return <LoadingArea>{t('activity.loading')}</LoadingArea>;
  }
  if (lines.length === 0) {
    return <EmptyArea>{t('activity.empty')}</EmptyArea>;
  }
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
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
        pagination={activity.data.meta.pagination}
        rows={lines.length}
        previous="logs.newer"
        next="logs.older"
        onPage={filters.setPage}
      />
    </Flex>
  );
}
