import { Flex } from '@strapi/design-system';

import { CardBox } from '../../components/CardBox';
import { Facts } from '../../components/Facts';
import { TextLink } from '../../components/TextLink';
import { useAccess } from '../../hooks/useAccess';
import { useTexts } from '../../hooks/useTexts';
import { EraseButton } from './EraseButton';
import { LinkButton } from './LinkButton';

import type { Member } from '../../../../contracts/member';

const USERS = '/content-manager/collection-types/plugin::users-permissions.user';

interface AccountCardProps {
  member: Member;
  onChanged: () => Promise<void>;
}

export function AccountCard({ member, onChanged }: AccountCardProps) {
  const { t } = useTexts();
  const access = useAccess();
  const { user } = member;
  return (
    <CardBox title={t('members.account')}>
      <Facts
        facts={[
          {
            label: t('account.username'),
            value: user ? (
              <TextLink to={`${USERS}?filters[$and][0][id][$eq]=${user.id}`}>
                {user.username}
              </TextLink>
            ) : (
              t('members.no-account')
            ),
          },
          { label: t('meaning.email'), value: user?.email ?? member.email },
          { label: t('account.role'), value: user?.roleName },
          { label: t('account.leads'), value: member.leadIds.join(', ') },
        ]}
      />
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
