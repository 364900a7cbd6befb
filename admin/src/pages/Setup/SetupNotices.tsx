import * as React from 'react';

import { Flex, TextButton } from '@strapi/design-system';

import { hasMailProblem, MailNotice } from '../../components/MailNotice';
import { nameProduct } from '../../utils/names';
import { Notice } from '../../components/Notice';
import { PageLink } from '../../components/TextLink';
import { useAccess } from '../../hooks/useAccess';
import { useDates } from '../../hooks/useDates';
import { useNow } from '../../hooks/useNow';
import { useTexts } from '../../hooks/useTexts';
import { BASE_PATH } from '../../pluginId';
import { findUnreachableOrigin } from '../../utils/webhook-url';
import { AccountsNotice } from './AccountsNotice';
import { DroppedPayloadsNotice } from './DroppedPayloadsNotice';
import { NewRulesNotice } from './NewRulesNotice';
import { OldUrlNotice, WrongKeysNotice } from './UrlNotices';
import { PublicUrlHelp } from './PublicUrlHelp';
import { PutAwayButton } from './PutAwayButton';
import { SharedIdsNotice } from './SharedIdsNotice';

import type { Connection } from '../../../../contracts/connection';
import type { Overview } from '../../../../contracts/overview';

interface NoticesProps {
  connection: Connection;
  overview: Overview;
}

const SHOWN = 3;

/** What went wrong, each with what to do about it; the gravest first. */
export function SetupNotices(props: NoticesProps) {
  const { t } = useTexts();
  const [isAll, setIsAll] = React.useState(false);
  const notices = useNotices(props);
  const hidden = isAll ? 0 : Math.max(0, notices.length - SHOWN);
  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      {notices.slice(0, notices.length - hidden)}
      {hidden > 0 ? (
        <Flex>
          <TextButton onClick={() => setIsAll(true)}>{t('notice.more', { n: hidden })}</TextButton>
        </Flex>
      ) : null}
    </Flex>
  );
}

function useNotices({ connection, overview }: NoticesProps): React.ReactNode[] {
  const { t } = useTexts();
  const now = useNow();
  const origin =
    connection.keys.length > 0 ? findUnreachableOrigin(connection.webhookUrlStart) : null;
  const old = connection.previousUrl;
  const main = connection.keys.find(({ isMain }) => isMain);
  const isOldInUse =
    old?.lastUsedAt &&
    Date.parse(old.validUntil) > now &&
    Date.parse(old.lastUsedAt) > Date.parse(main?.createdAt ?? '');
  return [
    origin ? <UnreachableNotice key="unreachable" origin={origin} /> : null,
    overview.lost.count > 0 ? <LostNotice key="lost" lost={overview.lost} /> : null,
    overview.newRules ? <NewRulesNotice key="new-rules" found={overview.newRules} /> : null,
    hasMailProblem(overview.mail) ? (
      <MailNotice
        key="mail"
        mail={overview.mail}
        action={<PageLink to={`${BASE_PATH}/settings#mail`}>{t('notice.open-mail')}</PageLink>}
      />
    ) : null,
    ...overview.waitingProducts.map((product) => (
      <WaitingNotice key={`waiting ${product.productId}`} product={product} />
    )),
    overview.sharedIds.count > 0 ? (
      <SharedIdsNotice key="shared-ids" found={overview.sharedIds} />
    ) : null,
    overview.accounts.asks ? <AccountsNotice key="accounts" /> : null,
    isOldInUse ? <OldUrlNotice key="old-url" connection={connection} /> : null,
    overview.wrongKeys.lastAt ? (
      <WrongKeysNotice
        key="wrong-keys"
        connection={connection}
        n={overview.wrongKeys.today}
        lastAt={overview.wrongKeys.lastAt}
      />
    ) : null,
    overview.droppedPayloads ? (
      <DroppedPayloadsNotice key="dropped-payloads" dropped={overview.droppedPayloads} />
    ) : null,
    overview.onlyPurchases ? (
      <OnlyPurchasesNotice key="only-purchases" found={overview.onlyPurchases} />
    ) : null,
  ].filter(Boolean);
}

function UnreachableNotice({ origin }: { origin: string }) {
  const { t, rich } = useTexts();
  return (
    <Notice kind="warning" title={t('notice.unreachable')} action={<PublicUrlHelp />}>
      {rich('notice.unreachable-text', { origin, code: renderCode })}
    </Notice>
  );
}

function renderCode(chunks: React.ReactNode[]) {
  return <code>{chunks}</code>;
}

function WaitingNotice({ product }: { product: Overview['waitingProducts'][number] }) {
  const { t } = useTexts();
  const access = useAccess();
  const search = new URLSearchParams({ edit: 'new', productId: product.productId });
  return (
    <Notice
      kind="warning"
      title={t('notice.buyers-wait', { n: product.buyers })}
      action={
        access.manageMappings ? (
          <PageLink to={`${BASE_PATH}/mappings?${search.toString()}`}>
            {t('notice.choose-level')}
          </PageLink>
        ) : null
      }
    >
      {t('notice.buyers-wait-text', {
        product: nameProduct(product.productName, product.productId),
      })}
    </Notice>
  );
}

function OnlyPurchasesNotice({ found }: { found: NonNullable<Overview['onlyPurchases']> }) {
  const { t } = useTexts();
  const dates = useDates();
  return (
    <Notice
      kind="info"
      title={t('notice.only-purchases')}
      action={
        <Flex gap={3} wrap="wrap">
          <PageLink to="?step=configure">{t('notice.show-step')}</PageLink>
          <PutAwayButton name="only-purchases">{t('notice.they-are-on')}</PutAwayButton>
        </Flex>
      }
    >
      {t('notice.only-purchases-text', { n: found.count, date: dates.day(found.since) })}
    </Notice>
  );
}

function LostNotice({ lost }: { lost: Overview['lost'] }) {
  const { t } = useTexts();
  const dates = useDates();
  const from = lost.spans[0]?.from ?? '';
  const to = lost.spans.at(-1)?.to ?? '';
  return (
    <Notice
      kind="danger"
      title={t('notice.lost', { n: lost.count })}
      action={<PutAwayButton name="lost">{t('notice.checked')}</PutAwayButton>}
    >
      {t('notice.lost-text', { from: dates.moment(from), to: dates.moment(to) })}
    </Notice>
  );
}
