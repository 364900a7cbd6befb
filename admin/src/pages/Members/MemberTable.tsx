import { Flex, Typography } from '@strapi/design-system';

import { FieldTable } from '../../components/table/FieldTable';
import { StatePill } from '../../components/StatePill';
import { TextLink } from '../../components/TextLink';
import { When } from '../../components/When';
import { useDates } from '../../hooks/useDates';
import { useTexts } from '../../hooks/useTexts';
import { BASE_PATH } from '../../pluginId';
import { lookOfMember } from '../../utils/looks';

import type { MemberSummary } from '../../../../contracts/member';
import type { TextKey } from '../../utils/texts';

interface MemberTableProps {
  label: string;
  members: readonly MemberSummary[];
}

export function MemberTable({ label, members }: MemberTableProps) {
  const { t } = useTexts();
  return (
    <FieldTable
      label={label}
      columns={[
        { label: t('members.member') },
        { label: t('level.label') },
        { label: t('members.state') },
        { label: t('members.purchases') },
        { label: t('members.last-change') },
      ]}
      rows={members.map((member) => ({
        key: member.id,
        cells: [
          <MemberName key="name" member={member} />,
          sayLevels(member),
          <MemberStateCell key="state" member={member} />,
          member.livePurchases === 0
            ? '–'
            : t('members.purchase-count', { n: member.livePurchases }),
          <When key="changed" at={member.lastChangedAt} />,
        ],
      }))}
    />
  );
}

/** The highest first: as a role, Strapi knows only that. */
const sayLevels = ({ level, levels, user }: MemberSummary): string =>
  levels.flatMap(({ name }) => name ?? []).join(', ') || (level.name ?? user?.roleName ?? '–');

function MemberName({ member }: { member: MemberSummary }) {
  const { t } = useTexts();
  const notes = [
    member.name === null ? null : member.email,
    ...notesOn(member).map((key) => t(key)),
  ].filter((note) => note !== null);
  return (
    <Flex direction="column" alignItems="flex-start">
      <TextLink to={`${BASE_PATH}/members/${member.id}`}>
        {member.name ?? member.email ?? t('members.nameless', { id: member.id })}
      </TextLink>
      {notes.map((note) => (
        <Typography key={note} variant="pi" textColor="neutral600">
          {note}
        </Typography>
      ))}
    </Flex>
  );
}

/** What is unusual about the account. */
function notesOn({ user, userGoneAt, isTest }: MemberSummary): readonly TextKey[] {
  const account: readonly TextKey[] = user
    ? user.blocked
      ? ['members.blocked']
      : []
    : [userGoneAt === null ? 'members.without-account' : 'members.account-gone'];
  return isTest ? [...account, 'members.test'] : account;
}

function MemberStateCell({ member }: { member: MemberSummary }) {
  const { t, lookUp } = useTexts();
  const dates = useDates();
  const { state, until, heldReason } = member;
  const notes = [
    until === null ? null : t('member.until', { date: dates.day(until) }),
    state === 'held' ? lookUp(`badge.held.${heldReason ?? ''}`, '') : null,
  ];
  return (
    <Flex gap={2} wrap="wrap">
      <StatePill look={lookOfMember(state)}>{t(`member-state.${state}`)}</StatePill>
      {notes.map((note) =>
        note ? (
          <Typography key={note} variant="pi" textColor="neutral600">
            {note}
          </Typography>
        ) : null
      )}
    </Flex>
  );
}
