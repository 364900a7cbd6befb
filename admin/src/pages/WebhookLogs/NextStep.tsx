import { Button, LinkButton } from '@strapi/design-system';
import { Link, useNavigate } from 'react-router-dom';

import { SETTLED_BY_PURCHASE } from '../../../../contracts/lists';
import { RemoveTestMember } from '../../components/RemoveTestMember';
import { useAccess } from '../../hooks/useAccess';
import { useTexts } from '../../hooks/useTexts';
import { BASE_PATH } from '../../pluginId';

import { SettleButton } from '../../components/logs/SettleButton';

import type { WebhookLogDetail } from '../../../../contracts/webhook-log';
import type { Access } from '../../hooks/useAccess';
import type { Replay } from './useReplay';
import type { TextKey } from '../../utils/texts';

interface Step {
  readonly label: TextKey;
  readonly to: string;
}

interface NextStepProps {
  log: WebhookLogDetail;
  replay: Replay;
  onDone: () => Promise<void>;
}

/** The one thing to do about this webhook, if there is one. */
export function NextStep({ log, replay, onDone }: NextStepProps) {
  const { t } = useTexts();
  const access = useAccess();
  const navigate = useNavigate();
  if (log.state === 'held' && SETTLED_BY_PURCHASE.includes(log.reason) && access.replay) {
    return <SettleButton log={log} onDone={onDone} />;
  }
  if (log.reason === 'test' && log.memberId !== null && access.manageMembers) {
    return (
      <RemoveTestMember
        memberId={log.memberId}
        onRemoved={() => navigate(`${BASE_PATH}/webhook-logs`)}
      />
    );
  }
  const step = chooseStep(log, access);
  if (!step) {
    return replay.isPossible ? (
      <Button loading={replay.isRunning} onClick={() => void replay.run()}>
        {t(log.state === 'failed' ? 'replay.try-now' : 'replay.replay')}
      </Button>
    ) : null;
  }
  return (
    <LinkButton tag={Link} to={`${BASE_PATH}${step.to}`}>
      {t(step.label)}
    </LinkButton>
  );
}

function chooseStep(log: WebhookLogDetail, access: Access): Step | null {
  const product = log.productId ? encodeURIComponent(log.productId) : '';
  if (log.reason === 'unmapped-product' && access.manageMappings) {
    return { label: 'next.choose-level', to: `/mappings?edit=new&productId=${product}` };
  }
  if (log.reason === 'unknown-period' && access.replay) {
    return { label: 'next.choose-end', to: `/held?reason=unknown-period&productId=${product}` };
  }
  if (log.reason === 'role-missing' && access.manageMappings) {
    return { label: 'next.choose-another', to: '/mappings' };
  }
  if (log.reason === 'paused' && access.changeSettings) {
    return { label: 'next.turn-on', to: '/settings' };
  }
  if ((log.reason === 'bad-ipn-secret' || log.reason === 'ipn-only') && access.manageSecrets) {
    return { label: 'next.replace-secrets', to: '/settings#ipn' };
  }
  if (log.reason === 'ip-not-allowed' && access.manageSecrets) {
    return { label: 'settings.senders-change', to: '/settings#senders' };
  }
  if (log.reason === 'unknown-type') {
    return { label: 'next.open-request', to: `/webhook-logs/${log.id}?view=request` };
  }
  if (log.duplicateOf !== null) {
    return { label: 'next.open-first', to: `/webhook-logs/${log.duplicateOf}` };
  }
  // First replay what failed or was given up; then open its member.
  return log.memberId === null || log.state === 'failed' || log.state === 'dead'
    ? null
    : { label: 'next.see-member', to: `/members/${log.memberId}` };
}
