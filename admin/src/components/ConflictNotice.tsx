import { Button, Flex } from '@strapi/design-system';

import { useTexts } from '../hooks/useTexts';
import { FieldTable } from './FieldTable';
import { Notice } from './Notice';

export interface ConflictField {
  readonly label: string;
  readonly theirs: string;
  readonly yours: string;
}

interface ConflictNoticeProps {
  /** Who saved meanwhile; null when nobody knows. */
  author: string | null;
  fields: readonly ConflictField[];
  onTakeTheirs: () => void;
}

/** Two people never overwrite each other silently: both versions side by side. The form's own button saves mine. */
export function ConflictNotice({ author, fields, onTakeTheirs }: ConflictNoticeProps) {
  const { t } = useTexts();
  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      <Notice
        kind="warning"
        title={t('conflict.title', { name: author ?? t('conflict.someone') })}
      />
      <FieldTable
        label={t('conflict.table')}
        columns={[
          { label: t('conflict.field') },
          { label: t('conflict.theirs') },
          { label: t('conflict.yours') },
        ]}
        rows={fields.map(({ label, theirs, yours }) => ({
          key: label,
          cells: [label, theirs, yours],
        }))}
      />
      <Flex>
        <Button variant="secondary" onClick={onTakeTheirs}>
          {t('conflict.take-theirs')}
        </Button>
      </Flex>
    </Flex>
  );
}
