import * as React from 'react';

import { Button, Typography } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';

import { useApi } from '../../api/client';
import { LoadingArea } from '../page/Areas';
import { FormDialog } from '../form/FormDialog';
import { useAction } from '../../hooks/useAction';
import { useResource } from '../../hooks/useResource';
import { useTexts } from '../../hooks/useTexts';
import { sayReplay } from '../../utils/replayable';

import type { ReplayFilter } from '../../api/client';

interface ReplayManyProps {
  filter: ReplayFilter;
  total: number;
  onDone: () => Promise<void>;
}

const isSelection = (filter: ReplayFilter) => 'ids' in filter;

/** The ticked webhooks, or all of a filter, once more: dry first, then as a job. */
export function ReplayMany({ filter, total, onDone }: ReplayManyProps) {
  const { t } = useTexts();
  const [isOpen, setIsOpen] = React.useState(false);
  return (
    <>
      <Button variant="tertiary" onClick={() => setIsOpen(true)}>
        {t(isSelection(filter) ? 'replay.open-selected' : 'replay.open-many', { n: total })}
      </Button>
      {isOpen ? (
        <ManyDialog filter={filter} onClose={() => setIsOpen(false)} onDone={onDone} />
      ) : null}
    </>
  );
}

interface ManyDialogProps {
  filter: ReplayFilter;
  onClose: () => void;
  onDone: () => Promise<void>;
}

function ManyDialog({ filter, onClose, onDone }: ManyDialogProps) {
  const { t } = useTexts();
  const api = useApi();
  const { toggleNotification } = useNotification();
  const dry = useResource(`dry replay ${JSON.stringify(filter)}`, () => api.previewReplay(filter));
  const replay = useAction(() => api.replayMany(filter));
  const n = 'ids' in filter ? filter.ids.length : (dry.data?.total ?? 0);
  const submit = async () => {
    if (dry.data && (await replay.run())) {
      toggleNotification({ type: 'success', message: t('replay.started') });
      onClose();
      await onDone();
    }
  };
  return (
    <FormDialog
      title={t(isSelection(filter) ? 'replay.selected-title' : 'replay.many-title', { n })}
      submitLabel={dry.data ? t('replay.many', { n }) : t('replay.replay')}
      isRunning={replay.isRunning}
      problem={replay.problem ?? dry.problem}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      {dry.isLoading ? <LoadingArea>{t('replay.trying')}</LoadingArea> : null}
      {dry.data ? <Typography>{t('replay.many-would', sayReplay(dry.data))}</Typography> : null}
      <Typography textColor="neutral600">{t('replay.text')}</Typography>
    </FormDialog>
  );
}
