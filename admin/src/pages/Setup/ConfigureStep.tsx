import * as React from 'react';

import { Box, Flex, TextButton, Typography } from '@strapi/design-system';
import { CaretDown, CaretUp } from '@strapi/icons';

import { PageLink } from '../../components/TextLink';
import { Tick, Ticks } from './Tick';
import { useAccess } from '../../hooks/useAccess';
import { useDates } from '../../hooks/useDates';
import { useNow } from '../../hooks/useNow';
import { useTexts } from '../../hooks/useTexts';
import { BASE_PATH } from '../../pluginId';
import { isPurchaseSeen } from '../../utils/progress';

import type { Overview } from '../../../../contracts/overview';

const renderMenu = (chunks: React.ReactNode[]) => <code>{chunks}</code>;

interface KindTickProps {
  kind: 'sale' | 'cancellation' | 'refund' | 'rebill' | 'failed' | 'chargeback';
  isSeen: boolean;
}

function KindTick({ kind, isSeen }: KindTickProps) {
  const { t } = useTexts();
  const name = t(`kind.${kind}`);
  return <Tick isDone={isSeen}>{isSeen ? name : t('step.kind-not-seen', { kind: name })}</Tick>;
}

export function ConfigureTicks({ overview }: { overview: Overview }) {
  const { t } = useTexts();
  const dates = useDates();
  const now = useNow();
  const { firstWebhookAt, seen } = overview.facts;
  return (
    <Ticks>
      <Tick isDone={firstWebhookAt !== null}>
        {firstWebhookAt
          ? t('step.first-webhook', { ago: dates.ago(firstWebhookAt, now) })
          : t('step.no-webhook')}
      </Tick>
      <KindTick kind="sale" isSeen={isPurchaseSeen(overview)} />
      <KindTick kind="cancellation" isSeen={seen.cancellation === true} />
      <KindTick kind="refund" isSeen={seen.refund === true} />
    </Ticks>
  );
}

export function ConfigureStep({ overview }: { overview: Overview }) {
  const { rich } = useTexts();
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <Typography>{rich('step.configure-text', { menu: renderMenu })}</Typography>
      <IpnAdvice overview={overview} />
    </Flex>
  );
}

/** What the Outbound API never reports, and the way to get it; folded, because it is not needed to begin. */
function IpnAdvice({ overview }: { overview: Overview }) {
  const { t, rich } = useTexts();
  const access = useAccess();
  const [isOpen, setIsOpen] = React.useState(false);
  const { seen } = overview.facts;
  const areaId = React.useId();
  return (
    <Box>
      <TextButton
        aria-expanded={isOpen}
        aria-controls={areaId}
        onClick={() => setIsOpen(!isOpen)}
        endIcon={isOpen ? <CaretUp aria-hidden /> : <CaretDown aria-hidden />}
      >
        {t('step.ipn-title')}
      </TextButton>
      <Box id={areaId} hidden={!isOpen} paddingTop={3}>
        <Flex direction="column" alignItems="stretch" gap={4}>
          <Typography>{rich('step.ipn-text', { menu: renderMenu })}</Typography>
          {access.manageSecrets ? (
            <PageLink to={`${BASE_PATH}/settings#ipn`}>{t('step.ipn-secrets')}</PageLink>
          ) : null}
          <Flex gap={2} wrap="wrap">
            <Ticks>
              <KindTick kind="rebill" isSeen={seen.rebill === true} />
              <KindTick kind="failed" isSeen={seen.failed === true} />
              <KindTick kind="chargeback" isSeen={seen.chargeback === true} />
            </Ticks>
            <Typography variant="pi" textColor="neutral600">
              {t('step.optional')}
            </Typography>
          </Flex>
        </Flex>
      </Box>
    </Box>
  );
}
