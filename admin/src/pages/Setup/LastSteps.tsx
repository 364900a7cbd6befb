import { Flex, Typography } from '@strapi/design-system';

import { PageLink } from '../../components/TextLink';
import { useAccess } from '../../hooks/useAccess';
import { useTexts } from '../../hooks/useTexts';
import { BASE_PATH } from '../../pluginId';

export function ConsequencesStep() {
  const { t } = useTexts();
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <Typography>{t('step.consequences-text')}</Typography>
      <PageLink to={`${BASE_PATH}/mappings`}>{t('step.open-mappings')}</PageLink>
    </Flex>
  );
}

export function MonitorStep() {
  const { t } = useTexts();
  const access = useAccess();
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <Typography>{t('step.monitor-text')}</Typography>
      <Flex gap={4} wrap="wrap">
        {access.readLogs ? (
          <PageLink to={`${BASE_PATH}/webhook-logs`}>{t('step.open-logs')}</PageLink>
        ) : null}
        <PageLink to={`${BASE_PATH}/held`}>{t('step.open-held')}</PageLink>
        <PageLink to={`${BASE_PATH}/settings#alerts`}>{t('step.alerts')}</PageLink>
      </Flex>
    </Flex>
  );
}
