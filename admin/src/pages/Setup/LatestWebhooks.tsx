import { Box, Flex, Typography } from '@strapi/design-system';

import { useApi } from '../../api/client';
import { PageLink } from '../../components/TextLink';
import { LogTable } from '../../components/logs/LogTable';
import { useResource } from '../../hooks/useResource';
import { useTexts } from '../../hooks/useTexts';
import { BASE_PATH } from '../../pluginId';

const LIVE_MS = 5_000;
const SHOWN = 5;

/** The last few webhooks, so that the first one is seen arriving. */
export function LatestWebhooks() {
  const { t } = useTexts();
  const api = useApi();
  const logs = useResource('latest-webhooks', () => api.webhookLogs({ page: 1, pageSize: SHOWN }), {
    liveMs: LIVE_MS,
  });
  if (!logs.data) {
    return null;
  }
  const rows = logs.data.data;
  return (
    <Box tag="section" aria-labelledby="kartra-latest">
      <Flex justifyContent="space-between" gap={3} wrap="wrap" paddingBottom={4}>
        <Typography variant="delta" fontWeight="bold" tag="h3" id="kartra-latest">
          {t('setup.latest')}
        </Typography>
        {rows.length > 0 ? (
          <PageLink to={`${BASE_PATH}/webhook-logs`}>{t('step.open-logs')}</PageLink>
        ) : null}
      </Flex>
      {rows.length > 0 ? (
        <LogTable label={t('setup.latest')} logs={rows} />
      ) : (
        <Typography textColor="neutral600">{t('logs.none-yet')}</Typography>
      )}
    </Box>
  );
}
