import * as React from 'react';

import { Box, Button, Flex, Radio, Typography } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';

import { useApi } from '../../api/client';
import { FormDialog } from '../form/FormDialog';
import { EffectText, OutcomeSentence } from './LogParts';
import { useAction } from '../../hooks/useAction';
import { useDates } from '../../hooks/useDates';
import { useResource } from '../../hooks/useResource';
import { useTexts } from '../../hooks/useTexts';
import { isChange } from '../../utils/replayable';

import type { SettleBody } from '../../../../contracts/webhook-log-requests';
import type { SettlementCandidate, WebhookLogDetail } from '../../../../contracts/webhook-log';
import type { Texts } from '../../utils/texts';

interface SettleButtonProps {
  log: WebhookLogDetail;
  onDone: () => Promise<void>;
}

const NONE = 'none';

/** For an event that names no purchase we know, or someone else's: a person says which one it means. */
export function SettleButton({ log, onDone }: SettleButtonProps) {
  const { t } = useTexts();
  const [isOpen, setIsOpen] = React.useState(false);
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>{t('next.choose-purchase')}</Button>
      {isOpen ? <SettleDialog log={log} onClose={() => setIsOpen(false)} onDone={onDone} /> : null}
    </>
  );
}

export function SettleDialog({
  log,
  onClose,
  onDone,
}: SettleButtonProps & { onClose: () => void }) {
  const { t } = useTexts();
  const api = useApi();
  const { toggleNotification } = useNotification();
  const [chosen, setChosen] = React.useState('');
  const settle = useAction(() => api.settle(log.id, readChoice(chosen)));
  const submit = async () => {
    if (chosen && (await settle.run())) {
      toggleNotification({ type: 'success', message: t('settle.done') });
      onClose();
      await onDone();
    }
  };
  return (
    <FormDialog
      title={t('next.choose-purchase')}
      submitLabel={t('settle.settle')}
      isRunning={settle.isRunning}
      problem={settle.problem}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <Typography>
        <OutcomeSentence log={log} />
      </Typography>
      <Radio.Group aria-label={t('next.choose-purchase')} value={chosen} onValueChange={setChosen}>
        {log.candidates.map((candidate) => (
          <Box key={candidate.purchase} paddingBottom={3}>
            <Radio.Item value={String(candidate.purchase)}>
              <Candidate candidate={candidate} />
            </Radio.Item>
          </Box>
        ))}
        <Box>
          <Radio.Item value={NONE}>{t('settle.none')}</Radio.Item>
        </Box>
      </Radio.Group>
      <Box role="status" minHeight="6.4rem">
        {chosen ? <WouldChange key={chosen} logId={log.id} chosen={chosen} /> : null}
      </Box>
    </FormDialog>
  );
}

/** The other person, by name, address or number. */
export const nameOwner = (
  { name, email, memberId }: NonNullable<SettlementCandidate['other']>,
  t: Texts['t']
): string => name ?? email ?? t('members.nameless', { id: memberId });

const readChoice = (chosen: string): SettleBody =>
  chosen === NONE ? { none: true } : { purchase: Number(chosen) };

/** What this choice would do, tried on the server and undone. If that fails, the choice can still be made. */
function WouldChange({ logId, chosen }: { logId: number; chosen: string }) {
  const { t } = useTexts();
  const api = useApi();
  const dry = useResource(`settle ${logId} ${chosen}`, () =>
    api.settle(logId, { ...readChoice(chosen), dryRun: true })
  );
  if (dry.problem) {
    return <Typography textColor="neutral600">{t('settle.unknown')}</Typography>;
  }
  if (!dry.data) {
    return <Typography textColor="neutral600">{t('settle.trying')}</Typography>;
  }
  const { effect } = dry.data;
  return (
    <Flex direction="column" alignItems="flex-start" gap={2}>
      <Typography fontWeight="bold">
        {isChange(effect) ? (
          <>
            {t('settle.would')} <EffectText effect={effect} />
          </>
        ) : (
          t('settle.nothing')
        )}
      </Typography>
      <Typography>
        <OutcomeSentence log={dry.data} />
      </Typography>
    </Flex>
  );
}

/** "Order 9400112 · Meal Plan · bought 1 Feb 2026 · active"; whose it is, where it is another person's. */
function Candidate({ candidate }: { candidate: SettlementCandidate }) {
  const { t, lookUp } = useTexts();
  const dates = useDates();
  const [order] = candidate.orderIds;
  const { other } = candidate;
  const parts = [
    other && nameOwner(other, t),
    order ? t('member.order', { order }) : t('member.no-order'),
    candidate.productName,
    candidate.startedAt && t('settle.bought', { date: dates.day(candidate.startedAt) }),
    lookUp(`member-state.${candidate.state}`, candidate.state),
  ];
  return <>{parts.filter(Boolean).join(' · ')}</>;
}
