import * as React from 'react';

import { Flex } from '@strapi/design-system';

import { useApi } from '../../api/client';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { useTexts } from '../../hooks/useTexts';

import type { RetentionPreview, RetentionQuery } from '../../../../contracts/connection';

interface Asked {
  readonly kept: RetentionQuery;
  readonly doomed: RetentionPreview;
  readonly answer: (isConfirmed: boolean) => void;
}

/** Before a shorter retention is saved, shows what will be deleted for good. Nothing to delete: yes at once. */
export function useRetentionQuestion() {
  const api = useApi();
  const [asked, setAsked] = React.useState<Asked | null>(null);
  const confirm = async (kept: RetentionQuery): Promise<boolean> => {
    const doomed = await api.previewRetention(kept);
    if (doomed.payloads + doomed.logs === 0) {
      return true;
    }
    return new Promise((resolve) => {
      setAsked({
        kept,
        doomed,
        answer: (isConfirmed) => {
          setAsked(null);
          resolve(isConfirmed);
        },
      });
    });
  };
  return { confirm, dialog: asked ? <RetentionDialog {...asked} /> : null };
}

function RetentionDialog({ kept, doomed, answer }: Asked) {
  const { t } = useTexts();
  return (
    <ConfirmDialog
      title={t('settings.retention-title')}
      cancelLabel={t('common.cancel')}
      confirmLabel={t('common.save')}
      isRunning={false}
      problem={null}
      onConfirm={() => answer(true)}
      onClose={() => answer(false)}
    >
      <Flex tag="span" direction="column" gap={2}>
        {doomed.payloads > 0 ? (
          <span>
            {t('settings.retention-payloads', { n: doomed.payloads, d: kept.payloadDays })}
          </span>
        ) : null}
        {doomed.logs > 0 ? (
          <span>{t('settings.retention-logs', { n: doomed.logs, d: kept.logDays })}</span>
        ) : null}
      </Flex>
    </ConfirmDialog>
  );
}
