import { Flex, Typography } from '@strapi/design-system';

import { CardBox } from '../../components/page/CardBox';
import { TextLink } from '../../components/TextLink';
import { useAccess } from '../../hooks/useAccess';
import { useTexts } from '../../hooks/useTexts';
import { BASE_PATH } from '../../pluginId';

import type { ExplanationLine, Member } from '../../../../contracts/member';

/** The role that the account has, and why, in sentences that each name their webhooks. */
export function AnswerCard({ member }: { member: Member }) {
  const { t } = useTexts();
  const { user } = member;
  const role = user ? user.roleName : member.level.name;
  return (
    <CardBox title={role ?? t('effect.no-level')}>
      <Flex direction="column" alignItems="stretch" gap={3}>
        <OtherLevels member={member} />
        {member.explanation.map((line, index) => (
          <Line key={index} line={line} memberId={member.id} isFirst={index === 0} />
        ))}
      </Flex>
    </CardBox>
  );
}

/** The levels besides the highest, which is the title. */
export function OtherLevels({ member }: { member: Pick<Member, 'levels'> }) {
  const { t, list } = useTexts();
  const names = member.levels.slice(1).flatMap(({ name }) => name ?? []);
  return names.length === 0 ? null : (
    <Typography textColor="neutral600">{t('level.also', { levels: list(names) })}</Typography>
  );
}

interface LineProps {
  line: ExplanationLine;
  memberId: number;
  isFirst: boolean;
}

function Line({ line, memberId, isFirst }: LineProps) {
  const { say, t } = useTexts();
  const access = useAccess();
  const [only] = line.webhookLogIds;
  const n = line.webhookLogIds.length;
  const to =
    n === 1
      ? `${BASE_PATH}/webhook-logs/${only}`
      : `${BASE_PATH}/webhook-logs?memberId=${memberId}`;
  return (
    <Typography tag="p" variant={isFirst ? 'epsilon' : 'omega'}>
      {say('explain', line)}
      {n > 0 && access.readLogs ? (
        <>
          {' '}
          <TextLink to={to}>{`${t('member.webhooks', { n })} ›`}</TextLink>
        </>
      ) : null}
    </Typography>
  );
}
