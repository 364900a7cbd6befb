import * as React from 'react';

import {
  Box,
  Button,
  Field,
  Flex,
  Grid,
  SingleSelect,
  SingleSelectOption,
  Typography,
} from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';
import { useIntl } from 'react-intl';

import { useApi } from '../../api/client';
import { CardBox } from '../../components/page/CardBox';
import { LeaveGuard } from '../../components/page/LeaveGuard';
import { ProblemNotice } from '../../components/ProblemNotice';
import { useAccess } from '../../hooks/useAccess';
import { useAction } from '../../hooks/useAction';
import { useLevels } from '../../hooks/useLevels';
import { useOverview } from '../../hooks/useOverview';
import { usePreviewConfirmation } from '../../components/preview/usePreviewConfirmation';
import { useTexts } from '../../hooks/useTexts';
import { readCurrentSettings } from '../../api/conflict';
import { DaysField, isDays } from './DaysField';
import { useRetentionQuestion } from './useRetentionQuestion';
import { SettingsConflict } from './SettingsConflict';

import type { UpdateConnectionBody } from '../../../../contracts/connection';
import type { CurrentSettings } from '../../api/conflict';
import type { SettingsCardProps } from './card-props';

const SITE_DEFAULT = 'default';
const BYTES_IN_MB = 1024 * 1024;

function hasSameSettings(a: CurrentSettings, b: CurrentSettings): boolean {
  return (
    a.settings.fallbackRoleId === b.settings.fallbackRoleId &&
    a.settings.payloadRetentionDays === b.settings.payloadRetentionDays &&
    a.settings.logRetentionDays === b.settings.logRetentionDays
  );
}

/** The settings that wait for Save: fallback level and how long things are kept. */
export function GeneralCard({ connection, onChanged }: SettingsCardProps) {
  const { t } = useTexts();
  const api = useApi();
  const access = useAccess();
  const levels = useLevels();
  const { toggleNotification } = useNotification();
  // The initial values; what someone else saves in the meantime shows as a conflict, not as a lost form.
  const [base, setBase] = React.useState<CurrentSettings>(connection);
  const { settings } = base;
  const isNewer = connection.version > base.version;
  const version = isNewer && hasSameSettings(connection, base) ? connection.version : base.version;
  const [fallback, setFallback] = React.useState(settings.fallbackRoleId);
  const [payloadDays, setPayloadDays] = React.useState<number | undefined>(
    settings.payloadRetentionDays
  );
  const [logDays, setLogDays] = React.useState<number | undefined>(settings.logRetentionDays);
  const restart = (current: CurrentSettings) => {
    setBase(current);
    setFallback(current.settings.fallbackRoleId);
    setPayloadDays(current.settings.payloadRetentionDays);
    setLogDays(current.settings.logRetentionDays);
  };
  const { confirm, dialog } = usePreviewConfirmation();
  const retention = useRetentionQuestion();
  const save = useAction(async (body: UpdateConnectionBody) => {
    if (fallback !== settings.fallbackRoleId) {
      const question = { title: t('preview.fallback-title') };
      if (!(await confirm(api.previewFallback(fallback), question))) {
        return undefined;
      }
    }
    const isShorter =
      (payloadDays ?? 0) < settings.payloadRetentionDays ||
      (logDays ?? 0) < settings.logRetentionDays;
    if (isShorter && isDays(payloadDays) && isDays(logDays)) {
      if (!(await retention.confirm({ payloadDays, logDays }))) {
        return undefined;
      }
    }
    return api.updateConnection(body);
  });
  const isChanged =
    fallback !== settings.fallbackRoleId ||
    payloadDays !== settings.payloadRetentionDays ||
    logDays !== settings.logRetentionDays;
  if (isNewer && !isChanged) {
    restart(connection);
  }
  const conflict = readCurrentSettings(save.problem);
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
      version: conflict?.version ?? version,
    });
    if (saved) {
      restart(saved);
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
          {conflict ? (
            <SettingsConflict
              conflict={conflict}
              yours={{ fallback, payloadDays, logDays }}
              levels={levels}
              isSaving={save.isRunning}
              onTakeTheirs={() => {
                restart(conflict);
                save.clear();
              }}
            />
          ) : (
            <ProblemNotice problem={save.problem} />
          )}
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
      {retention.dialog}
      {isChanged ? <LeaveGuard /> : null}
    </CardBox>
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
