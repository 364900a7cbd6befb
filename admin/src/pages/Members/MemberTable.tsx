import { Flex, Typography } from '@strapi/design-system';

import { FieldTable } from '../../components/FieldTable';
import { StatePill } from '../../components/StatePill';
import { TextLink } from '../../components/TextLink';
import { useTexts } from '../../hooks/useTexts';
import { BASE_PATH } from '../../pluginId';
import { lookOfMember } from '../../utils/looks';
import { readMemberState } from '../../utils/member-state';

import type { AccessLevel } from '../../../../contracts/access-level';
import type { MemberSummary } from '../../../../contracts/member';

interface MemberTableProps {
  label: string;
  members: readonly MemberSummary[];
  levels: readonly AccessLevel[];
}

export function MemberTable({ label, members, levels }: MemberTableProps) {
  const { t } = useTexts();
  return (
    <FieldTable
      label={label}
      columns={[
        { label: t('members.member') },
        { label: t('level.label') },
        { label: t('members.state') },
        { label: t('members.account') },
      ]}
      rows={members.map((member) => ({
        key: member.id,
        cells: [
          <Flex key="name" direction="column" alignItems="flex-start">
            <TextLink to={`${BASE_PATH}/members/${member.id}`}>
              {member.name ?? member.email ?? t('members.nameless', { id: member.id })}
            </TextLink>
            {member.name && member.email ? (
              <Typography variant="pi" textColor="neutral600">
                {member.email}
              </Typography>
            ) : null}
            {member.isTest ? (
              <Typography variant="pi" textColor="neutral600">
                {t('members.test')}
              </Typography>
            ) : null}
          </Flex>,
          member.level.name ?? member.user?.roleName ?? '–',
          <MemberPill key="state" member={member} levels={levels} />,
          member.user ? member.user.username : t('members.no-account'),
        ],
      }))}
    />
  );
}

interface MemberPillProps {
  member: MemberSummary;
  levels: readonly AccessLevel[];
}

function MemberPill({ member, levels }: MemberPillProps) {
  const { t, lookUp } = useTexts();
  const state = readMemberState(member, levels);
  const label = t(`member-state.${state}`);
  return (
    <StatePill look={lookOfMember(state)}>
      {state === 'held' ? lookUp(`badge.held.${member.heldReason ?? ''}`, label) : label}
    </StatePill>
  );
}
