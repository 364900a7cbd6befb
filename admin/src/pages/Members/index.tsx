import {
  Button,
  Flex,
  LinkButton,
  SingleSelect,
  SingleSelectOption,
  Tag,
  Typography,
} from '@strapi/design-system';
import { Cross } from '@strapi/icons';
import { Link } from 'react-router-dom';

import { useApi } from '../../api/client';
import { EmptyArea, FailedArea, LoadingArea } from '../../components/page/Areas';
import { Pager } from '../../components/table/Pager';
import { SearchBox } from '../../components/form/SearchBox';
import { TabPage } from '../../components/page/TabPage';
import { useAccess } from '../../hooks/useAccess';
import { useFilters } from '../../hooks/useFilters';
import { useLevels } from '../../hooks/useLevels';
import { useResource } from '../../hooks/useResource';
import { useTexts } from '../../hooks/useTexts';
import { BASE_PATH } from '../../pluginId';
import { readId } from '../../utils/ids';
import { MemberTable } from './MemberTable';

import type { Levels } from '../../hooks/useLevels';
import type { Filters } from '../../hooks/useFilters';

const PAGE_SIZE = 50;
const FILTERS = ['search', 'roleId', 'state', 'ids'] as const;
/** What the server takes; anything else in the address is dropped. */
const IDS = /^\d+(,\d+)*$/;
/** States to choose from. */
const STATES = [
  'active',
  'past-due',
  'leaving',
  'completed',
  'ended',
  'held',
  'given',
  'denied',
  'staff',
] as const;
/** More that a link may ask for. */
const LINKED_STATES = ['drifted'] as const;
type MemberFilter = (typeof FILTERS)[number];

/** Everyone a purchase has ever named. */
export function MembersPage() {
  const { t } = useTexts();
  const api = useApi();
  const filters = useFilters(FILTERS);
  const { search, roleId, state } = filters.values;
  const ids = IDS.test(filters.values.ids ?? '') ? filters.values.ids : undefined;
  const chosen = t('members.chosen', { n: (ids ?? '').split(',').length });
  const query = {
    search,
    state: [...STATES, ...LINKED_STATES].find((name) => name === state),
    ids,
    roleId: readId(roleId),
    page: filters.page,
    pageSize: PAGE_SIZE,
  };
  const access = useAccess();
  const levels = useLevels();
  const members = useResource(JSON.stringify(query), () => api.members(query));
  const rows = members.data?.data ?? [];
  return (
    <TabPage tab="members">
      <Flex direction="column" alignItems="stretch" gap={4}>
        <Flex gap={3} wrap="wrap" justifyContent="space-between">
          <MemberFilters filters={filters} levels={levels} />
          {members.data ? (
            <Typography textColor="neutral600">
              {t('mapping.members-count', { n: members.data.meta.pagination.total })}
            </Typography>
          ) : null}
        </Flex>
        {ids ? (
          <Flex>
            <Tag
              icon={<Cross aria-hidden />}
              label={t('logs.remove-filter', { filter: chosen })}
              onClick={() => filters.set({ ids: '' })}
            >
              {chosen}
            </Tag>
          </Flex>
        ) : null}
        {members.problem ? (
          <FailedArea onRetry={() => void members.reload()}>{t('members.failed')}</FailedArea>
        ) : null}
        {members.isLoading ? <LoadingArea>{t('members.loading')}</LoadingArea> : null}
        {members.data && rows.length > 0 ? (
          <>
            <MemberTable
              label={t('members.table', { n: members.data.meta.pagination.total })}
              members={rows}
            />
            <Pager
              pagination={members.data.meta.pagination}
              rows={rows.length}
              previous="pager.previous"
              next="pager.next"
              onPage={filters.setPage}
            />
          </>
        ) : null}
        {members.data && rows.length === 0 ? (
          <EmptyArea
            action={
              filters.isFiltered ? (
                <Flex gap={4} wrap="wrap" justifyContent="center">
                  <Button variant="secondary" onClick={filters.clear}>
                    {t('common.clear-filters')}
                  </Button>
                  {access.readLogs ? (
                    <LinkButton
                      tag={Link}
                      variant="tertiary"
                      to={`${BASE_PATH}/webhook-logs${searchOf(search)}`}
                    >
                      {t('members.search-logs')}
                    </LinkButton>
                  ) : null}
                </Flex>
              ) : undefined
            }
          >
            {t(filters.isFiltered ? 'members.no-match' : 'members.none-yet')}
          </EmptyArea>
        ) : null}
      </Flex>
    </TabPage>
  );
}

/** The logs are searched by a whole address only. */
const searchOf = (search: string | undefined): string =>
  search?.includes('@') ? `?${new URLSearchParams({ email: search }).toString()}` : '';

interface MemberFiltersProps {
  filters: Filters<MemberFilter>;
  levels: Levels;
}

function MemberFilters({ filters, levels }: MemberFiltersProps) {
  const { t } = useTexts();
  const access = useAccess();
  return (
    <Flex gap={3} wrap="wrap">
      {access.seePersonalData ? (
        <SearchBox
          key={filters.values.search ?? ''}
          label={t('members.search')}
          value={filters.values.search ?? ''}
          onSearch={(search) => filters.set({ search })}
        />
      ) : (
        <Typography variant="pi" textColor="neutral600">
          {t('logs.search-needs', { permission: t('permission.see-personal-data') })}
        </Typography>
      )}
      <SingleSelect
        aria-label={t('members.level')}
        placeholder={t('members.any-level')}
        value={filters.values.roleId ?? ''}
        onChange={(roleId) => filters.set({ roleId: String(roleId) })}
        onClear={() => filters.set({ roleId: '' })}
        clearLabel={t('common.clear')}
      >
        {levels.choices.map((role) => (
          <SingleSelectOption key={role.roleId} value={String(role.roleId)}>
            {role.name}
          </SingleSelectOption>
        ))}
      </SingleSelect>
      <SingleSelect
        aria-label={t('members.state')}
        placeholder={t('members.any-state')}
        value={filters.values.state ?? ''}
        onChange={(state) => filters.set({ state: String(state) })}
        onClear={() => filters.set({ state: '' })}
        clearLabel={t('common.clear')}
      >
        {STATES.map((state) => (
          <SingleSelectOption key={state} value={state}>
            {t(`member-state.${state}`)}
          </SingleSelectOption>
        ))}
      </SingleSelect>
    </Flex>
  );
}
