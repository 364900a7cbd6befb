import { Button, Flex, IconButton, MenuItem, SimpleMenu, Typography } from '@strapi/design-system';
import { CrossCircle, More, Pencil, Trash } from '@strapi/icons';
import { useNotification } from '@strapi/strapi/admin';

import { useApi } from '../../api/client';
import { FieldTable } from '../../components/table/FieldTable';
import { ProblemNotice } from '../../components/ProblemNotice';
import { StatePill } from '../../components/StatePill';
import { PageLink, TextLink } from '../../components/TextLink';
import { useAccess } from '../../hooks/useAccess';
import { useAction } from '../../hooks/useAction';
import { useIsNarrow } from '../../hooks/useIsNarrow';
import { usePreviewConfirmation } from '../../components/preview/usePreviewConfirmation';
import { useTexts } from '../../hooks/useTexts';
import { sayMapping } from '../../utils/mapping';
import { sayPolicies } from '../../utils/policies';
import { BASE_PATH } from '../../pluginId';

import type { AccessLevel } from '../../../../contracts/access-level';
import type { Mapping, NamedLevel } from '../../../../contracts/mapping';

interface MappingTableProps {
  mappings: readonly Mapping[];
  levels: readonly AccessLevel[];
  onEdit: (id: number) => void;
  onDeleted: () => Promise<void>;
}

export function MappingTable({ mappings, levels, onEdit, onDeleted }: MappingTableProps) {
  const texts = useTexts();
  const { t } = texts;
  const access = useAccess();
  const removal = useRemoval(onDeleted);
  const rankOf = (roleId: number) => levels.find((level) => level.roleId === roleId)?.rank;
  return (
    <>
      <ProblemNotice problem={removal.problem} />
      <FieldTable
        label={t('mapping.table', { n: mappings.length })}
        columns={[
          { label: t('mapping.product') },
          { label: t('mapping.price-point') },
          { label: t('level.labels') },
          { label: t('policy.title') },
          { label: t('mapping.members') },
          { label: t('common.actions'), isQuiet: true },
        ]}
        rows={mappings.map((mapping) => ({
          key: mapping.id,
          cells: [
            <ProductCell key="product" mapping={mapping} />,
            mapping.pricePoint ?? t('mapping.all'),
            <LevelCell key="level" mapping={mapping} rankOf={rankOf} />,
            <EndsCell key="ends" mapping={mapping} />,
            <MembersCell key="members" mapping={mapping} />,
            access.manageMappings ? (
              <RowActions key="actions" {...{ mapping, onEdit }} onDelete={removal.ask} />
            ) : null,
          ],
        }))}
      />
      {removal.dialog}
    </>
  );
}

const nameOf = (mapping: Mapping) => mapping.productName ?? mapping.productId;

function ProductCell({ mapping }: { mapping: Mapping }) {
  const access = useAccess();
  const name = nameOf(mapping);
  return (
    <Flex gap={2} wrap="wrap">
      {access.manageMappings ? (
        <PageLink to={`?edit=${mapping.id}`}>{name}</PageLink>
      ) : (
        <Typography fontWeight="semiBold">{name}</Typography>
      )}
      {mapping.productName ? (
        <Typography variant="pi" textColor="neutral600">
          {mapping.productId}
        </Typography>
      ) : null}
    </Flex>
  );
}

/** Who has it, and who paid for it while the webhook that says so is stuck. */
function MembersCell({ mapping }: { mapping: Mapping }) {
  const { t } = useTexts();
  return (
    <Flex gap={2} wrap="wrap">
      <TextLink to={`${BASE_PATH}/members?roleId=${mapping.roleId}`}>
        {t('mapping.members-count', { n: mapping.members })}
      </TextLink>
      {mapping.waiting > 0 ? (
        <Typography textColor="neutral600">
          {t('mapping.waiting', { n: mapping.waiting })}
        </Typography>
      ) : null}
    </Flex>
  );
}

interface LevelCellProps {
  mapping: Mapping;
  rankOf: (roleId: number) => number | undefined;
}

function LevelCell({ mapping, rankOf }: LevelCellProps) {
  const { t } = useTexts();
  if (mapping.roleMissing) {
    return (
      <StatePill look={{ tone: 'danger', icon: CrossCircle }}>
        {t('mapping.role-missing')}
      </StatePill>
    );
  }
  return (
    <Flex gap={3} wrap="wrap">
      {mapping.roles.map((level) => (
        <Level key={level.roleId} level={level} rank={rankOf(level.roleId)} />
      ))}
    </Flex>
  );
}

function Level({ level, rank }: { level: NamedLevel; rank: number | undefined }) {
  const { t } = useTexts();
  if (level.missing) {
    return (
      <StatePill look={{ tone: 'danger', icon: CrossCircle }}>
        {level.name === null
          ? t('mapping.role-missing')
          : t('mapping.role-missing-name', { name: level.name })}
      </StatePill>
    );
  }
  return (
    <Flex gap={2}>
      {rank === undefined ? null : (
        <Typography variant="pi" textColor="neutral600" aria-label={t('level.rank', { rank })}>
          {rank}
        </Typography>
      )}
      <Typography fontWeight="semiBold">{level.name}</Typography>
    </Flex>
  );
}

function EndsCell({ mapping }: { mapping: Mapping }) {
  const texts = useTexts();
  return mapping.roleMissing ? (
    <Typography textColor="neutral600">
      {texts.t('mapping.role-missing-text', { n: mapping.members + mapping.waiting })}
    </Typography>
  ) : (
    <Typography>{sayPolicies(mapping, texts)}</Typography>
  );
}

interface RowActionsProps {
  mapping: Mapping;
  onEdit: (id: number) => void;
  onDelete: (mapping: Mapping) => void;
}

function RowActions({ mapping, onEdit, onDelete }: RowActionsProps) {
  const { t } = useTexts();
  const isNarrow = useIsNarrow();
  const product = nameOf(mapping);
  if (isNarrow) {
    return (
      <SimpleMenu label={t('mapping.actions', { product })} tag={IconButton} icon={<More />}>
        <MenuItem onSelect={() => onEdit(mapping.id)}>
          {mapping.roleMissing ? t('mapping.choose-another') : t('mapping.edit-title', { product })}
        </MenuItem>
        <MenuItem onSelect={() => onDelete(mapping)} variant="danger">
          {t('mapping.delete-name', { product })}
        </MenuItem>
      </SimpleMenu>
    );
  }
  return (
    <Flex gap={2} justifyContent="flex-end">
      {mapping.roleMissing ? (
        <Button variant="secondary" onClick={() => onEdit(mapping.id)}>
          {t('mapping.choose-another')}
        </Button>
      ) : (
        <IconButton label={t('mapping.edit-title', { product })} onClick={() => onEdit(mapping.id)}>
          <Pencil />
        </IconButton>
      )}
      <IconButton label={t('mapping.delete-name', { product })} onClick={() => onDelete(mapping)}>
        <Trash />
      </IconButton>
    </Flex>
  );
}

/** Members who lose are shown first, even when there are none. */
function useRemoval(onDeleted: () => Promise<void>) {
  const texts = useTexts();
  const { t } = texts;
  const api = useApi();
  const { toggleNotification } = useNotification();
  const { confirm, dialog } = usePreviewConfirmation();
  const remove = useAction(async (mapping: Mapping) => {
    const isConfirmed = await confirm(api.previewMapping({ id: mapping.id, remove: true }), {
      title: t('mapping.delete-title', { product: nameOf(mapping) }),
      summary: sayMapping(
        mapping,
        mapping.roles.map(({ name }) => name ?? t('mapping.role-missing')),
        texts
      ),
      text: t('mapping.delete-text'),
      backLabel: t('mapping.keep'),
      confirmLabel: t('mapping.delete'),
      isAlwaysAsked: true,
    });
    return isConfirmed && (await api.deleteMapping(mapping.id));
  });
  const ask = async (mapping: Mapping) => {
    if (await remove.run(mapping)) {
      toggleNotification({ type: 'success', message: t('mapping.deleted') });
      await onDeleted();
    }
  };
  return { ask: (mapping: Mapping) => void ask(mapping), dialog, problem: remove.problem };
}
