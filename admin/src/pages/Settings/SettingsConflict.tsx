import { useIntl } from 'react-intl';

import { ConflictNotice } from '../../components/form/ConflictNotice';
import { useTexts } from '../../hooks/useTexts';

import type { Levels } from '../../hooks/useLevels';
import type { CurrentSettings } from '../../api/conflict';

interface SettingsConflictProps {
  conflict: CurrentSettings;
  yours: {
    readonly fallback: number | null;
    readonly payloadDays: number | undefined;
    readonly logDays: number | undefined;
  };
  levels: Levels;
  onTakeTheirs: () => void;
  isSaving: boolean;
}

export function SettingsConflict(props: SettingsConflictProps) {
  const { conflict, yours, levels, onTakeTheirs, isSaving } = props;
  const { t } = useTexts();
  const intl = useIntl();
  const nameOf = (roleId: number | null) =>
    roleId === null
      ? t('settings.site-default')
      : (levels.choices.find((role) => role.roleId === roleId)?.name ?? '–');
  const days = (value: number | undefined) =>
    value === undefined ? '–' : intl.formatNumber(value);
  const { settings } = conflict;
  return (
    <ConflictNotice
      saved={{ by: conflict.savedBy, at: conflict.savedAt }}
      isSaving={isSaving}
      onTakeTheirs={onTakeTheirs}
      fields={[
        {
          label: t('settings.fallback'),
          theirs: nameOf(settings.fallbackRoleId),
          yours: nameOf(yours.fallback),
        },
        {
          label: t('settings.payload-days'),
          theirs: days(settings.payloadRetentionDays),
          yours: days(yours.payloadDays),
        },
        {
          label: t('settings.log-days'),
          theirs: days(settings.logRetentionDays),
          yours: days(yours.logDays),
        },
      ]}
    />
  );
}
