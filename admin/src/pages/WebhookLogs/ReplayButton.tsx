import * as React from 'react';

import { Button, Flex, Typography } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';

import { useApi } from '../../api/client';
import { FormDialog } from '../../components/FormDialog';
import { LoadingArea } from '../../components/Areas';
import { EffectText, OutcomePill } from '../../components/LogParts';
import { Notice } from '../../components/Notice';
import { useAccess } from '../../hooks/useAccess';
import { useAction } from '../../hooks/useAction';
import { useResource } from '../../hooks/useResource';
import { useTexts } from '../../hooks/useTexts';
import { isReplayable } from '../../utils/replayable';

import type { Effect, WebhookLogDetail } from '../../../../contracts/webhook-log';

const isChange = (effect: Effect | null) =>
  effect !== null && (effect.before !== effect.after || effect.accountCreated);

interface ReplayButtonProps {
  log: WebhookLogDetail;
  onDone: () => Promise<void>;
}

export function ReplayButton({ log, onDone }: ReplayButtonProps) {
  const { t } = useTexts();
  const access = useAccess();
  const [isOpen, setIsOpen] = React.useState(false);
  if (!access.replay || !isReplayable(log)) {
    return null;
  }
  return (
    <>
      <Button variant="tertiary" onClick={() => setIsOpen(true)}>
        {t('replay.try')}
      </Button>
      {isOpen ? <ReplayDialog log={log} onClose={() => setIsOpen(false)} onDone={onDone} /> : null}
    </>
  );
}

/** Dry first: what a replay would do now; then for real. */
function ReplayDialog({ log, onClose, onDone }: ReplayButtonProps & { onClose: () => void }) {
  const { t } = useTexts();
  const api = useApi();
  const { toggleNotification } = useNotification();
  const dry = useResource(`dry replay ${log.id}`, () => api.replay(log.id, true));
  const replay = useAction(() => api.replay(log.id, false));
  const submit = async () => {
    if (await replay.run()) {
      toggleNotification({ type: 'success', message: t('replay.done') });
      onClose();
      await onDone();
    }
  };
  return (
    <FormDialog
      title={t('replay.title', { id: log.id })}
      submitLabel={t('replay.replay')}
      isRunning={replay.isRunning}
      problem={replay.problem ?? dry.problem}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      {dry.isLoading ? <LoadingArea>{t('replay.trying')}</LoadingArea> : null}
      {dry.data ? (
        <Notice
          kind="info"
          title={t(isChange(dry.data.effect) ? 'replay.would' : 'replay.nothing')}
        >
          <Flex gap={3} wrap="wrap">
            <OutcomePill log={dry.data} />
            {isChange(dry.data.effect) ? <EffectText effect={dry.data.effect} /> : null}
          </Flex>
        </Notice>
      ) : null}
      <Typography textColor="neutral600">{t('replay.text')}</Typography>
    </FormDialog>
  );
}
