import { Box, Flex, Typography } from '@strapi/design-system';
import { styled } from 'styled-components';

import { followFirstLink } from '../table/first-link';
import { buyerOf, EventText, LogLink, OutcomePill } from './LogParts';

import type { WebhookLog } from '../../../../contracts/webhook-log';

const Row = styled(Box)`
  & + & {
    border-top: 1px solid ${({ theme }) => theme.colors.neutral150};
  }
`;

/** Webhooks on a narrow screen, two lines each: outcome and time, what and who. */
export function LogList({ label, logs }: { label: string; logs: readonly WebhookLog[] }) {
  return (
    <Box tag="ul" aria-label={label} background="neutral0" hasRadius shadow="tableShadow">
      {logs.map((log) => (
        <Row key={log.id} tag="li" padding={4} onClick={followFirstLink}>
          <Flex justifyContent="space-between" gap={3} paddingBottom={2}>
            <OutcomePill log={log} />
            <Typography>
              <LogLink log={log} />
            </Typography>
          </Flex>
          <Typography tag="p" textColor="neutral800">
            <EventText log={log} />
            {` · ${buyerOf(log)}`}
          </Typography>
        </Row>
      ))}
    </Box>
  );
}
