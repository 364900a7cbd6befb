import * as React from 'react';

import {
  Field,
  SingleSelect,
  SingleSelectOption,
  Textarea,
  TextInput,
  Typography,
} from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';

import { useApi } from '../../api/client';
import { FormDialog } from '../form/FormDialog';
import { useAction } from '../../hooks/useAction';
import { useDates } from '../../hooks/useDates';
import { useLevels } from '../../hooks/useLevels';
import { useNow } from '../../hooks/useNow';
import { useTexts } from '../../hooks/useTexts';
import { endOfTerm, TERMS } from './until';
import { nameMember } from '../../utils/names';
import { OverrideEffect } from './OverrideEffect';

import type { Member } from '../../../../contracts/member';
import type { MemberOverride } from '../../../../contracts/override';
import type { Term } from './until';

interface OverrideDialogProps {
  member: Member;
  effect: MemberOverride['effect'];
  /** Chosen to begin with. */
  roleId?: number | null;
  onClose: () => void;
  onSaved: () => void;
}

const ALL = 'all';

/** Give a level or deny one: which, until when, and why. */
export function OverrideDialog({
  member,
  effect,
  roleId = null,
  onClose,
  onSaved,
}: OverrideDialogProps) {
  const { t } = useTexts();
  const api = useApi();
  const levels = useLevels();
  const { toggleNotification } = useNotification();
  const [level, setLevel] = React.useState(roleId === null ? '' : String(roleId));
  const [term, setTerm] = React.useState<Term>(effect === 'grant' ? '1-month' : 'no-end');
  const [day, setDay] = React.useState('');
  const [reason, setReason] = React.useState('');
  const [isChecked, setIsChecked] = React.useState(false);
  const save = useAction(api.createOverride);

  const dates = useDates();
  const now = useNow();
  const end = endOfTerm(term, day, new Date(now));
  const errors = {
    level: level ? undefined : t('level.missing'),
    day: end && !(end.getTime() > now) ? t('by-hand.day-missing') : undefined,
    reason: reason.trim() ? undefined : t('by-hand.reason-missing'),
  };
  const chosen = levels.ordered.find(({ roleId }) => String(roleId) === level);
  const told = {
    level: level === ALL ? t('by-hand.all-levels') : (chosen?.name ?? ''),
    hasEnd: end ? 'yes' : 'no',
    until: end && !Number.isNaN(end.getTime()) ? dates.day(end.toISOString()) : '',
  };
  const shown = isChecked ? errors : { level: undefined, day: undefined, reason: undefined };

  const override = {
    effect,
    roleId: level === ALL ? null : Number(level),
    until: end && !Number.isNaN(end.getTime()) ? end.toISOString() : null,
  };

  const submit = async () => {
    setIsChecked(true);
    if (errors.level || errors.day || errors.reason) {
      return;
    }
    const saved = await save.run(member.id, { ...override, reason: reason.trim() });
    if (saved !== undefined) {
      toggleNotification({
        type: 'success',
        message:
          effect === 'grant'
            ? t('by-hand.given-toast', { ...told, name: nameMember(member, t) })
            : t('by-hand.denied-toast'),
      });
      onSaved();
    }
  };

  return (
    <FormDialog
      title={t(effect === 'grant' ? 'by-hand.give' : 'by-hand.deny-title')}
      submitLabel={
        level === ''
          ? t(effect === 'grant' ? 'by-hand.give' : 'by-hand.deny')
          : t(effect === 'grant' ? 'by-hand.give-level' : 'by-hand.deny-level', told)
      }
      tone={effect === 'grant' ? 'default' : 'danger-light'}
      isRunning={save.isRunning}
      problem={save.problem}
      isDirty={level !== '' || reason !== ''}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      {effect === 'deny' ? <Typography>{t('by-hand.deny-text')}</Typography> : null}
      <Field.Root name="level" error={shown.level} required alignItems="stretch">
        <Field.Label>{t('level.label')}</Field.Label>
        <SingleSelect
          value={level}
          placeholder={t('level.choose')}
          onChange={(chosen) => setLevel(String(chosen))}
        >
          {levels.ordered.map((choice) => (
            <SingleSelectOption key={choice.roleId} value={String(choice.roleId)}>
              {choice.name}
            </SingleSelectOption>
          ))}
          {effect === 'deny' ? (
            <SingleSelectOption value={ALL}>{t('by-hand.all-levels')}</SingleSelectOption>
          ) : null}
        </SingleSelect>
        <Field.Error />
      </Field.Root>
      <Field.Root name="term" alignItems="stretch">
        <Field.Label>{t('by-hand.until')}</Field.Label>
        <SingleSelect
          value={term}
          onChange={(chosen) => setTerm(TERMS.find((name) => name === chosen) ?? 'no-end')}
        >
          {TERMS.map((name) => (
            <SingleSelectOption key={name} value={name}>
              {t(`by-hand.term.${name}`)}
            </SingleSelectOption>
          ))}
        </SingleSelect>
      </Field.Root>
      {term === 'date' ? (
        <Field.Root name="day" error={shown.day} required alignItems="stretch">
          <Field.Label>{t('by-hand.day')}</Field.Label>
          <TextInput
            type="date"
            value={day}
            onChange={(event: React.ChangeEvent<HTMLInputElement>) => setDay(event.target.value)}
          />
          <Field.Error />
        </Field.Root>
      ) : null}
      <Field.Root
        name="reason"
        error={shown.reason}
        hint={t('by-hand.reason-hint')}
        required
        alignItems="stretch"
      >
        <Field.Label>{t('by-hand.reason')}</Field.Label>
        <Textarea
          value={reason}
          onChange={(event: React.ChangeEvent<HTMLTextAreaElement>) =>
            setReason(event.target.value)
          }
        />
        <Field.Hint />
        <Field.Error />
      </Field.Root>
      <OverrideEffect
        member={member}
        choice={`${level} ${term} ${day}`}
        asked={errors.level || errors.day ? null : { ...override, dryRun: true }}
      />
    </FormDialog>
  );
}
