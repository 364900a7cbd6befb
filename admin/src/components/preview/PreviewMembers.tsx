import * as React from 'react';

import { Button, Flex, Typography } from '@strapi/design-system';

import { useTexts } from '../../hooks/useTexts';
import { FieldTable } from '../table/FieldTable';

import type { PreviewedMember } from '../../../../contracts/preview';

const PAGE = 50;

interface PreviewMembersProps {
  members: readonly PreviewedMember[];
  total: number;
}

/** Those of one group by name: their level now and after, and why. */
export function PreviewMembers({ members, total }: PreviewMembersProps) {
  const { t } = useTexts();
  const [shown, setShown] = React.useState(PAGE);
  if (members.length === 0) {
    return <Typography textColor="neutral600">{t('preview.nobody')}</Typography>;
  }
  const rows = members.slice(0, shown);
  return (
    <Flex direction="column" alignItems="stretch" gap={2}>
      <FieldTable
        label={t('preview.groups')}
        columns={[
          { label: t('members.member') },
          { label: t('preview.now') },
          { label: t('effect.after') },
          { label: t('preview.why') },
        ]}
        rows={rows.map((member) => ({
          key: member.memberId,
          cells: [
            <Person key="who" member={member} />,
            withOthers(member.before, member.levelsBefore) ?? t('members.no-account'),
            withOthers(member.after, member.levelsAfter) ?? t('effect.no-level'),
            <Why key="why" member={member} />,
          ],
        }))}
      />
      {total > rows.length ? (
        <Flex gap={3} wrap="wrap">
          <Typography textColor="neutral600">
            {t('preview.showing', { n: rows.length, total })}
          </Typography>
          <Button variant="tertiary" size="S" onClick={() => setShown(shown + PAGE)}>
            {t('preview.show-more')}
          </Button>
        </Flex>
      ) : null}
    </Flex>
  );
}

/** The role, and the other levels beside it, where purchases give it and not an administrator. */
const withOthers = (role: string | null, levels: readonly string[]): string | null =>
  role !== null && levels[0] === role ? levels.join(', ') : role;

function Person({ member }: { member: PreviewedMember }) {
  const { t } = useTexts();
  const { name, email, memberId } = member;
  return (
    <Flex direction="column" alignItems="flex-start">
      <Typography>{name ?? email ?? t('members.nameless', { id: memberId })}</Typography>
      {name && email ? (
        <Typography variant="pi" textColor="neutral600">
          {email}
        </Typography>
      ) : null}
    </Flex>
  );
}

function Why({ member }: { member: PreviewedMember }) {
  const { say, lookUp } = useTexts();
  const { heldReason, why } = member;
  return <>{heldReason ? lookUp(`badge.held.${heldReason}`, heldReason) : say('why', why)}</>;
}
