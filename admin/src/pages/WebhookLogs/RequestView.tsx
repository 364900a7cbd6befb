import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { Download, Duplicate } from '@strapi/icons';
import { styled } from 'styled-components';

import { Facts } from '../../components/Facts';
import { useAccess } from '../../hooks/useAccess';
import { useCopy } from '../../hooks/useCopy';
import { useDates } from '../../hooks/useDates';
import { useTexts } from '../../hooks/useTexts';
import { formatPayload } from './payload';

import type { WebhookLogDetail } from '../../../../contracts/webhook-log';

const Pre = styled.pre`
  max-height: 60rem;
  margin: 0;
  padding: ${({ theme }) => theme.spaces[4]};
  overflow: auto;
  white-space: pre-wrap;
  overflow-wrap: anywhere;
  border-radius: ${({ theme }) => theme.borderRadius};
  background: ${({ theme }) => theme.colors.neutral100};
  color: ${({ theme }) => theme.colors.neutral800};
  font-family: monospace;
  font-size: ${({ theme }) => theme.fontSizes[1]};

  &:focus-visible {
    outline: 2px solid ${({ theme }) => theme.colors.primary600};
  }
`;

/** The request as it came, always as text: nothing in it becomes a link, an image or markup. */
export function RequestView({ log }: { log: WebhookLogDetail }) {
  const { t } = useTexts();
  const access = useAccess();
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <Facts
        facts={[
          { label: t('request.content-type'), value: log.headers ? null : log.contentType },
          { label: t('request.size'), value: t('request.bytes', { n: log.byteLength }) },
        ]}
      />
      {access.seePersonalData ? null : (
        <Typography textColor="neutral600">
          {t('request.hidden', { permission: t('permission.see-personal-data') })}
        </Typography>
      )}
      {log.headers ? <HeadersText headers={log.headers} /> : null}
      {log.payload === null ? (
        <GonePayload log={log} />
      ) : (
        <Payload id={log.id} payload={log.payload} />
      )}
    </Flex>
  );
}

function HeadersText({ headers }: { headers: Readonly<Record<string, string>> }) {
  const { t } = useTexts();
  const text = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return (
    <Box>
      <Typography tag="h3" variant="sigma" textColor="neutral600">
        {t('request.headers')}
      </Typography>
      <Pre tabIndex={0} aria-label={t('request.headers')}>
        {text.join('\n')}
      </Pre>
    </Box>
  );
}

const DAY_MS = 86_400_000;

function GonePayload({ log }: { log: WebhookLogDetail }) {
  const { t } = useTexts();
  const dates = useDates();
  const { payloadDeletedAt: deletedAt, receivedAt } = log;
  if (deletedAt === null) {
    return <Typography>{t('request.never-kept')}</Typography>;
  }
  const n = Math.round((Date.parse(deletedAt) - Date.parse(receivedAt)) / DAY_MS);
  return <Typography>{t('request.deleted', { date: dates.day(deletedAt), n })}</Typography>;
}

function Payload({ id, payload }: { id: number; payload: string }) {
  const { t } = useTexts();
  const copy = useCopy();
  const download = () => {
    const address = URL.createObjectURL(new Blob([payload], { type: 'text/plain' }));
    const link = document.createElement('a');
    link.href = address;
    link.download = `webhook-${id}.txt`;
    link.click();
    URL.revokeObjectURL(address);
  };
  return (
    <Box>
      <Typography tag="h3" variant="sigma" textColor="neutral600">
        {t('request.body')}
      </Typography>
      <Flex gap={2} paddingTop={2} paddingBottom={3}>
        <Button
          variant="tertiary"
          startIcon={<Duplicate />}
          onClick={() => void copy(payload, t('request.copied'))}
        >
          {t('url.copy')}
        </Button>
        <Button variant="tertiary" startIcon={<Download />} onClick={download}>
          {t('request.download')}
        </Button>
      </Flex>
      <Pre tabIndex={0} aria-label={t('log.view.request')}>
        {formatPayload(payload)}
      </Pre>
    </Box>
  );
}
