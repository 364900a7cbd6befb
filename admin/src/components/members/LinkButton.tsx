import * as React from 'react';

import { Box, Button, Field, Flex, Radio, TextInput, Typography } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';

import { useApi } from '../../api/client';
import { FormDialog } from '../form/FormDialog';
import { Notice } from '../Notice';
import { useAction } from '../../hooks/useAction';
import { useResource } from '../../hooks/useResource';
import { useTexts } from '../../hooks/useTexts';
import { nameAccount } from '../../utils/account';

import type { AccountSuggestion } from '../../../../contracts/suggestion';
import type { SiteUser } from '../../api/client';

const FORBIDDEN = 403;

interface LinkButtonProps {
  memberId: number;
  /** What to look for first, as far as it is known. */
  email?: string;
  variant: 'secondary' | 'tertiary';
  onLinked: () => Promise<void>;
}

export function LinkButton(props: LinkButtonProps) {
  const { t } = useTexts();
  const [isOpen, setIsOpen] = React.useState(false);
  return (
    <>
      <Button variant={props.variant} onClick={() => setIsOpen(true)}>
        {t('link.open')}
      </Button>
      {isOpen ? <LinkDialog {...props} onClose={() => setIsOpen(false)} /> : null}
    </>
  );
}

/** Purchases then count for an account that a person chose. */
function LinkDialog({
  memberId,
  email = '',
  onLinked,
  onClose,
}: LinkButtonProps & { onClose: () => void }) {
  const { t } = useTexts();
  const api = useApi();
  const { toggleNotification } = useNotification();
  const suggestions = useResource(`suggestions ${memberId}`, () => api.suggestionsFor(memberId));
  const [text, setText] = React.useState(email);
  const [users, setUsers] = React.useState<readonly SiteUser[] | null>(null);
  const [chosen, setChosen] = React.useState('');
  const search = useAction(api.searchUsers);
  const link = useAction(api.linkMember);

  const submit = async () => {
    if (chosen === '') {
      if (text.trim() !== '') {
        setUsers((await search.run(text.trim())) ?? null);
      }
      return;
    }
    if (await link.run(memberId, { userId: Number(chosen) })) {
      toggleNotification({ type: 'success', message: t('link.done') });
      onClose();
      await onLinked();
    }
  };
  const isForbidden = search.problem?.status === FORBIDDEN;

  return (
    <FormDialog
      title={t('link.title')}
      submitLabel={t(chosen === '' ? 'link.search' : 'link.link')}
      isRunning={search.isRunning || link.isRunning}
      problem={isForbidden ? null : (link.problem ?? search.problem)}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <Typography>{t('link.text')}</Typography>
      <Suggestions suggestions={suggestions.data ?? []} value={chosen} onChange={setChosen} />
      {isForbidden ? <Notice kind="warning" title={t('link.forbidden')} /> : null}
      <Field.Root name="user" hint={t('link.hint')} alignItems="stretch">
        <Field.Label>{t('link.user')}</Field.Label>
        <TextInput
          value={text}
          autoComplete="off"
          onChange={(event: React.ChangeEvent<HTMLInputElement>) => {
            setText(event.target.value);
            setChosen('');
            setUsers(null);
            link.clear();
          }}
        />
        <Field.Hint />
      </Field.Root>
      {users ? <UserChoice users={users} value={chosen} onChange={setChosen} /> : null}
    </FormDialog>
  );
}

interface SuggestionsProps {
  suggestions: readonly AccountSuggestion[];
  value: string;
  onChange: (id: string) => void;
}

/** Accounts that may be the same person's, each with why. */
function Suggestions({ suggestions, value, onChange }: SuggestionsProps) {
  const { t } = useTexts();
  if (suggestions.length === 0) {
    return null;
  }
  return (
    <Flex direction="column" alignItems="stretch" gap={2}>
      <Typography variant="pi" fontWeight="bold" tag="h3">
        {t('suggestion.title')}
      </Typography>
      <Radio.Group aria-label={t('suggestion.title')} value={value} onValueChange={onChange}>
        {suggestions.map(({ user, reason }) => (
          <Box key={user.id} paddingBottom={2}>
            <Radio.Item value={String(user.id)}>
              {`${nameAccount(user)} (${t(`suggestion.reason.${reason}`)})`}
            </Radio.Item>
          </Box>
        ))}
      </Radio.Group>
    </Flex>
  );
}

interface UserChoiceProps {
  users: readonly SiteUser[];
  value: string;
  onChange: (id: string) => void;
}

function UserChoice({ users, value, onChange }: UserChoiceProps) {
  const { t } = useTexts();
  if (users.length === 0) {
    return <Typography textColor="neutral600">{t('link.nobody')}</Typography>;
  }
  return (
    <Radio.Group aria-label={t('link.user')} value={value} onValueChange={onChange}>
      {users.map((user) => (
        <Box key={user.id} paddingBottom={3}>
          <Radio.Item value={String(user.id)}>{nameAccount(user)}</Radio.Item>
        </Box>
      ))}
    </Radio.Group>
  );
}
