import { Button, Flex, Typography } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';

import { useApi } from '../../api/client';
import { ProblemNotice } from '../ProblemNotice';
import { TextLink } from '../TextLink';
import { useAccess } from '../../hooks/useAccess';
import { useAction } from '../../hooks/useAction';
import { useDates } from '../../hooks/useDates';
import { useTexts } from '../../hooks/useTexts';
import { BASE_PATH } from '../../pluginId';

import type { LinkMemberBody, Member } from '../../../../contracts/member';

interface AccountTieProps {
  member: Member;
  onChanged: () => Promise<void>;
}

/** How the member came to this account, who else did, and the ways back. */
export function AccountTie({ member, onChanged }: AccountTieProps) {
  const { t } = useTexts();
  const dates = useDates();
  const { link, sharedWith, user, userGoneAt } = member;
  const isGone = user === null && userGoneAt !== null;
  if (!link && !isGone && sharedWith.length === 0) {
    return null;
  }
  return (
    <Flex direction="column" alignItems="stretch" gap={2} paddingTop={4}>
      {isGone ? (
        <Typography tag="p">{t('account.deleted-on', { date: dates.day(userGoneAt) })}</Typography>
      ) : null}
      {sharedWith.map((other) => (
        <Typography key={other.id} tag="p">
          {t('account.shared')}{' '}
          <TextLink to={`${BASE_PATH}/members/${other.id}`}>
            {other.name ?? other.email ?? t('members.nameless', { id: other.id })}
          </TextLink>
        </Typography>
      ))}
      {link ? (
        <Typography tag="p" textColor="neutral600">
          {link.from
            ? t('account.linked-from', {
                name: link.by,
                date: dates.day(link.at),
                account: link.from.username,
              })
            : t('account.linked', { name: link.by, date: dates.day(link.at) })}
        </Typography>
      ) : null}
      {link ? <UndoButton memberId={member.id} onChanged={onChanged} /> : null}
      {member.heldReason === 'account-deleted' ? (
        <CreateAgainButton memberId={member.id} onCreated={onChanged} />
      ) : null}
    </Flex>
  );
}

function UndoButton({ memberId, onChanged }: { memberId: number; onChanged: () => Promise<void> }) {
  const { t } = useTexts();
  const access = useAccess();
  const api = useApi();
  const { toggleNotification } = useNotification();
  const undo = useAction(() => api.unlinkMember(memberId));
  if (!access.manageMembers) {
    return null;
  }
  const run = async () => {
    if (await undo.run()) {
      toggleNotification({ type: 'success', message: t('link.undone') });
      await onChanged();
    }
  };
  return (
    <Flex direction="column" alignItems="flex-start" gap={2}>
      <Button variant="tertiary" size="S" loading={undo.isRunning} onClick={() => void run()}>
        {t('link.undo')}
      </Button>
      <ProblemNotice problem={undo.problem} />
    </Flex>
  );
}

interface CreateAgainProps {
  memberId: number;
  onCreated: () => Promise<void>;
}

/** A deleted account whose purchases go on: a new one, as a first purchase makes it. */
export function CreateAgainButton({ memberId, onCreated }: CreateAgainProps) {
  const { t } = useTexts();
  return (
    <AccountButton
      memberId={memberId}
      body={{ createUser: true }}
      label={t('account.create-again')}
      done={t('account.created-again')}
      onDone={onCreated}
    />
  );
}

interface RenameAccountProps {
  memberId: number;
  /** Id of the account that has the member's address as its username. */
  account: number;
  onRenamed: () => Promise<void>;
}

/** The account in the way gets another username, and the member one of their own. */
export function RenameAccountButton({ memberId, account, onRenamed }: RenameAccountProps) {
  const { t } = useTexts();
  return (
    <AccountButton
      memberId={memberId}
      body={{ renameAccount: account }}
      label={t('account.rename', { account })}
      done={t('account.renamed')}
      onDone={onRenamed}
    />
  );
}

interface AccountButtonProps {
  memberId: number;
  body: LinkMemberBody;
  label: string;
  done: string;
  onDone: () => Promise<void>;
}

function AccountButton({ memberId, body, label, done, onDone }: AccountButtonProps) {
  const access = useAccess();
  const api = useApi();
  const { toggleNotification } = useNotification();
  const change = useAction(() => api.linkMember(memberId, body));
  if (!access.manageMembers) {
    return null;
  }
  const run = async () => {
    if (await change.run()) {
      toggleNotification({ type: 'success', message: done });
      await onDone();
    }
  };
  return (
    <>
      <Button variant="secondary" loading={change.isRunning} onClick={() => void run()}>
        {label}
      </Button>
      <ProblemNotice problem={change.problem} />
    </>
  );
}
