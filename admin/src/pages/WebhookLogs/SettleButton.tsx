import * as React from 'react';

import { Box, Button, Radio, Typography } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';

import { useApi } from '../../api/client';
import { FormDialog } from '../../components/FormDialog';
import { OutcomeSentence } from '../../components/LogParts';
import { useAction } from '../../hooks/useAction';
import { useTexts } from '../../hooks/useTexts';

import type { SettlementCandidate, WebhookLogDetail } from '../../../../contracts/webhook-log';

interface SettleButtonProps {
  log: WebhookLogDetail;
  onDone: () => Promise<void>;
}

const NONE = 'none';

/** For an event that names no purchase we know: a person says which one it means. */
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
  const settle = useAction(() =>
    api.settle(log.id, chosen === NONE ? { none: true } : { purchase: Number(chosen) })
  );
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
    </FormDialog>
  );
}

function Candidate({ candidate }: { candidate: SettlementCandidate }) {
  const { lookUp } = useTexts();
  const parts = [
    candidate.orderIds.join(', '),
    candidate.productName,
    candidate.startedAt,
    lookUp(`member-state.${candidate.state}`, candidate.state),
  ];
  return <>{parts.filter(Boolean).join(' · ')}</>;
}
