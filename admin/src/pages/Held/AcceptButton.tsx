import * as React from 'react';

import { Button } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';

import { useApi } from '../../api/client';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { useAction } from '../../hooks/useAction';
import { useTexts } from '../../hooks/useTexts';

import type { WebhookLog } from '../../../../contracts/webhook-log';

interface AcceptButtonProps {
  logs: readonly WebhookLog[];
  label: string;
  onAccepted: () => Promise<void>;
}

/** What waits may also be right as it is: it then stops waiting. */
export function AcceptButton({ logs, label, onAccepted }: AcceptButtonProps) {
  const { t } = useTexts();
  const api = useApi();
  const { toggleNotification } = useNotification();
  const [isOpen, setIsOpen] = React.useState(false);
  const accept = useAction(async () => {
    for (const log of logs) {
      await api.accept(log.id);
    }
    return true;
  });
  const confirm = async () => {
    if (await accept.run()) {
      toggleNotification({ type: 'success', message: t('held.accepted') });
      setIsOpen(false);
      await onAccepted();
    }
  };
  return (
    <>
      <Button variant="tertiary" onClick={() => setIsOpen(true)}>
        {label}
      </Button>
      {isOpen ? (
        <ConfirmDialog
          title={t('held.accept-title', { n: logs.length })}
          cancelLabel={t('common.cancel')}
          confirmLabel={label}
          tone="default"
          isRunning={accept.isRunning}
          problem={accept.problem}
          onConfirm={() => void confirm()}
          onClose={() => setIsOpen(false)}
        >
          {t('held.accept-text')}
        </ConfirmDialog>
      ) : null}
    </>
  );
}
