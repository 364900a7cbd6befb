import { Flex, TextButton } from '@strapi/design-system';

import { useApi } from '../../api/client';
import { Notice } from '../../components/Notice';
import { ProblemNotice } from '../../components/ProblemNotice';
import { PageLink } from '../../components/TextLink';
import { useAccess } from '../../hooks/useAccess';
import { useAction } from '../../hooks/useAction';
import { useOverview } from '../../hooks/useOverview';
import { useTexts } from '../../hooks/useTexts';
import { BASE_PATH } from '../../pluginId';

/** Stays until the owner has chosen. */
export function AccountsNotice() {
  const { t } = useTexts();
  const api = useApi();
  const access = useAccess();
  const overview = useOverview();
  const keep = useAction(() => api.updateConnection({ existingAccounts: 'give' }));
  const submit = async () => {
    if (await keep.run()) {
      await overview.reload();
    }
  };
  return (
    <Notice
      kind="warning"
      title={t('notice.accounts')}
      action={
        access.changeSettings ? (
          <Flex gap={3} wrap="wrap">
            <PageLink to={`${BASE_PATH}/settings#accounts`}>{t('notice.accounts-open')}</PageLink>
            <TextButton disabled={keep.isRunning} onClick={() => void submit()}>
              {t('notice.accounts-keep')}
            </TextButton>
          </Flex>
        ) : null
      }
    >
      {t('notice.accounts-text')}
      <ProblemNotice problem={keep.problem} />
    </Notice>
  );
}
