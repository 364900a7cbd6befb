import { Flex, Typography } from '@strapi/design-system';

import { PageLink } from '../../components/TextLink';
import { Tick, Ticks } from '../../components/Tick';
import { useAccess } from '../../hooks/useAccess';
import { useTexts } from '../../hooks/useTexts';
import { BASE_PATH } from '../../pluginId';

import type { Overview } from '../../../../contracts/overview';

export function TestStep({ overview }: { overview: Overview }) {
  const { t } = useTexts();
  const isIn = overview.facts.firstMemberAt !== null;
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <Typography>{t('step.test-text')}</Typography>
      <Ticks>
        <Tick isDone={isIn}>{isIn ? t('step.member-in') : t('step.no-member')}</Tick>
      </Ticks>
      <Flex gap={4} wrap="wrap">
        <PageLink to={`${BASE_PATH}/offers`}>{t('step.open-offers')}</PageLink>
        {isIn ? <PageLink to={`${BASE_PATH}/members`}>{t('step.open-members')}</PageLink> : null}
      </Flex>
    </Flex>
  );
}

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
      </Flex>
    </Flex>
  );
}
