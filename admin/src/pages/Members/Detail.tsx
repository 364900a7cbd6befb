import { Flex, Grid } from '@strapi/design-system';
import { useParams } from 'react-router-dom';

import { useApi } from '../../api/client';
import { EmptyArea, FailedArea, ForbiddenArea, LoadingArea } from '../../components/page/Areas';
import { DetailPage } from '../../components/page/DetailPage';
import { Notice } from '../../components/Notice';
import { StatePill } from '../../components/StatePill';
import { PageLink } from '../../components/TextLink';
import { useAccess } from '../../hooks/useAccess';
import { useResource } from '../../hooks/useResource';
import { useTexts } from '../../hooks/useTexts';
import { BASE_PATH } from '../../pluginId';
import { lookOfMember } from '../../utils/looks';
import { AccountCard } from './AccountCard';
import { AnswerCard } from './AnswerCard';
import { ByHandCard } from './ByHandCard';
import { DriftButtons } from '../../components/members/DriftButtons';
import { MemberActions } from './MemberActions';
import { Purchases } from './Purchases';
import { RenewalNotice } from './RenewalNotice';
import { Timeline } from '../../components/members/Timeline';

import type { Member } from '../../../../contracts/member';

const LIVE_MS = 10_000;

/** One person: the level now and why, every purchase, everything that happened. */
export function MemberPage() {
  const { t } = useTexts();
  const access = useAccess();
  const parent = { label: t('tab.members'), to: `${BASE_PATH}/members` };
  return access.seeIntegration ? (
    <PermittedMember parent={parent} />
  ) : (
    <DetailPage title={t('member.title')} parent={parent}>
      <ForbiddenArea action="seeIntegration" />
    </DetailPage>
  );
}

function PermittedMember({ parent }: { parent: { label: string; to: string } }) {
  const { t } = useTexts();
  const api = useApi();
  const id = Number(useParams().id);
  const member = useResource(`member ${id}`, () => api.member(id), { liveMs: LIVE_MS });
  const { data } = member;
  return (
    <DetailPage
      title={data ? (data.name ?? data.email ?? t('members.nameless', { id })) : t('member.title')}
      parent={parent}
      pill={
        data ? (
          <StatePill look={lookOfMember(data.state)}>{t(`member-state.${data.state}`)}</StatePill>
        ) : null
      }
      primaryAction={data ? <MemberActions member={data} onChanged={member.reload} /> : null}
      staleSince={member.staleSince}
    >
      {member.problem?.status === 404 ? (
        <EmptyArea action={<PageLink to={parent.to}>{t('member.all')}</PageLink>}>
          {t('member.not-found')}
        </EmptyArea>
      ) : null}
      {member.problem && member.problem.status !== 404 ? (
        <FailedArea onRetry={() => void member.reload()}>{t('member.failed')}</FailedArea>
      ) : null}
      {member.isLoading ? <LoadingArea>{t('member.loading')}</LoadingArea> : null}
      {data ? <MemberGrid member={data} onChanged={member.reload} /> : null}
    </DetailPage>
  );
}

/** A role changed by hand, with its ways out; the explanation below tells the rest. */
function DriftNotice({ member, onChanged }: { member: Member; onChanged: () => Promise<void> }) {
  const { t } = useTexts();
  const access = useAccess();
  const { drift } = member;
  if (!drift) {
    return null;
  }
  return (
    <Notice
      kind="warning"
      title={t('badge.held.drift')}
      action={
        access.manageMembers ? (
          <DriftButtons member={{ ...member, drift }} onDecided={onChanged} />
        ) : undefined
      }
    />
  );
}

function MemberGrid({ member, onChanged }: { member: Member; onChanged: () => Promise<void> }) {
  return (
    <Grid.Root gap={4}>
      <Grid.Item col={8} m={12} xs={12} direction="column" alignItems="stretch">
        <Flex direction="column" alignItems="stretch" gap={4}>
          <DriftNotice member={member} onChanged={onChanged} />
          {member.renewalQuestions.map((question) => (
            <RenewalNotice
              key={question.purchase}
              member={member}
              question={question}
              onChanged={onChanged}
            />
          ))}
          <AnswerCard member={member} />
          <Purchases member={member} />
          <Timeline key={member.id} member={member} />
        </Flex>
      </Grid.Item>
      <Grid.Item col={4} m={12} xs={12} direction="column" alignItems="stretch">
        <Flex direction="column" alignItems="stretch" gap={4}>
          <AccountCard member={member} onChanged={onChanged} />
          <ByHandCard member={member} onChanged={onChanged} />
        </Flex>
      </Grid.Item>
    </Grid.Root>
  );
}
