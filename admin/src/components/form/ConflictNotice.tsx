import { Button, Flex } from '@strapi/design-system';

import { useDates } from '../../hooks/useDates';
import { useNow } from '../../hooks/useNow';
import { useTexts } from '../../hooks/useTexts';
import { FieldTable } from '../table/FieldTable';
import { Notice } from '../Notice';

export interface ConflictField {
  readonly label: string;
  readonly theirs: string;
  readonly yours: string;
}

interface ConflictNoticeProps {
  /** Who saved in the meantime, and when. */
  saved: { readonly by: string | null; readonly at: string | null };
  fields: readonly ConflictField[];
  onTakeTheirs: () => void;
  /** Submits the form around the notice again. */
  isSaving: boolean;
}

/** Two people never overwrite each other silently: both versions side by side. */
export function ConflictNotice({ saved, fields, onTakeTheirs, isSaving }: ConflictNoticeProps) {
  const { t } = useTexts();
  const dates = useDates();
  const now = useNow();
  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      <Notice
        kind="warning"
        title={t('conflict.title', {
          name: saved.by ?? t('conflict.someone'),
          ago: saved.at === null ? t('date.just-now') : dates.ago(saved.at, now),
        })}
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
      <Flex gap={2} wrap="wrap">
        <Button variant="secondary" onClick={onTakeTheirs}>
          {t('conflict.take-theirs')}
        </Button>
        <Button type="submit" variant="secondary" loading={isSaving}>
          {t('conflict.save-mine')}
        </Button>
      </Flex>
    </Flex>
  );
}
