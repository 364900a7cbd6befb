import * as React from 'react';

import { Button, Flex } from '@strapi/design-system';

import { useApi } from '../../api/client';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { Notice } from '../../components/Notice';
import { useAccess } from '../../hooks/useAccess';
import { useAction } from '../../hooks/useAction';
import { useOverview } from '../../hooks/useOverview';
import { useTexts } from '../../hooks/useTexts';
import { NewRulesDialog } from './NewRulesDialog';

import type { NewRules } from '../../../../contracts/new-rules';

type Open = 'list' | 'apply' | 'decline' | null;

/** After an upgrade: the members that this version's rules would change, and the administrator's answer. */
export function NewRulesNotice({ found }: { found: NewRules }) {
  const { t } = useTexts();
  const access = useAccess();
  const [open, setOpen] = React.useState<Open>(null);
  const close = () => setOpen(null);
  const { members, gain, lose, move } = found;
  return (
    <>
      <Notice
        kind="warning"
        title={t('notice.new-rules', { n: members, gain, lose, move })}
        action={
          access.changeSettings ? (
            <Flex gap={3} wrap="wrap">
              <Button variant="tertiary" size="S" onClick={() => setOpen('list')}>
                {t('new-rules.see-who')}
              </Button>
              <Button size="S" onClick={() => setOpen('apply')}>
                {t('new-rules.apply')}
              </Button>
              <Button variant="tertiary" size="S" onClick={() => setOpen('decline')}>
                {t('new-rules.keep')}
              </Button>
            </Flex>
          ) : null
        }
      >
        {t('notice.new-rules-text')}
      </Notice>
      {open === 'list' ? <NewRulesDialog onClose={close} /> : null}
      {open === 'apply' || open === 'decline' ? (
        <AnswerDialog answer={open} found={found} onClose={close} />
      ) : null}
    </>
  );
}

interface AnswerDialogProps {
  answer: 'apply' | 'decline';
  found: NewRules;
  onClose: () => void;
}

function AnswerDialog({ answer, found, onClose }: AnswerDialogProps) {
  const { t } = useTexts();
  const api = useApi();
  const { reload } = useOverview();
  const send = useAction<[], unknown>(answer === 'apply' ? api.applyNewRules : api.declineNewRules);
  const confirm = async () => {
    if (await send.run()) {
      onClose();
      await reload();
    }
  };
  const { members, gain, lose, move } = found;
  return (
    <ConfirmDialog
      title={t(`new-rules.${answer}-title`)}
      cancelLabel={t('common.cancel')}
      confirmLabel={t(answer === 'apply' ? 'new-rules.apply' : 'new-rules.keep')}
      tone={lose > 0 && answer === 'apply' ? 'danger-light' : 'default'}
      isRunning={send.isRunning}
      problem={send.problem}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      {t(`new-rules.${answer}-text`, { n: members, gain, lose, move })}
    </ConfirmDialog>
  );
}
