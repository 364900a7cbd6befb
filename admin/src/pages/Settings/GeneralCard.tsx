import * as React from 'react';

import {
  Box,
  Button,
  Field,
  Flex,
  Grid,
  NumberInput,
  SingleSelect,
  SingleSelectOption,
  Typography,
} from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';
import { useIntl } from 'react-intl';

import { useApi } from '../../api/client';
import { CardBox } from '../../components/CardBox';
import { ProblemNotice } from '../../components/FormDialog';
import { useAccess } from '../../hooks/useAccess';
import { useAction } from '../../hooks/useAction';
import { useLevels } from '../../hooks/useLevels';
import { useOverview } from '../../hooks/useOverview';
import { usePreviewConfirmation } from '../../hooks/usePreviewConfirmation';
import { useTexts } from '../../hooks/useTexts';

import type { UpdateConnectionBody } from '../../../../contracts/connection';
import type { SettingsCardProps } from './index';

const SITE_DEFAULT = 'default';
const LONGEST_DAYS = 3650;
const BYTES_IN_MB = 1024 * 1024;

const isDays = (days: number | undefined): days is number =>
  days !== undefined && Number.isInteger(days) && days >= 1 && days <= LONGEST_DAYS;

/** The settings that wait for Save: fallback level and how long things are kept. */
export function GeneralCard({ connection, onChanged }: SettingsCardProps) {
  const { t } = useTexts();
  const api = useApi();
  const access = useAccess();
  const levels = useLevels();
  const { toggleNotification } = useNotification();
  const { settings, version } = connection;
  const [fallback, setFallback] = React.useState(settings.fallbackRoleId);
  const [payloadDays, setPayloadDays] = React.useState<number | undefined>(
    settings.payloadRetentionDays
  );
  const [logDays, setLogDays] = React.useState<number | undefined>(settings.logRetentionDays);
  const { confirm, dialog } = usePreviewConfirmation();
  const save = useAction(async (body: UpdateConnectionBody) => {
    if (fallback !== settings.fallbackRoleId) {
      const preview = await api.previewFallback(fallback);
      if (!(await confirm(preview, t('preview.fallback-title')))) {
        return undefined;
      }
    }
    return api.updateConnection(body);
  });
  const isChanged =
    fallback !== settings.fallbackRoleId ||
    payloadDays !== settings.payloadRetentionDays ||
    logDays !== settings.logRetentionDays;
  const daysError = (days: number | undefined) =>
    isDays(days) ? undefined : t('settings.days-error');

  const submit = async () => {
    if (!isDays(payloadDays) || !isDays(logDays)) {
      return;
    }
    const saved = await save.run({
      fallbackRoleId: fallback,
      payloadRetentionDays: payloadDays,
      logRetentionDays: logDays,
      version,
    });
    if (saved) {
      toggleNotification({ type: 'success', message: t('settings.saved') });
      await onChanged();
    }
  };

  return (
    <CardBox title={t('settings.general')}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Flex direction="column" alignItems="stretch" gap={4}>
          <ProblemNotice problem={save.problem} />
          <Grid.Root gap={4}>
            <Grid.Item col={6} m={6} xs={12} direction="column" alignItems="stretch">
              <Field.Root
                name="fallbackRoleId"
                hint={t('settings.fallback-hint')}
                alignItems="stretch"
              >
                <Field.Label>{t('settings.fallback')}</Field.Label>
                <SingleSelect
                  value={fallback === null ? SITE_DEFAULT : String(fallback)}
                  disabled={!access.changeSettings}
                  onChange={(chosen) =>
                    setFallback(chosen === SITE_DEFAULT ? null : Number(chosen))
                  }
                >
                  <SingleSelectOption value={SITE_DEFAULT}>
                    {t('settings.site-default')}
                  </SingleSelectOption>
                  {levels.choices.map((role) => (
                    <SingleSelectOption key={role.roleId} value={String(role.roleId)}>
                      {role.name}
                    </SingleSelectOption>
                  ))}
                </SingleSelect>
                <Field.Hint />
              </Field.Root>
            </Grid.Item>
            <Grid.Item col={3} m={6} xs={12} direction="column" alignItems="stretch">
              <DaysField
                label={t('settings.payload-days')}
                value={payloadDays}
                error={daysError(payloadDays)}
                disabled={!access.changeSettings}
                onChange={setPayloadDays}
              />
            </Grid.Item>
            <Grid.Item col={3} m={6} xs={12} direction="column" alignItems="stretch">
              <DaysField
                label={t('settings.log-days')}
                value={logDays}
                error={daysError(logDays)}
                disabled={!access.changeSettings}
                onChange={setLogDays}
              />
            </Grid.Item>
          </Grid.Root>
          <StoredNow />
          {access.changeSettings ? (
            <Box>
              <Button type="submit" disabled={!isChanged} loading={save.isRunning}>
                {t('common.save')}
              </Button>
            </Box>
          ) : null}
        </Flex>
      </form>
      {dialog}
    </CardBox>
  );
}

interface DaysFieldProps {
  label: string;
  value: number | undefined;
  error: string | undefined;
  disabled: boolean;
  onChange: (days: number | undefined) => void;
}

function DaysField({ label, value, error, disabled, onChange }: DaysFieldProps) {
  return (
    <Field.Root error={error} alignItems="stretch">
      <Field.Label>{label}</Field.Label>
      <NumberInput value={value} disabled={disabled} onValueChange={onChange} />
      <Field.Error />
    </Field.Root>
  );
}

function StoredNow() {
  const { t } = useTexts();
  const intl = useIntl();
  const storage = useOverview().data?.storage;
  if (!storage) {
    return null;
  }
  return (
    <Typography textColor="neutral600">
      {t('settings.stored', {
        size: intl.formatNumber(storage.payloadBytes / BYTES_IN_MB, { maximumFractionDigits: 1 }),
        n: storage.logs,
      })}
    </Typography>
  );
}
