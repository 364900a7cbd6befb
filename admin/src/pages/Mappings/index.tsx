import { Button, Flex, Tag } from '@strapi/design-system';
import { Cross, Plus } from '@strapi/icons';
import { useSearchParams } from 'react-router-dom';

import { useApi } from '../../api/client';
import { EmptyArea, FailedArea, LoadingArea } from '../../components/page/Areas';
import { LEAVE_FREELY } from '../../components/page/LeaveGuard';
import { LevelOrder } from './LevelOrder';
import { MappingDialog } from './MappingDialog';
import { MappingTable } from './MappingTable';
import { TabPage } from '../../components/page/TabPage';
import { useAccess } from '../../hooks/useAccess';
import { useLevels } from '../../hooks/useLevels';
import { useOverview } from '../../hooks/useOverview';
import { useResource } from '../../hooks/useResource';
import { useTexts } from '../../hooks/useTexts';

import type { Mapping } from '../../../../contracts/mapping';

/** Which product gives which access level. */
export function MappingsPage() {
  const { t } = useTexts();
  const api = useApi();
  const access = useAccess();
  const overview = useOverview();
  const mappings = useResource('mappings', api.mappings);
  const levels = useLevels();
  const [params, setParams] = useSearchParams();
  const edit = access.manageMappings ? params.get('edit') : null;
  const edited = mappings.data?.find((mapping) => String(mapping.id) === edit);

  const roleId = params.get('roleId');
  // The filter stays while a mapping is edited.
  const kept: Record<string, string> = roleId === null ? {} : { roleId };
  const open = (which: string) => setParams({ ...kept, edit: which });
  const close = () => setParams(kept, { state: LEAVE_FREELY });
  const refresh = () =>
    Promise.all([mappings.reload(), levels.reload(), overview.reload()]).then(() => undefined);
  const addButton = access.manageMappings ? (
    <Button startIcon={<Plus />} onClick={() => open('new')}>
      {t('mapping.add')}
    </Button>
  ) : null;

  return (
    <TabPage tab="mappings" primaryAction={addButton}>
      <Flex direction="column" alignItems="stretch" gap={6}>
        {mappings.problem ? (
          <FailedArea onRetry={() => void mappings.reload()}>{t('mapping.failed')}</FailedArea>
        ) : null}
        {mappings.isLoading ? <LoadingArea>{t('mapping.loading')}</LoadingArea> : null}
        {mappings.data?.length === 0 ? (
          <EmptyArea action={addButton}>{t('mapping.empty')}</EmptyArea>
        ) : null}
        {roleId === null ? null : (
          <LevelTag name={nameOfLevel(mappings.data, roleId)} onRemove={() => setParams({})} />
        )}
        {mappings.data && mappings.data.length > 0 ? (
          <MappingTable
            mappings={visibleMappings(mappings.data, roleId)}
            levels={levels.ordered}
            onEdit={(id) => open(String(id))}
            onDeleted={refresh}
          />
        ) : null}
        {levels.ordered.length > 0 ? (
          // A new order from elsewhere resets the form.
          <LevelOrder
            key={levels.ordered.map((level) => level.roleId).join()}
            levels={levels}
            onSaved={refresh}
          />
        ) : null}
      </Flex>
      {edit === 'new' || edited ? (
        <MappingDialog
          key={edit ?? ''}
          edited={edited}
          productId={params.get('productId') ?? ''}
          levels={levels}
          onClose={close}
          onSaved={() => {
            close();
            void refresh();
          }}
        />
      ) : null}
    </TabPage>
  );
}

function LevelTag({ name, onRemove }: { name: string; onRemove: () => void }) {
  const { t } = useTexts();
  const filter = `${t('level.label')}: ${name}`;
  return (
    <Flex>
      <Tag
        icon={<Cross aria-hidden />}
        label={t('logs.remove-filter', { filter })}
        onClick={onRemove}
      >
        {filter}
      </Tag>
    </Flex>
  );
}

function nameOfLevel(mappings: readonly Mapping[] | undefined, roleId: string): string {
  const found = mappings
    ?.flatMap(({ roles }) => roles)
    .find((level) => String(level.roleId) === roleId);
  return found?.name ?? roleId;
}

function visibleMappings<Item extends Pick<Mapping, 'levels'>>(
  mappings: readonly Item[],
  roleId: string | null
): readonly Item[] {
  return roleId ? mappings.filter(({ levels }) => levels.map(String).includes(roleId)) : mappings;
}
