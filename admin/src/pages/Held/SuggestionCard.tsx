import { Button, Flex, Typography } from '@strapi/design-system';

import { useApi } from '../../api/client';
import { ProblemNotice } from '../../components/ProblemNotice';
import { TextLink } from '../../components/TextLink';
import { useAccess } from '../../hooks/useAccess';
import { useAction } from '../../hooks/useAction';
import { useDates } from '../../hooks/useDates';
import { useTexts } from '../../hooks/useTexts';
import { BASE_PATH } from '../../pluginId';
import { nameAccount } from '../../utils/account';
import { DecisionBox } from './DecisionBox';

import type { OpenSuggestion } from '../../../../contracts/suggestion';

interface SuggestionCardProps {
  suggestion: OpenSuggestion;
  onDecided: (told: string) => Promise<void>;
}

/** A buyer who may have another account. A link takes one click, as it can be undone. */
export function SuggestionCard({ suggestion, onDecided }: SuggestionCardProps) {
  const { t } = useTexts();
  const access = useAccess();
  const api = useApi();
  const dates = useDates();
  const { member, user, reason } = suggestion;
  const link = useAction(() => api.linkMember(member.id, { userId: user.id }));
  const dismiss = useAction(() => api.dismissSuggestion(suggestion.id));
  const names = {
    name: member.name ?? member.email ?? t('members.nameless', { id: member.id }),
    account: user.email ?? nameAccount(user),
  };
  const confirm = async () => {
    if (await link.run()) {
      await onDecided(t('suggestion.linked', names));
    }
  };
  const refuse = async () => {
    if (await dismiss.run()) {
      await onDecided(t('suggestion.dismissed', names));
    }
  };
  return (
    <DecisionBox
      title={t(`suggestion.${reason}`, names)}
      meta={dates.day(suggestion.foundAt)}
      actions={
        access.manageMembers ? (
          <>
            <Button
              variant="tertiary"
              loading={dismiss.isRunning}
              disabled={link.isRunning}
              onClick={() => void refuse()}
            >
              {t('suggestion.dismiss')}
            </Button>
            <Button
              variant="secondary"
              loading={link.isRunning}
              disabled={dismiss.isRunning}
              onClick={() => void confirm()}
            >
              {t('link.link')}
            </Button>
          </>
        ) : (
          <Typography textColor="neutral600">{t('drift.not-allowed')}</Typography>
        )
      }
    >
      <Flex direction="column" alignItems="stretch" gap={3}>
        <ProblemNotice problem={link.problem ?? dismiss.problem} />
        <Typography tag="p">
          {t('suggestion.text', names)}{' '}
          <TextLink to={`${BASE_PATH}/members/${member.id}`}>{t('next.see-member')}</TextLink>
        </Typography>
      </Flex>
    </DecisionBox>
  );
}
