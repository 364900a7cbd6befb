import { Box, Flex, Typography } from '@strapi/design-system';

import { useApi } from '../../api/client';
import { PageLink } from '../../components/TextLink';
import { useResource } from '../../hooks/useResource';
import { useTexts } from '../../hooks/useTexts';
import { BASE_PATH } from '../../pluginId';
import { Entry } from '../../components/members/Timeline';

const LIVE_MS = 15_000;
const SHOWN = 5;

/** The latest changes of all members. */
export function RecentActivity() {
  const { t } = useTexts();
  const api = useApi();
  const activity = useResource(
    'recent-activity',
    () => api.activity({ page: 1, pageSize: SHOWN }),
    { liveMs: LIVE_MS }
  );
  const lines = activity.data?.data ?? [];
  if (lines.length === 0) {
    return null;
  }
  return (
    <Box tag="section" aria-labelledby="kartra-recent">
      <Flex justifyContent="space-between" gap={3} wrap="wrap" paddingBottom={4}>
        <Typography variant="delta" fontWeight="bold" tag="h3" id="kartra-recent">
          {t('setup.recent')}
        </Typography>
        <PageLink to={`${BASE_PATH}/activity`}>{t('setup.all-activity')}</PageLink>
      </Flex>
      <Box background="neutral0" hasRadius shadow="tableShadow" paddingLeft={5} paddingRight={5}>
        <Box tag="ol" style={{ listStyle: 'none', padding: 0, margin: 0 }}>
          {lines.map((line) => (
            <Entry key={line.id} entry={line} />
          ))}
        </Box>
      </Box>
    </Box>
  );
}
