import * as React from 'react';

import { useNotification } from '@strapi/strapi/admin';

import { useApi } from '../../api/client';
import { useAction } from '../../hooks/useAction';
import { useTexts } from '../../hooks/useTexts';

import type { Connection, ConnectionSettings } from '../../../../contracts/connection';

type Part = 'welcomeMail' | 'alerts';

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/**
 * One card of the settings, saved separately. Someone else's change of the same card shows as a conflict, and
 * is never overwritten unseen; their change of another card is none of ours.
 */
export function useSettingsPart<Name extends Part>(
  name: Name,
  connection: Connection,
  onChanged: () => Promise<void>
) {
  const { t } = useTexts();
  const api = useApi();
  const { toggleNotification } = useNotification();
  const current = connection.settings[name];
  const [base, setBase] = React.useState({ values: current, version: connection.version });
  const [draft, setDraft] = React.useState<ConnectionSettings[Name]>(current);
  const save = useAction(api.updateConnection);
  const isChanged = !isSame(draft, base.values);
  // After saving, the page knows the version before it until it has read the connection again.
  const isNewer = connection.version > base.version && !isSame(current, base.values);
  const restart = ({ settings, version }: Pick<Connection, 'settings' | 'version'>) => {
    setBase({ values: settings[name], version });
    setDraft(settings[name]);
    save.clear();
  };
  if (isNewer && !isChanged) {
    restart(connection);
  }
  const submit = async () => {
    const saved = await save.run({
      [name]: draft,
      version: Math.max(connection.version, base.version),
    });
    if (saved) {
      restart(saved);
      toggleNotification({ type: 'success', message: t('settings.saved') });
    }
    // After a refusal too: the current values then show beside what was typed.
    await onChanged();
  };
  return {
    draft,
    change: (change: Partial<ConnectionSettings[Name]>) => setDraft({ ...draft, ...change }),
    isChanged,
    isSaving: save.isRunning,
    problem: save.problem,
    conflict: isNewer && isChanged ? current : null,
    takeTheirs: () => restart(connection),
    submit,
  };
}
