import { Flex, Typography } from '@strapi/design-system';
import { useRBAC } from '@strapi/strapi/admin';

import { CardBox } from '../../components/page/CardBox';
import { Facts } from '../../components/Facts';
import { TextLink } from '../../components/TextLink';
import { useAccess } from '../../hooks/useAccess';
import { useDates } from '../../hooks/useDates';
import { useTexts } from '../../hooks/useTexts';
import { AccountTie } from '../../components/members/AccountTie';
import { EraseButton } from './EraseButton';
import { LinkButton } from '../../components/members/LinkButton';
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

/** Reasons why a member can't use their level, such as a blocked or deleted account. */
function AccountNotes({ member }: { member: Member }) {
  const { t } = useTexts();
  const dates = useDates();
  const { user, erasedAt, erasedBy } = member;
  const notes = [
    user?.blocked ? t('account.blocked') : null,
    user && !user.confirmed ? t('account.unconfirmed') : null,
    erasedAt
      ? t('account.erased', {
          date: dates.day(erasedAt),
          hasName: erasedBy ? 'yes' : 'no',
          name: erasedBy,
        })
      : null,
  ].filter((note) => note !== null);
  return notes.length === 0 ? null : (
    <Flex direction="column" alignItems="stretch" gap={1} paddingTop={4}>
      {notes.map((note) => (
        <Typography key={note} tag="p">
          {note}
        </Typography>
      ))}
    </Flex>
  );
}

export function AccountCard({ member, onChanged }: AccountCardProps) {
  const { t } = useTexts();
  const access = useAccess();
  const { user } = member;
  const { allowedActions } = useRBAC(READ_USERS);
  const isDeleted = member.userGoneAt !== null;
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
          { label: t('account.also-known'), value: member.otherEmails.join(', ') },
          { label: t('account.role'), value: user?.roleName },
          { label: t('account.leads'), value: member.leadIds.join(', ') },
        ]}
      />
      <AccountNotes member={member} />
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
          {member.erasedAt === null ? (
            <EraseButton memberId={member.id} onErased={onChanged} />
          ) : null}
        </Flex>
      ) : null}
    </CardBox>
  );
}
