import * as React from 'react';

import { Button, Typography } from '@strapi/design-system';

import { useApi } from '../../api/client';
import { FormDialog } from '../../components/form/FormDialog';
import { ReasonField } from '../../components/form/ReasonField';
import { useAction } from '../../hooks/useAction';
import { useTexts } from '../../hooks/useTexts';

import type { WebhookLog } from '../../../../contracts/webhook-log';

interface AcceptButtonProps {
  logs: readonly WebhookLog[];
  label: string;
  variant: 'secondary' | 'tertiary';
  onAccepted: (told: string) => Promise<void>;
}

/** What waits may also be right as it is: it then stops waiting. */
export function AcceptButton(props: AcceptButtonProps) {
  const [isOpen, setIsOpen] = React.useState(false);
  return (
    <>
      <Button variant={props.variant} onClick={() => setIsOpen(true)}>
        {props.label}
      </Button>
      {isOpen ? <AcceptDialog {...props} onClose={() => setIsOpen(false)} /> : null}
    </>
  );
}

function AcceptDialog({
  logs,
  label,
  onAccepted,
  onClose,
}: AcceptButtonProps & { onClose: () => void }) {
  const { t } = useTexts();
  const api = useApi();
  const [reason, setReason] = React.useState('');
  const [isMissing, setIsMissing] = React.useState(false);
  const accept = useAction(async () => {
    for (const log of logs) {
      await api.accept(log.id, reason.trim());
    }
    return true;
  });
  const submit = async () => {
    if (reason.trim() === '') {
      setIsMissing(true);
      return;
    }
    if (await accept.run()) {
      onClose();
      await onAccepted(t('held.accepted'));
    }
  };
  return (
    <FormDialog
      title={t('held.accept-title', { n: logs.length })}
      submitLabel={label}
      isRunning={accept.isRunning}
      problem={accept.problem}
      isDirty={reason !== ''}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <Typography>{t('held.accept-text')}</Typography>
      <ReasonField
        value={reason}
        isMissing={isMissing}
        onChange={(next) => {
          setReason(next);
          setIsMissing(false);
        }}
      />
    </FormDialog>
  );
}
