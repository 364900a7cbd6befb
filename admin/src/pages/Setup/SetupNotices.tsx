import type * as React from 'react';

import { Flex } from '@strapi/design-system';

import { MailNotice } from '../../components/MailNotice';
import { Notice } from '../../components/Notice';
import { PageLink } from '../../components/TextLink';
import { useAccess } from '../../hooks/useAccess';
import { useDates } from '../../hooks/useDates';
import { useNow } from '../../hooks/useNow';
import { useTexts } from '../../hooks/useTexts';
import { BASE_PATH } from '../../pluginId';
import { findUnreachableOrigin } from '../../utils/webhook-url';
import { isPurchaseSeen } from './progress';

import type { Connection } from '../../../../contracts/connection';
import type { Overview } from '../../../../contracts/overview';

/** What went wrong, each with what to do about it. */
export function SetupNotices(props: { connection: Connection; overview: Overview }) {
  const { t } = useTexts();
  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      <UnreachableNotice connection={props.connection} />
      <MailNotice
        mail={props.overview.mail}
        action={<PageLink to={`${BASE_PATH}/settings#mail`}>{t('notice.open-mail')}</PageLink>}
      />
      <WaitingNotice overview={props.overview} />
      <OnlyPurchasesNotice overview={props.overview} />
      <OldUrlNotice connection={props.connection} />
    </Flex>
  );
}

function UnreachableNotice({ connection }: { connection: Connection }) {
  const { t, rich } = useTexts();
  const origin = connection.webhookUrl && findUnreachableOrigin(connection.webhookUrl);
  if (!origin) {
    return null;
  }
  return (
    <Notice kind="warning" title={t('notice.unreachable')}>
      {rich('notice.unreachable-text', { origin, code: renderCode })}
    </Notice>
  );
}

function renderCode(chunks: React.ReactNode[]) {
  return <code>{chunks}</code>;
}

function WaitingNotice({ overview }: { overview: Overview }) {
  const { t } = useTexts();
  const access = useAccess();
  const n = overview.waitingBuyers;
  if (n === 0) {
    return null;
  }
  return (
    <Notice
      kind="warning"
      title={t('notice.buyers-wait', { n })}
      action={
        access.manageMappings ? (
          <PageLink to={`${BASE_PATH}/offers`}>{t('notice.choose-level')}</PageLink>
        ) : null
      }
    >
      {t('notice.buyers-wait-text')}
    </Notice>
  );
}

/** So many purchases without one ending make it likely that those events are switched off in Kartra. */
const PURCHASES_UNTIL_DOUBT = 20;

function OnlyPurchasesNotice({ overview }: { overview: Overview }) {
  const { t } = useTexts();
  const { seen } = overview.facts;
  const applied = overview.byState.applied ?? 0;
  const hasEnding = seen.cancellation === true || seen.refund === true;
  if (!isPurchaseSeen(overview) || hasEnding || applied < PURCHASES_UNTIL_DOUBT) {
    return null;
  }
  return (
    <Notice kind="info" title={t('notice.only-purchases')}>
      {t('notice.only-purchases-text', { n: applied })}
    </Notice>
  );
}

function OldUrlNotice({ connection }: { connection: Connection }) {
  const { t } = useTexts();
  const dates = useDates();
  const now = useNow();
  const old = connection.previousUrl;
  if (!old?.lastUsedAt || Date.parse(old.validUntil) < now) {
    return null;
  }
  return (
    <Notice kind="warning" title={t('notice.old-url')}>
      {t('notice.old-url-text', {
        n: old.uses,
        ago: dates.ago(old.lastUsedAt, now),
        date: dates.moment(old.validUntil),
      })}
    </Notice>
  );
}
