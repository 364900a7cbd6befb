import * as React from 'react';

import { Button, LinkButton, Typography } from '@strapi/design-system';
import { Link } from 'react-router-dom';

import { useApi } from '../../api/client';
import { ProblemNotice } from '../../components/ProblemNotice';
import { useAccess } from '../../hooks/useAccess';
import { useAction } from '../../hooks/useAction';
import { useTexts } from '../../hooks/useTexts';
import { BASE_PATH } from '../../pluginId';
import { CreateAgainButton, RenameAccountButton } from '../../components/members/AccountTie';
import { LinkButton as LinkAccountButton } from '../../components/members/LinkButton';
import { ResendClaimButton } from '../../components/members/ResendClaimButton';
import { OverrideDialog } from '../../components/members/OverrideDialog';
import { ReplayMany } from '../../components/logs/ReplayMany';
import { SettleDialog } from '../../components/logs/SettleButton';
import { AcceptButton } from './AcceptButton';
import { PeriodWays } from './PeriodWays';

import type { Member } from '../../../../contracts/member';
import type { WebhookLog, WebhookLogDetail } from '../../../../contracts/webhook-log';
import type { TextKey } from '../../utils/texts';

interface LogWaysProps {
  reason: string;
  logs: readonly WebhookLog[];
  onDecided: (told: string) => Promise<void>;
}

/** The ways out of each reason, the usual one last. */
export function LogWays({ reason, logs, onDecided }: LogWaysProps) {
  const { t } = useTexts();
  const access = useAccess();
  const [first] = logs;
  if (!first) {
    return null;
  }
  const needs = (isAllowed: boolean, ways: React.ReactNode, refusal: TextKey) =>
    isAllowed ? ways : <Typography textColor="neutral600">{t(refusal)}</Typography>;
  const accept = (label: TextKey, variant: 'secondary' | 'tertiary') =>
    access.replay ? (
      <AcceptButton logs={logs} label={t(label)} variant={variant} onAccepted={onDecided} />
    ) : null;
  const webhooks = (ways: React.ReactNode) =>
    needs(access.replay, ways, 'held.not-allowed-webhooks');
  switch (reason) {
    case 'given-up':
      return webhooks(
        <ReplayMany
          filter={{ state: 'dead', ...(first.reason ? { reason: first.reason } : {}) }}
          total={logs.length}
          onDone={() => onDecided(t('replay.started'))}
        />
      );
    case 'paused':
      return needs(
        access.changeSettings,
        <PageButton to="/settings" label="next.turn-on" />,
        'held.not-allowed-settings'
      );
    case 'unmatched-purchase':
    case 'conflicting-id':
      return webhooks(
        <>
          {accept('held.set-aside', 'tertiary')}
          <ChoosePurchase logId={first.id} onDone={() => onDecided(t('settle.done'))} />
        </>
      );
    case 'unknown-period':
      return webhooks(
        <>
          {accept('held.keep-end', 'tertiary')}
          <PeriodWays log={first} onDecided={onDecided} />
        </>
      );
    case 'unconfirmed-account':
      return (
        <>
          <Typography textColor="neutral600">{t('held.once-confirmed')}</Typography>
          {first.memberId === null ? null : (
            <PageButton to={`/members/${first.memberId}`} label="next.open-account" />
          )}
        </>
      );
    case 'account-deleted':
    case 'account-vetoed':
    case 'address-in-the-way':
    case 'two-people':
    case 'unclaimed-account':
      return needs(
        access.replay || access.manageMembers,
        <>
          {accept('held.leave-without', 'tertiary')}
          <AccountWays log={first} onDecided={onDecided} />
        </>,
        'drift.not-allowed'
      );
    case 'protected-role':
      return webhooks(accept('held.leave-as-staff', 'secondary'));
    case 'part-refunded':
      return webhooks(
        <>
          <DenyButton log={first} onDecided={onDecided} />
          {accept('policy.keep', 'secondary')}
        </>
      );
    default:
      return webhooks(
        <>
          {accept('held.set-aside', 'tertiary')}
          {first.memberId === null ? (
            <PageButton to={`/webhook-logs/${first.id}?view=request`} label="next.open-request" />
          ) : (
            <AccountWays log={first} onDecided={onDecided} />
          )}
        </>
      );
  }
}

function PageButton({ to, label }: { to: string; label: TextKey }) {
  const { t } = useTexts();
  return (
    <LinkButton tag={Link} variant="secondary" to={`${BASE_PATH}${to}`}>
      {t(label)}
    </LinkButton>
  );
}

interface LogWayProps {
  log: WebhookLog;
  onDecided: (told: string) => Promise<void>;
}

/** For purchases whose account is gone or missing. */
function AccountWays({ log, onDecided }: LogWayProps) {
  const { t } = useTexts();
  const access = useAccess();
  const { memberId } = log;
  if (memberId === null || !access.manageMembers) {
    return null;
  }
  return (
    <>
      {log.reason === 'account-deleted' ? (
        <CreateAgainButton
          memberId={memberId}
          onCreated={() => onDecided(t('account.created-again'))}
        />
      ) : null}
      {log.reason === 'address-in-the-way' && typeof log.values.account === 'number' ? (
        <RenameAccountButton
          memberId={memberId}
          account={log.values.account}
          onRenamed={() => onDecided(t('account.renamed'))}
        />
      ) : null}
      {log.reason === 'unclaimed-account' ? (
        <ResendClaimButton memberId={memberId} onSent={() => onDecided(t('held.claim-sent'))} />
      ) : null}
      <LinkAccountButton
        memberId={memberId}
        email={access.seePersonalData ? (log.email ?? '') : ''}
        variant="secondary"
        onLinked={() => onDecided(t('link.done'))}
      />
    </>
  );
}

function ChoosePurchase({ logId, onDone }: { logId: number; onDone: () => Promise<void> }) {
  const { t } = useTexts();
  const api = useApi();
  const [log, setLog] = React.useState<WebhookLogDetail | null>(null);
  const load = useAction(() => api.webhookLog(logId));
  const open = async () => setLog((await load.run()) ?? null);
  return (
    <>
      <ProblemNotice problem={load.problem} />
      <Button variant="secondary" loading={load.isRunning} onClick={() => void open()}>
        {t('next.choose-purchase')}
      </Button>
      {log ? <SettleDialog log={log} onClose={() => setLog(null)} onDone={onDone} /> : null}
    </>
  );
}

/** Part of the money went back, and so does the level. */
function DenyButton({ log, onDecided }: LogWayProps) {
  const { t } = useTexts();
  const api = useApi();
  const access = useAccess();
  const [member, setMember] = React.useState<Member | null>(null);
  const { memberId } = log;
  const load = useAction(() => api.member(memberId ?? 0));
  const settle = useAction(() => api.accept(log.id, t('by-hand.denied-toast')));
  if (memberId === null || !access.manageMembers) {
    return null;
  }
  const open = async () => setMember((await load.run()) ?? null);
  const finish = async () => {
    setMember(null);
    await settle.run();
    await onDecided(t('by-hand.denied-toast'));
  };
  const level = log.effect?.after;
  return (
    <>
      <ProblemNotice problem={load.problem ?? settle.problem} />
      <Button variant="danger-light" loading={load.isRunning} onClick={() => void open()}>
        {level ? t('by-hand.deny-level', { level }) : t('by-hand.deny')}
      </Button>
      {member ? (
        <OverrideDialog
          member={member}
          effect="deny"
          roleId={member.level.roleId}
          onClose={() => setMember(null)}
          onSaved={() => void finish()}
        />
      ) : null}
    </>
  );
}
