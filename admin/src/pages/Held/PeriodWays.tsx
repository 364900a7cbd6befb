import * as React from 'react';

import { Box, Button, LinkButton, Typography } from '@strapi/design-system';
import { Link } from 'react-router-dom';

import { useApi } from '../../api/client';
import { DayField } from '../../components/form/DayField';
import { FormDialog } from '../../components/form/FormDialog';
import { EffectText, OutcomeSentence } from '../../components/logs/LogParts';
import { useAccess } from '../../hooks/useAccess';
import { useAction } from '../../hooks/useAction';
import { useResource } from '../../hooks/useResource';
import { useTexts } from '../../hooks/useTexts';
import { BASE_PATH } from '../../pluginId';

import type { WebhookLog } from '../../../../contracts/webhook-log';

interface PeriodWaysProps {
  log: WebhookLog;
  onDecided: (told: string) => Promise<void>;
}

/** For a cancellation whose paid period is unknown: the end of this purchase, or the period of all of them. */
export function PeriodWays({ log, onDecided }: PeriodWaysProps) {
  const { t } = useTexts();
  const access = useAccess();
  const api = useApi();
  const [isOpen, setIsOpen] = React.useState(false);
  const mappings = useResource('mappings', api.mappings).data;
  const ofProduct = (mappings ?? []).filter(({ productId }) => productId === log.productId);
  const mapping =
    ofProduct.find(({ pricePoint }) => pricePoint !== null && pricePoint === log.pricePoint) ??
    ofProduct.find(({ pricePoint }) => pricePoint === null);
  return (
    <>
      <Button variant="tertiary" onClick={() => setIsOpen(true)}>
        {t('held.choose-end')}
      </Button>
      {mapping && access.manageMappings ? (
        <LinkButton tag={Link} variant="secondary" to={`${BASE_PATH}/mappings?edit=${mapping.id}`}>
          {t('held.set-period')}
        </LinkButton>
      ) : null}
      {isOpen ? (
        <EndDialog
          log={log}
          onClose={() => setIsOpen(false)}
          onDone={() => onDecided(t('settle.done'))}
        />
      ) : null}
    </>
  );
}

interface EndDialogProps {
  log: WebhookLog;
  onClose: () => void;
  onDone: () => Promise<void>;
}

export function EndDialog({ log, onClose, onDone }: EndDialogProps) {
  const { t } = useTexts();
  const api = useApi();
  const [day, setDay] = React.useState(() => String(log.values['until'] ?? '').slice(0, 10));
  const settle = useAction(() => api.settle(log.id, { endsOn: day }));
  const submit = async () => {
    if (day && (await settle.run())) {
      onClose();
      await onDone();
    }
  };
  return (
    <FormDialog
      title={t('held.choose-end')}
      submitLabel={t('settle.settle')}
      isRunning={settle.isRunning}
      problem={settle.problem}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <Typography>
        <OutcomeSentence log={log} />
      </Typography>
      <DayField label={t('held.last-day')} value={day} onChange={setDay} />
      <Box role="status" minHeight="4.8rem">
        {day ? <WouldChange key={day} logId={log.id} day={day} /> : null}
      </Box>
    </FormDialog>
  );
}

/** What this end would do, tried on the server and undone. */
function WouldChange({ logId, day }: { logId: number; day: string }) {
  const { t } = useTexts();
  const api = useApi();
  const dry = useResource(`settle end ${logId} ${day}`, () =>
    api.settle(logId, { endsOn: day, dryRun: true })
  );
  if (dry.problem) {
    return <Typography textColor="neutral600">{t('settle.unknown')}</Typography>;
  }
  if (!dry.data) {
    return <Typography textColor="neutral600">{t('settle.trying')}</Typography>;
  }
  return (
    <Typography>
      <EffectText effect={dry.data.effect} /> <OutcomeSentence log={dry.data} />
    </Typography>
  );
}
