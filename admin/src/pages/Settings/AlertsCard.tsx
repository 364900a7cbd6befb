import {
  Button,
  Checkbox,
  Field,
  Flex,
  MultiSelect,
  MultiSelectOption,
  Typography,
} from '@strapi/design-system';

import { useApi } from '../../api/client';
import { CardBox } from '../../components/page/CardBox';
import { ConflictNotice } from '../../components/form/ConflictNotice';
import { LeaveGuard } from '../../components/page/LeaveGuard';
import { ProblemNotice } from '../../components/ProblemNotice';
import { useAccess } from '../../hooks/useAccess';
import { useResource } from '../../hooks/useResource';
import { useSettingsPart } from './useSettingsPart';
import { useTexts } from '../../hooks/useTexts';

import type { AlertKind, AlertRecipient, Alerts } from '../../../../contracts/connection';
import type { SettingsCardProps } from './card-props';

const KINDS: readonly AlertKind[] = [
  'failing',
  'unmapped',
  'unknown-period',
  'shared-id',
  'silence',
  'lost',
];
const NOBODY: readonly AlertRecipient[] = [];

/** Who is mailed when something needs a person, and about what. */
export function AlertsCard({ connection, onChanged }: SettingsCardProps) {
  const { t } = useTexts();
  const api = useApi();
  const access = useAccess();
  const part = useSettingsPart('alerts', connection, onChanged);
  const { draft, change } = part;
  const isLocked = !access.changeSettings;
  const people = useResource('alert-recipients', () =>
    isLocked ? Promise.resolve(NOBODY) : api.alertRecipients()
  );
  const recipients = people.data ?? NOBODY;
  const tell = (alerts: Alerts) =>
    [
      ...recipients
        .filter(({ id }) => alerts.administratorIds.includes(id))
        .map(({ name }) => name),
      ...KINDS.filter((kind) => alerts.kinds.includes(kind)).map((kind) => t(`alert.${kind}`)),
    ].join(', ') || '–';

  return (
    <CardBox title={t('settings.alerts')} id="alerts">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void part.submit();
        }}
      >
        <Flex direction="column" alignItems="stretch" gap={4}>
          {part.conflict ? (
            <ConflictNotice
              saved={{ by: connection.savedBy, at: connection.savedAt }}
              isSaving={part.isSaving}
              onTakeTheirs={part.takeTheirs}
              fields={[
                { label: t('settings.alerts'), theirs: tell(part.conflict), yours: tell(draft) },
              ]}
            />
          ) : (
            <ProblemNotice problem={part.problem ?? people.problem} />
          )}
          <Typography textColor="neutral600">{t('settings.alerts-text')}</Typography>
          <Field.Root name="alerts.administratorIds" alignItems="stretch">
            <Field.Label>{t('settings.alerts-who')}</Field.Label>
            <MultiSelect
              withTags
              placeholder={t('settings.alerts-nobody')}
              value={draft.administratorIds.map(String)}
              disabled={isLocked}
              onChange={(ids: string[]) => change({ administratorIds: ids.map(Number) })}
            >
              {recipients.map(({ id, name }) => (
                <MultiSelectOption key={id} value={String(id)}>
                  {name}
                </MultiSelectOption>
              ))}
            </MultiSelect>
          </Field.Root>
          <Flex direction="column" alignItems="flex-start" gap={2}>
            {KINDS.map((kind) => (
              <Checkbox
                key={kind}
                checked={draft.kinds.includes(kind)}
                disabled={isLocked}
                onCheckedChange={(isChecked: boolean | 'indeterminate') =>
                  change({
                    kinds: KINDS.filter((other) =>
                      other === kind ? isChecked === true : draft.kinds.includes(other)
                    ),
                  })
                }
              >
                {t(`alert.${kind}`)}
              </Checkbox>
            ))}
          </Flex>
          {isLocked ? null : (
            <Flex>
              <Button type="submit" disabled={!part.isChanged} loading={part.isSaving}>
                {t('common.save')}
              </Button>
            </Flex>
          )}
        </Flex>
      </form>
      {part.isChanged ? <LeaveGuard /> : null}
    </CardBox>
  );
}
