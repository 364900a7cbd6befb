import { Button, Flex, Typography } from '@strapi/design-system';
import { useAuth } from '@strapi/strapi/admin';

import { useApi } from '../api/client';
import { StatePill } from '../components/StatePill';
import { PageLink } from '../components/TextLink';
import { When } from '../components/When';
import { useResource } from '../hooks/useResource';
import { useTexts } from '../hooks/useTexts';
import { permission } from '../permissions';
import { BASE_PATH } from '../pluginId';
import { OtherLevels } from './Members/AnswerCard';
import { lookOfMember } from '../utils/looks';

import type { Member } from '../../../contracts/member';

const USER_UID = 'plugin::users-permissions.user';
const NEEDED = permission('seeIntegration').action;
const SHOWN_CHANGES = 3;

interface PanelProps {
  model: string;
  document?: { readonly id?: number | string; readonly updatedAt?: string };
}

/** Beside a user in the Content Manager: the level, why, and the last changes. */
export function UserPanel({ model, document }: PanelProps) {
  const { t } = useTexts();
  const isAllowed = useAuth('KartraUserPanel', ({ permissions }) =>
    permissions.some(({ action }) => action === NEEDED)
  );
  const userId = Number(document?.id);
  if (model !== USER_UID || !userId || !isAllowed) {
    return null;
  }
  return {
    title: t('user-panel.title'),
    content: <UserAccess key={document?.updatedAt} userId={userId} />,
  };
}

function UserAccess({ userId }: { userId: number }) {
  const { t } = useTexts();
  const api = useApi();
  const found = useResource<Member | null>(`user ${userId}`, async () => {
    const [summary] = (await api.members({ userId, page: 1, pageSize: 1 })).data;
    return summary ? api.member(summary.id) : null;
  });
  if (found.problem) {
    return (
      <Flex direction="column" alignItems="flex-start" gap={2}>
        <Typography>{t('user-panel.failed')}</Typography>
        <Button variant="tertiary" size="S" onClick={() => void found.reload()}>
          {t('common.try-again')}
        </Button>
      </Flex>
    );
  }
  if (found.data === undefined) {
    return null;
  }
  return found.data ? (
    <MemberLines member={found.data} />
  ) : (
    <Typography>{t('user-panel.no-purchase')}</Typography>
  );
}

function MemberLines({ member }: { member: Member }) {
  const { t, say } = useTexts();
  const [first] = member.explanation;
  const next = member.explanation.find(({ code }) => code.startsWith('explain.next.'));
  const { state } = member;
  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      <Flex gap={2} wrap="wrap">
        <Typography variant="delta" fontWeight="bold" tag="p">
          {member.level.name ?? member.user?.roleName ?? t('effect.no-level')}
        </Typography>
        <StatePill look={lookOfMember(state)}>{t(`member-state.${state}`)}</StatePill>
      </Flex>
      <OtherLevels member={member} />
      {first ? <Typography tag="p">{say('explain', first)}</Typography> : null}
      {next ? <Typography tag="p">{say('explain', next)}</Typography> : null}
      {member.timeline.slice(0, SHOWN_CHANGES).map((entry, index) => (
        <Typography key={index} tag="p" variant="pi" textColor="neutral600">
          <When at={entry.at} />
          {` · ${say('timeline', entry)}`}
        </Typography>
      ))}
      <Typography tag="p" variant="pi" textColor="neutral600">
        {t('user-panel.advice')}
      </Typography>
      <PageLink to={`${BASE_PATH}/members/${member.id}`}>{t('user-panel.open')}</PageLink>
    </Flex>
  );
}
