import { Box, Flex, Typography } from '@strapi/design-system';

import { EventText, OutcomePill, OutcomeSentence } from '../../components/logs/LogParts';
import { useTexts } from '../../hooks/useTexts';

import type { WebhookLogEvent } from '../../../../contracts/webhook-log';

/** What each event of one webhook came to; nothing where there was one alone. */
export function SeveralEvents({ events }: { events: readonly WebhookLogEvent[] }) {
  const { t } = useTexts();
  if (events.length === 0) {
    return null;
  }
  return (
    <Box paddingBottom={4}>
      <Typography tag="h3" variant="sigma" textColor="neutral600">
        {t('log.events', { n: events.length })}
      </Typography>
      <Flex tag="ol" direction="column" alignItems="stretch" gap={3} paddingTop={3}>
        {events.map((event, index) => (
          <Flex key={index} tag="li" gap={3} wrap="wrap">
            <OutcomePill log={event} />
            <Typography fontWeight="semiBold">
              <EventText log={event} />
            </Typography>
            <Typography>
              <OutcomeSentence log={event} />
            </Typography>
          </Flex>
        ))}
      </Flex>
    </Box>
  );
}
