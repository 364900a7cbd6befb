import { Flex, Typography } from '@strapi/design-system';

import { Tick, Ticks } from './Tick';
import { WebhookUrl } from '../../components/WebhookUrl';
import { useAccess } from '../../hooks/useAccess';
import { useDates } from '../../hooks/useDates';
import { useTexts } from '../../hooks/useTexts';

import type { Connection } from '../../../../contracts/connection';
import type { Overview } from '../../../../contracts/overview';

interface EnableTicksProps {
  overview: Overview;
  isUrlCopied: boolean;
}

export function EnableTicks({ overview, isUrlCopied }: EnableTicksProps) {
  const { t } = useTexts();
  const { enabledAt, firstWebhookAt } = overview.facts;
  return (
    <Ticks>
      <Tick isDone={enabledAt !== null}>
        <EnabledText overview={overview} />
      </Tick>
      <Tick isDone={isUrlCopied || firstWebhookAt !== null}>{t('step.url-copied')}</Tick>
    </Ticks>
  );
}

interface EnableStepProps {
  connection: Connection;
  overview: Overview;
  onCopied: () => void;
}

export function EnableStep({ connection, overview, onCopied }: EnableStepProps) {
  const { t } = useTexts();
  const access = useAccess();
  const { enabledAt } = overview.facts;
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <Typography>{t('step.enable-text')}</Typography>
      {enabledAt === null && !access.changeSettings ? (
        <Typography textColor="neutral600">{t('setup.not-allowed')}</Typography>
      ) : null}
      {enabledAt === null ? null : <WebhookUrl connection={connection} onCopied={onCopied} />}
    </Flex>
  );
}

function EnabledText({ overview }: { overview: Overview }) {
  const { t } = useTexts();
  const dates = useDates();
  const { enabledAt, enabledBy } = overview.facts;
  if (enabledAt === null) {
    return <>{t('step.not-enabled')}</>;
  }
  const date = dates.moment(enabledAt);
  return (
    <>{enabledBy ? t('step.enabled-by', { name: enabledBy, date }) : t('step.enabled', { date })}</>
  );
}
