import * as React from 'react';

import { Box, Radio, Typography } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';

import { useApi } from '../../api/client';
import { CardBox } from '../../components/CardBox';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { useAccess } from '../../hooks/useAccess';
import { useAction } from '../../hooks/useAction';
import { useOverview } from '../../hooks/useOverview';
import { useTexts } from '../../hooks/useTexts';

import type { Connection, ConnectionState } from '../../../../contracts/connection';
import type { Api } from '../../api/client';
import type { SettingsCardProps } from './index';

const STATES = ['on', 'paused', 'off'] as const;

/** On, paused or off, and what each of them means. Acts at once, after saying what it does. */
export function StateCard({ connection, onChanged }: SettingsCardProps) {
  const { t } = useTexts();
  const access = useAccess();
  const [wanted, setWanted] = React.useState<ConnectionState | null>(null);
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
        <StateDialog wanted={wanted} onClose={() => setWanted(null)} onChanged={onChanged} />
      ) : null}
    </CardBox>
  );
}

interface StateDialogProps {
  wanted: ConnectionState;
  onClose: () => void;
  onChanged: () => Promise<void>;
}

function moveTo(api: Api, state: ConnectionState): Promise<Connection> {
  return state === 'on' ? api.enable() : api.disable({ mode: state === 'off' ? 'off' : 'pause' });
}

function StateDialog({ wanted, onClose, onChanged }: StateDialogProps) {
  const { t } = useTexts();
  const api = useApi();
  const overview = useOverview().data;
  const { toggleNotification } = useNotification();
  const change = useAction((state: ConnectionState) => moveTo(api, state));
  const confirm = async () => {
    if (await change.run(wanted)) {
      toggleNotification({ type: 'success', message: t(`settings.toast.${wanted}`) });
      onClose();
      await onChanged();
    }
  };
  const today = overview?.byDay.at(-1);
  const n =
    wanted === 'on'
      ? (overview?.heldByReason.paused ?? 0)
      : today
        ? today.well + today.held + today.failed
        : 0;
  return (
    <ConfirmDialog
      title={t(`settings.ask.${wanted}`)}
      cancelLabel={t('common.cancel')}
      confirmLabel={t(`settings.do.${wanted}`)}
      tone={wanted === 'on' ? 'default' : 'danger-light'}
      isRunning={change.isRunning}
      problem={change.problem}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      {t(`settings.ask-text.${wanted}`, { n })}
    </ConfirmDialog>
  );
}
