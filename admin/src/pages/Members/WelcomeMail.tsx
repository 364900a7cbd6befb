import { Button, Flex, Typography } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';

import { useApi } from '../../api/client';
import { ResendClaimButton } from '../../components/members/ResendClaimButton';
import { ProblemNotice } from '../../components/ProblemNotice';
import { useAccess } from '../../hooks/useAccess';
import { useAction } from '../../hooks/useAction';
import { useDates } from '../../hooks/useDates';
import { useTexts } from '../../hooks/useTexts';

import type { Member, WelcomeMailState } from '../../../../contracts/member';

interface WelcomeMailProps {
  member: Member;
  onChanged: () => Promise<void>;
}

/** What became of the mail by which this member chooses a password, and sending it again. */
export function WelcomeMail({ member, onChanged }: WelcomeMailProps) {
  const { t } = useTexts();
  const api = useApi();
  const access = useAccess();
  const { toggleNotification } = useNotification();
  const resend = useAction(() => api.resendWelcome(member.id));
  const { welcomeMail, user } = member;
  const submit = async () => {
    if (await resend.run()) {
      const email = user?.email ?? '';
      toggleNotification({ type: 'success', message: t('welcome.on-its-way', { email }) });
      await onChanged();
    }
  };
  if (member.heldReason === 'unclaimed-account' || member.heldReason === 'unconfirmed-account') {
    const onSent = async () => {
      toggleNotification({ type: 'success', message: t('held.claim-sent') });
      await onChanged();
    };
    return access.manageMembers ? (
      <Flex paddingTop={4}>
        <ResendClaimButton memberId={member.id} onSent={onSent} />
      </Flex>
    ) : null;
  }
  if (!user) {
    return null;
  }
  return (
    <Flex direction="column" alignItems="stretch" gap={2} paddingTop={4}>
      {welcomeMail ? <StateLine mail={welcomeMail} /> : null}
      <ProblemNotice problem={resend.problem} />
      {access.manageMembers ? (
        <Flex>
          <Button
            variant="tertiary"
            loading={resend.isRunning}
            disabled={welcomeMail?.state === 'queued'}
            onClick={() => void submit()}
          >
            {t('welcome.send')}
          </Button>
        </Flex>
      ) : null}
    </Flex>
  );
}

function StateLine({ mail }: { mail: WelcomeMailState }) {
  const { t, lookUp } = useTexts();
  const dates = useDates();
  const error = mail.error === null ? '' : lookUp(`welcome.error.${mail.error}`, mail.error);
  const sentence = {
    sent: () => t('welcome.sent', { date: dates.moment(mail.sentAt ?? mail.queuedAt) }),
    queued: () =>
      mail.error === null
        ? t('welcome.queued')
        : t('welcome.failing', {
            error,
            date: dates.moment(mail.nextAttemptAt ?? mail.queuedAt),
          }),
    'gave-up': () => t('welcome.gave-up', { date: dates.moment(mail.queuedAt), error }),
    skipped: () => t('welcome.skipped', { error }),
  }[mail.state]();
  const isBad = mail.state === 'gave-up' || (mail.state === 'queued' && mail.error !== null);
  return <Typography textColor={isBad ? 'danger700' : 'neutral600'}>{sentence}</Typography>;
}
