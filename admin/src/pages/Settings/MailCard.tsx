import * as React from 'react';

import { Button, Field, Flex, Textarea, TextInput, Toggle } from '@strapi/design-system';

import { CardBox } from '../../components/page/CardBox';
import { ConflictNotice } from '../../components/form/ConflictNotice';
import { LeaveGuard } from '../../components/page/LeaveGuard';
import { MailNotice } from '../../components/MailNotice';
import { ProblemNotice } from '../../components/ProblemNotice';
import { useAccess } from '../../hooks/useAccess';
import { useOverview } from '../../hooks/useOverview';
import { useSettingsPart } from './useSettingsPart';
import { useTexts } from '../../hooks/useTexts';
import { MailPreview } from './MailPreview';

import type { SettingsCardProps } from './card-props';

const PLACEHOLDERS = '{name}, {site}, {product}, {level}, {link}';

/** What a buyer gets whose account a purchase created: whether, and in which words. */
export function MailCard({ connection, onChanged }: SettingsCardProps) {
  const { t } = useTexts();
  const access = useAccess();
  const overview = useOverview();
  const part = useSettingsPart('welcomeMail', connection, onChanged);
  const [isPreviewed, setIsPreviewed] = React.useState(false);
  const { draft, change } = part;
  const isLocked = !access.changeSettings;
  const hasLink = draft.text.includes('{link}');

  return (
    <CardBox title={t('settings.mail')} id="mail">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void part.submit();
        }}
      >
        <Flex direction="column" alignItems="stretch" gap={4}>
          {overview.data ? <MailNotice mail={overview.data.mail} /> : null}
          {part.conflict ? (
            <ConflictNotice
              saved={{ by: connection.savedBy, at: connection.savedAt }}
              isSaving={part.isSaving}
              onTakeTheirs={part.takeTheirs}
              fields={[
                {
                  label: t('settings.mail-send'),
                  theirs: t(part.conflict.isOn ? 'common.yes' : 'common.no'),
                  yours: t(draft.isOn ? 'common.yes' : 'common.no'),
                },
                {
                  label: t('settings.mail-subject'),
                  theirs: part.conflict.subject,
                  yours: draft.subject,
                },
                { label: t('settings.mail-text'), theirs: part.conflict.text, yours: draft.text },
              ]}
            />
          ) : (
            <ProblemNotice problem={part.problem} />
          )}
          <Field.Root name="welcomeMail.isOn" hint={t('settings.mail-send-hint')}>
            <Field.Label>{t('settings.mail-send')}</Field.Label>
            <Toggle
              onLabel={t('common.yes')}
              offLabel={t('common.no')}
              checked={draft.isOn}
              disabled={isLocked}
              onChange={(event: React.ChangeEvent<HTMLInputElement>) =>
                change({ isOn: event.target.checked })
              }
            />
            <Field.Hint />
          </Field.Root>
          <Field.Root name="welcomeMail.subject" alignItems="stretch">
            <Field.Label>{t('settings.mail-subject')}</Field.Label>
            <TextInput
              value={draft.subject}
              disabled={isLocked}
              onChange={(event: React.ChangeEvent<HTMLInputElement>) =>
                change({ subject: event.target.value })
              }
            />
          </Field.Root>
          <Field.Root
            name="welcomeMail.text"
            alignItems="stretch"
            hint={t('settings.mail-text-hint', { placeholders: PLACEHOLDERS })}
            error={hasLink ? undefined : t('settings.mail-no-link', { link: '{link}' })}
          >
            <Field.Label>{t('settings.mail-text')}</Field.Label>
            <Textarea
              rows={9}
              value={draft.text}
              disabled={isLocked}
              onChange={(event: React.ChangeEvent<HTMLTextAreaElement>) =>
                change({ text: event.target.value })
              }
            />
            <Field.Hint />
            <Field.Error />
          </Field.Root>
          {isLocked ? null : (
            <Flex gap={2} wrap="wrap">
              <Button type="submit" disabled={!part.isChanged || !hasLink} loading={part.isSaving}>
                {t('common.save')}
              </Button>
              <Button variant="tertiary" onClick={() => setIsPreviewed(true)}>
                {t('settings.mail-preview')}
              </Button>
            </Flex>
          )}
        </Flex>
      </form>
      {isPreviewed ? <MailPreview mail={draft} onClose={() => setIsPreviewed(false)} /> : null}
      {part.isChanged ? <LeaveGuard /> : null}
    </CardBox>
  );
}
