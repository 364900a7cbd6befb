import { Typography } from '@strapi/design-system';

import { TextLink } from '../../components/TextLink';
import { useAccess } from '../../hooks/useAccess';
import { useDates } from '../../hooks/useDates';
import { useTexts } from '../../hooks/useTexts';
import { BASE_PATH } from '../../pluginId';
import { DriftButtons, useDriftNames } from '../../components/members/DriftButtons';
import { DecisionBox } from './DecisionBox';

import type { Drift, MemberSummary } from '../../../../contracts/member';

interface DriftCardProps {
  member: MemberSummary & { readonly drift: Drift };
  onDecided: (told: string) => Promise<void>;
}

/** A member whose role was changed by hand. */
export function DriftCard({ member, onDecided }: DriftCardProps) {
  const { t } = useTexts();
  const access = useAccess();
  const dates = useDates();
  const names = useDriftNames(member);
  return (
    <DecisionBox
      title={t('drift.title', names)}
      meta={dates.day(member.drift.since)}
      actions={
        access.manageMembers ? (
          <DriftButtons member={member} onDecided={onDecided} />
        ) : (
          <Typography textColor="neutral600">{t('drift.not-allowed')}</Typography>
        )
      }
    >
      <Typography tag="p">
        {t('drift.text', { ...names, date: dates.day(member.drift.since) })}{' '}
        <TextLink to={`${BASE_PATH}/members/${member.id}`}>{t('next.see-member')}</TextLink>
      </Typography>
    </DecisionBox>
  );
}
