import * as React from 'react';

import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';

import { useApi } from '../../api/client';
import { CardBox } from '../../components/page/CardBox';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { useAccess } from '../../hooks/useAccess';
import { useAction } from '../../hooks/useAction';
import { useDates } from '../../hooks/useDates';
import { useResource } from '../../hooks/useResource';
import { useTexts } from '../../hooks/useTexts';
import { nameLevel, nameMember } from '../../utils/names';

import type { Member } from '../../../../contracts/member';
import type { MemberOverride } from '../../../../contracts/override';

interface ByHandCardProps {
  member: Member;
  onChanged: () => Promise<void>;
}

/** Levels that a person gave or denied, with who and why. */
export function ByHandCard({ member, onChanged }: ByHandCardProps) {
  const { t } = useTexts();
  const [doomed, setDoomed] = React.useState<MemberOverride | null>(null);
  if (member.overrides.length === 0) {
    return null;
  }
  return (
    <CardBox title={t('by-hand.title')}>
      <Flex direction="column" alignItems="stretch" gap={4}>
        {member.overrides.map((override) => (
          <Override key={override.id} override={override} onRemove={() => setDoomed(override)} />
        ))}
      </Flex>
      {doomed ? (
        <RemoveDialog
          member={member}
          override={doomed}
          onClose={() => setDoomed(null)}
          onRemoved={onChanged}
        />
      ) : null}
    </CardBox>
  );
}

function Override({ override, onRemove }: { override: MemberOverride; onRemove: () => void }) {
  const { t } = useTexts();
  const access = useAccess();
  const dates = useDates();
  const level = override.roleName ?? t('by-hand.all-levels');
  const name = override.author ?? t('by-hand.someone');
  const sentence =
    override.source === 'held-before'
      ? t('by-hand.held-before', { level })
      : t(override.effect === 'grant' ? 'by-hand.given' : 'by-hand.denied', {
          level,
          name,
          date: dates.day(override.givenAt),
        });
  return (
    <Box>
      <Typography tag="p">{sentence}</Typography>
      {override.until ? (
        <Typography tag="p" textColor="neutral600">
          {t('member.until', { date: dates.day(override.until) })}
        </Typography>
      ) : null}
      {override.reason ? (
        <Typography tag="p" textColor="neutral600">
          {`“${override.reason}”`}
        </Typography>
      ) : null}
      {access.manageMembers ? (
        <Box paddingTop={2}>
          <Button variant="tertiary" size="S" onClick={onRemove}>
            {t('by-hand.remove')}
          </Button>
        </Box>
      ) : null}
    </Box>
  );
}

interface RemoveDialogProps {
  member: Member;
  override: MemberOverride;
  onClose: () => void;
  onRemoved: () => Promise<void>;
}

function RemoveDialog({ member, override, onClose, onRemoved }: RemoveDialogProps) {
  const { t } = useTexts();
  const api = useApi();
  const { toggleNotification } = useNotification();
  const remove = useAction(() => api.deleteOverride(member.id, override.id));
  const dry = useResource(`without ${override.id}`, () =>
    api.tryWithoutOverride(member.id, override.id)
  );
  const confirm = async () => {
    if (await remove.run()) {
      toggleNotification({ type: 'success', message: t('by-hand.removed') });
      onClose();
      await onRemoved();
    }
  };
  return (
    <ConfirmDialog
      title={t('by-hand.remove-title', { level: override.roleName ?? t('by-hand.all-levels') })}
      cancelLabel={t('common.cancel')}
      confirmLabel={t('by-hand.remove')}
      isRunning={remove.isRunning}
      problem={remove.problem}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      {dry.data
        ? t('by-hand.then', { name: nameMember(member, t), level: nameLevel(dry.data, t) })
        : t('by-hand.remove-text')}
    </ConfirmDialog>
  );
}
