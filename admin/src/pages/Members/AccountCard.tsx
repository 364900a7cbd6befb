import { Flex } from '@strapi/design-system';
import { useRBAC } from '@strapi/strapi/admin';

import { CardBox } from '../../components/CardBox';
import { Facts } from '../../components/Facts';
import { TextLink } from '../../components/TextLink';
import { useAccess } from '../../hooks/useAccess';
import { useTexts } from '../../hooks/useTexts';
import { AccountTie } from './AccountTie';
import { EraseButton } from './EraseButton';
import { LinkButton } from './LinkButton';
import { WelcomeMail } from './WelcomeMail';

import type { Member } from '../../../../contracts/member';

const USERS = '/content-manager/collection-types/plugin::users-permissions.user';

const READ_USERS = [
  {
    action: 'plugin::content-manager.explorer.read',
    subject: 'plugin::users-permissions.user',
  },
];

interface AccountCardProps {
  member: Member;
  onChanged: () => Promise<void>;
}

export function AccountCard({ member, onChanged }: AccountCardProps) {
  const { t } = useTexts();
  const access = useAccess();
  const { user } = member;
  const { allowedActions } = useRBAC(READ_USERS);
  const isDeleted = member.heldReason === 'account-deleted';
  return (
    <CardBox title={t('members.account')}>
      <Facts
        facts={[
          {
            label: t('account.username'),
            value:
              user && allowedActions['canRead'] ? (
                <TextLink to={`${USERS}?filters[$and][0][id][$eq]=${user.id}`}>
                  {user.username}
                </TextLink>
              ) : (
                (user?.username ??
                t(isDeleted ? 'badge.held.account-deleted' : 'members.no-account'))
              ),
          },
          { label: t('meaning.email'), value: user?.email ?? member.email },
          { label: t('account.role'), value: user?.roleName },
          { label: t('account.leads'), value: member.leadIds.join(', ') },
        ]}
      />
      <AccountTie member={member} onChanged={onChanged} />
      <WelcomeMail member={member} onChanged={onChanged} />
      {access.manageMembers ? (
        <Flex gap={2} wrap="wrap" paddingTop={4}>
          <LinkButton
            memberId={member.id}
            email={access.seePersonalData ? (member.email ?? '') : ''}
            variant="tertiary"
            onLinked={onChanged}
          />
          <EraseButton memberId={member.id} onErased={onChanged} />
        </Flex>
      ) : null}
    </CardBox>
  );
}
