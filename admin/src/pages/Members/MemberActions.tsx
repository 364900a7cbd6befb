import * as React from 'react';

import { Button, Flex } from '@strapi/design-system';
import { Gift, Lock } from '@strapi/icons';
import { useNavigate } from 'react-router-dom';

import { RemoveTestMember } from '../../components/RemoveTestMember';
import { useAccess } from '../../hooks/useAccess';
import { useTexts } from '../../hooks/useTexts';
import { BASE_PATH } from '../../pluginId';
import { CheckButton } from './CheckButton';
import { OverrideDialog } from '../../components/members/OverrideDialog';

import type { Member } from '../../../../contracts/member';
import type { MemberOverride } from '../../../../contracts/override';

interface MemberActionsProps {
  member: Member;
  onChanged: () => Promise<void>;
}

export function MemberActions({ member, onChanged }: MemberActionsProps) {
  const { t } = useTexts();
  const access = useAccess();
  const navigate = useNavigate();
  const [effect, setEffect] = React.useState<MemberOverride['effect'] | null>(null);
  if (!access.manageMembers) {
    return null;
  }
  return (
    <Flex gap={2} wrap="wrap">
      {member.isTest ? (
        <RemoveTestMember memberId={member.id} onRemoved={() => navigate(`${BASE_PATH}/members`)} />
      ) : null}
      <CheckButton memberId={member.id} onChanged={onChanged} />
      <Button variant="tertiary" startIcon={<Lock />} onClick={() => setEffect('deny')}>
        {t('by-hand.deny')}
      </Button>
      <Button startIcon={<Gift />} onClick={() => setEffect('grant')}>
        {t('by-hand.give')}
      </Button>
      {effect ? (
        <OverrideDialog
          member={member}
          effect={effect}
          onClose={() => setEffect(null)}
          onSaved={() => {
            setEffect(null);
            void onChanged();
          }}
        />
      ) : null}
    </Flex>
  );
}
