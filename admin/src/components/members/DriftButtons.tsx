import * as React from 'react';

import { Button, Flex, Typography } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';

import { useApi } from '../../api/client';
import { ConfirmDialog } from '../ConfirmDialog';
import { FormDialog } from '../form/FormDialog';
import { ReasonField } from '../form/ReasonField';
import { useAction } from '../../hooks/useAction';
import { useTexts } from '../../hooks/useTexts';

import type { Drift, MemberSummary } from '../../../../contracts/member';

type Drifted = Pick<MemberSummary, 'id' | 'name' | 'email'> & { readonly drift: Drift };

interface DriftButtonsProps {
  member: Drifted;
  /** What came of it, in a sentence. */
  onDecided: (told: string) => Promise<void>;
}

/** The two ways out for a role changed by hand: what purchases say, or the role as it is, with a reason. */
export function DriftButtons({ member, onDecided }: DriftButtonsProps) {
  const { t } = useTexts();
  const [asked, setAsked] = React.useState<'restore' | 'keep' | null>(null);
  const close = () => setAsked(null);
  const names = useDriftNames(member);
  return (
    <Flex gap={2} wrap="wrap">
      {member.drift.canKeep ? (
        <Button variant="tertiary" onClick={() => setAsked('keep')}>
          {t('drift.keep', names)}
        </Button>
      ) : null}
      <Button variant="secondary" onClick={() => setAsked('restore')}>
        {t('drift.restore', names)}
      </Button>
      {asked === 'restore' ? (
        <RestoreDialog member={member} onClose={close} onDecided={onDecided} />
      ) : null}
      {asked === 'keep' ? (
        <KeepDialog member={member} onClose={close} onDecided={onDecided} />
      ) : null}
    </Flex>
  );
}

export function useDriftNames({ id, name, email, drift }: Drifted) {
  const { t } = useTexts();
  return {
    name: name ?? email ?? t('members.nameless', { id }),
    role: drift.roleName ?? t('effect.no-level'),
    level: drift.due.name ?? t('effect.no-level'),
  };
}

type DialogProps = DriftButtonsProps & { onClose: () => void };

function RestoreDialog({ member, onClose, onDecided }: DialogProps) {
  const { t } = useTexts();
  const api = useApi();
  const { toggleNotification } = useNotification();
  const names = useDriftNames(member);
  const restore = useAction(() => api.checkMember(member.id, false));
  const confirm = async () => {
    if (await restore.run()) {
      toggleNotification({ type: 'success', message: t('drift.restored', names) });
      onClose();
      await onDecided(t('drift.restored', names));
    }
  };
  return (
    <ConfirmDialog
      title={t('drift.restore-title', names)}
      cancelLabel={t('common.cancel')}
      confirmLabel={t('drift.restore', names)}
      tone="default"
      isRunning={restore.isRunning}
      problem={restore.problem}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      {t('drift.restore-text', names)}
    </ConfirmDialog>
  );
}

function KeepDialog({ member, onClose, onDecided }: DialogProps) {
  const { t } = useTexts();
  const api = useApi();
  const { toggleNotification } = useNotification();
  const names = useDriftNames(member);
  const [reason, setReason] = React.useState('');
  const [isMissing, setIsMissing] = React.useState(false);
  const keep = useAction(() => api.keepRole(member.id, reason.trim()));
  const submit = async () => {
    if (reason.trim() === '') {
      setIsMissing(true);
      return;
    }
    if (await keep.run()) {
      toggleNotification({ type: 'success', message: t('drift.kept', names) });
      onClose();
      await onDecided(t('drift.kept', names));
    }
  };
  return (
    <FormDialog
      title={t('drift.keep-title', names)}
      submitLabel={t('drift.keep', names)}
      isRunning={keep.isRunning}
      problem={keep.problem}
      isDirty={reason !== ''}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <Typography>{t('drift.keep-text', names)}</Typography>
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
