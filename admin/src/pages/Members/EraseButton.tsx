import * as React from 'react';

import { Button } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';

import { useApi } from '../../api/client';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { useAction } from '../../hooks/useAction';
import { useTexts } from '../../hooks/useTexts';

interface EraseButtonProps {
  memberId: number;
  onErased: () => Promise<void>;
}

export function EraseButton({ memberId, onErased }: EraseButtonProps) {
  const { t } = useTexts();
  const api = useApi();
  const { toggleNotification } = useNotification();
  const [isOpen, setIsOpen] = React.useState(false);
  const erase = useAction(() => api.eraseMember(memberId));
  const confirm = async () => {
    if (await erase.run()) {
      toggleNotification({ type: 'success', message: t('erase.done') });
      setIsOpen(false);
      await onErased();
    }
  };
  return (
    <>
      <Button variant="danger-light" onClick={() => setIsOpen(true)}>
        {t('erase.erase')}
      </Button>
      {isOpen ? (
        <ConfirmDialog
          title={t('erase.title')}
          cancelLabel={t('common.cancel')}
          confirmLabel={t('erase.confirm')}
          consent={t('erase.consent')}
          isRunning={erase.isRunning}
          problem={erase.problem}
          onConfirm={() => void confirm()}
          onClose={() => setIsOpen(false)}
        >
          {t('erase.text')}
        </ConfirmDialog>
      ) : null}
    </>
  );
}
