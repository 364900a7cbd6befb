import * as React from 'react';

import { Button } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';

import { useApi } from '../../api/client';
import { LoadingArea } from '../../components/page/Areas';
import { FormDialog } from '../../components/form/FormDialog';
import { Notice } from '../../components/Notice';
import { useAction } from '../../hooks/useAction';
import { useResource } from '../../hooks/useResource';
import { useTexts } from '../../hooks/useTexts';

interface CheckButtonProps {
  memberId: number;
  onChanged: () => Promise<void>;
}

export function CheckButton({ memberId, onChanged }: CheckButtonProps) {
  const { t } = useTexts();
  const [isOpen, setIsOpen] = React.useState(false);
  return (
    <>
      <Button variant="tertiary" onClick={() => setIsOpen(true)}>
        {t('check.check')}
      </Button>
      {isOpen ? (
        <CheckDialog memberId={memberId} onChanged={onChanged} onClose={() => setIsOpen(false)} />
      ) : null}
    </>
  );
}

/** Reads the ledger again, says whether the stored access agrees, and offers to correct it. */
function CheckDialog({ memberId, onChanged, onClose }: CheckButtonProps & { onClose: () => void }) {
  const { t } = useTexts();
  const api = useApi();
  const { toggleNotification } = useNotification();
  const check = useResource(`check ${memberId}`, () => api.checkMember(memberId, true));
  const mend = useAction(() => api.checkMember(memberId, false));
  const before = check.data?.before.user?.roleName ?? t('members.no-account');
  const after = check.data?.after.user?.roleName ?? t('members.no-account');
  const isDifferent = check.data !== undefined && before !== after;
  const submit = async () => {
    if (!isDifferent) {
      onClose();
      return;
    }
    if (await mend.run()) {
      toggleNotification({ type: 'success', message: t('check.done') });
      onClose();
      await onChanged();
    }
  };
  return (
    <FormDialog
      title={t('check.title')}
      submitLabel={t(isDifferent ? 'check.put-right' : 'common.close')}
      hasCancel={isDifferent}
      isRunning={mend.isRunning}
      problem={mend.problem ?? check.problem}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      {check.isLoading ? <LoadingArea>{t('check.checking')}</LoadingArea> : null}
      {check.data && !isDifferent ? <Notice kind="success" title={t('check.agrees')} /> : null}
      {isDifferent ? (
        <Notice kind="warning" title={t('check.differs')}>
          {`${before} → ${after}`}
        </Notice>
      ) : null}
    </FormDialog>
  );
}
