import * as React from 'react';

import { Box, Radio, Typography } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';

import { useApi } from '../../api/client';
import { CardBox } from '../../components/page/CardBox';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { useAccess } from '../../hooks/useAccess';
import { useAction } from '../../hooks/useAction';
import { useOverview } from '../../hooks/useOverview';
import { useResource } from '../../hooks/useResource';
import { useTexts } from '../../hooks/useTexts';
import { sayReplay } from '../../utils/replayable';

import type { Connection } from '../../../../contracts/connection';
import type { Api } from '../../api/client';
import type { SettingsCardProps } from './card-props';

const STATES = ['on', 'paused', 'off'] as const;
type State = (typeof STATES)[number];

/** On, paused or off, and what each of them means. Acts at once, after saying what it does. */
export function StateCard({ connection, onChanged }: SettingsCardProps) {
  const { t } = useTexts();
  const access = useAccess();
  const [wanted, setWanted] = React.useState<State | null>(null);
  return (
    <CardBox title={t('settings.integration')}>
      <Radio.Group
        aria-label={t('settings.integration')}
        value={connection.state}
        disabled={!access.changeSettings}
        onValueChange={(value: string) =>
          setWanted(STATES.find((state) => state === value) ?? null)
        }
      >
        {STATES.map((state) => (
          <Box key={state} paddingBottom={3}>
            <Radio.Item value={state} aria-describedby={`kartra-state-${state}`}>
              {t(`connection.${state}`)}
            </Radio.Item>
            <Box paddingLeft={6}>
              <Typography textColor="neutral600" id={`kartra-state-${state}`}>
                {t(`settings.state.${state}`)}
              </Typography>
            </Box>
          </Box>
        ))}
      </Radio.Group>
      {access.changeSettings ? null : (
        <Typography textColor="neutral600">{t('settings.not-allowed')}</Typography>
      )}
      {wanted && wanted !== connection.state ? (
        <StateDialog
          key={wanted}
          wanted={wanted}
          onClose={() => setWanted(null)}
          onChanged={onChanged}
          onInstead={
            wanted === 'off' && connection.state === 'on' ? () => setWanted('paused') : undefined
          }
        />
      ) : null}
    </CardBox>
  );
}

interface StateDialogProps {
  wanted: State;
  onClose: () => void;
  onChanged: () => Promise<void>;
  /** Pausing loses nothing, where turning off would. */
  onInstead: (() => void) | undefined;
}

const KEPT = { state: 'held', reason: 'paused' } as const;

function moveTo(api: Api, state: State): Promise<Connection> {
  return state === 'on' ? api.enable() : api.disable({ mode: state === 'off' ? 'off' : 'pause' });
}

function StateDialog({ wanted, onClose, onChanged, onInstead }: StateDialogProps) {
  const { t } = useTexts();
  const api = useApi();
  const access = useAccess();
  const overview = useOverview().data;
  const { toggleNotification } = useNotification();
  const change = useAction((state: State) => moveTo(api, state));
  const confirm = async () => {
    if (await change.run(wanted)) {
      toggleNotification({ type: 'success', message: t(`settings.toast.${wanted}`) });
      onClose();
      await onChanged();
    }
  };
  const kept = overview?.heldByReason.paused ?? 0;
  const n = wanted === 'on' ? kept : (overview?.lastDay ?? 0);
  const isTried = wanted === 'on' && kept > 0 && access.replay;
  const dry = useResource(`turn on ${isTried}`, () =>
    isTried ? api.previewReplay(KEPT) : Promise.resolve(null)
  );
  return (
    <ConfirmDialog
      title={t(`settings.ask.${wanted}`)}
      cancelLabel={t('common.cancel')}
      confirmLabel={t(`settings.do.${wanted}`)}
      tone={wanted === 'on' ? 'default' : 'danger-light'}
      isRunning={change.isRunning}
      problem={change.problem}
      instead={onInstead ? { label: t('settings.pause-instead'), onChoose: onInstead } : undefined}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      {t(`settings.ask-text.${wanted}`, { n })}
      {dry.data ? ` ${t('replay.many-would', sayReplay(dry.data))}` : ''}
    </ConfirmDialog>
  );
}
