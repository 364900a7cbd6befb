import { Flex, LinkButton, Typography } from '@strapi/design-system';
import { Link } from 'react-router-dom';

import { CardBox } from '../../components/CardBox';
import { EventText, OutcomePill, OutcomeSentence } from '../../components/LogParts';
import { TextLink } from '../../components/TextLink';
import { When } from '../../components/When';
import { CreateAgainButton } from '../Members/AccountTie';
import { LinkButton as LinkAccountButton } from '../Members/LinkButton';
import { ReplayMany } from '../WebhookLogs/ReplayMany';
import { AcceptButton } from './AcceptButton';
import { heldReasonOf, isPartRefund } from './decisions';
import { useAccess } from '../../hooks/useAccess';
import { useTexts } from '../../hooks/useTexts';
import { BASE_PATH } from '../../pluginId';

import type { WebhookLog } from '../../../../contracts/webhook-log';
import type { Access } from '../../hooks/useAccess';
import type { TextKey } from '../../hooks/useTexts';

const SHOWN = 5;

interface LogsCardProps {
  logs: readonly WebhookLog[];
  onDecided: (told: string) => Promise<void>;
}

/** Webhooks that wait for the same answer. */
export function LogsCard({ logs, onDecided }: LogsCardProps) {
  const { t, lookUp } = useTexts();
  const access = useAccess();
  const [first] = logs;
  if (!first) {
    return null;
  }
  const isGivenUp = first.state === 'dead';
  const badge = isGivenUp
    ? t('held.given-up', { n: logs.length })
    : lookUp(`badge.held.${heldReasonOf(first)}`, t('log-state.held'));
  const who = first.buyerName ?? first.email;
  const isLinkable =
    first.reason === 'account-deleted' && first.memberId !== null && access.manageMembers;
  const way = chooseWay(first, access);
  return (
    <CardBox
      title={who && first.reason !== 'paused' && !isGivenUp ? `${badge}: ${who}` : badge}
      action={
        <Flex gap={2} wrap="wrap">
          {isGivenUp && access.replay ? (
            <ReplayMany
              filter={{ state: 'dead', ...(first.reason ? { reason: first.reason } : {}) }}
              total={logs.length}
              onDone={() => onDecided(t('replay.started'))}
            />
          ) : null}
          {access.replay && first.reason !== 'paused' && !isGivenUp ? (
            <AcceptButton
              logs={logs}
              label={t(isPartRefund(first) ? 'policy.keep' : 'held.accept')}
              onAccepted={onDecided}
            />
          ) : null}
          {isLinkable && first.memberId !== null ? (
            <LinkAccountButton
              memberId={first.memberId}
              email={access.seePersonalData ? (first.email ?? '') : ''}
              variant="secondary"
              onLinked={() => onDecided(t('link.done'))}
            />
          ) : null}
          {isLinkable && first.memberId !== null ? (
            <CreateAgainButton
              memberId={first.memberId}
              onCreated={() => onDecided(t('account.created-again'))}
            />
          ) : null}
          <LinkButton
            tag={Link}
            variant={isLinkable ? 'tertiary' : 'secondary'}
            to={`${BASE_PATH}${way.to}`}
          >
            {t(way.label)}
          </LinkButton>
        </Flex>
      }
    >
      <Flex direction="column" alignItems="stretch" gap={3}>
        <Typography tag="p">
          <OutcomeSentence log={first} />
        </Typography>
        {logs.slice(0, SHOWN).map((log) => (
          <Flex key={log.id} gap={3} wrap="wrap">
            <OutcomePill log={log} />
            <Typography textColor="neutral600">
              <When at={log.receivedAt} />
            </Typography>
            <Typography>
              <TextLink to={`${BASE_PATH}/webhook-logs/${log.id}`}>
                <EventText log={log} />
              </TextLink>
            </Typography>
          </Flex>
        ))}
        {logs.length > SHOWN ? (
          <Typography textColor="neutral600">
            {t('held.more', { n: logs.length - SHOWN })}
          </Typography>
        ) : null}
      </Flex>
    </CardBox>
  );
}

/** The way out of each reason. */
function chooseWay(log: WebhookLog, access: Access): { label: TextKey; to: string } {
  if (log.reason === 'paused' && access.changeSettings) {
    return { label: 'next.turn-on', to: '/settings' };
  }
  if (log.state === 'dead') {
    return { label: 'next.see-webhooks', to: '/webhook-logs?state=dead' };
  }
  if (log.memberId !== null && log.reason !== 'unmatched-purchase') {
    return { label: 'next.see-member', to: `/members/${log.memberId}` };
  }
  if (log.reason === 'unmatched-purchase') {
    return { label: 'next.choose-purchase', to: `/webhook-logs/${log.id}` };
  }
  return { label: 'next.open-request', to: `/webhook-logs/${log.id}?view=request` };
}
