import * as React from 'react';

import { Button, Flex, Typography } from '@strapi/design-system';

import { useApi } from '../../api/client';
import { EmptyArea, FailedArea, LoadingArea } from '../../components/page/Areas';
import { LeaveGuard } from '../../components/page/LeaveGuard';
import { Pager } from '../../components/table/Pager';
import { ProblemNotice } from '../../components/ProblemNotice';
import { StaleNotice, TabPage } from '../../components/page/TabPage';
import { PageLink } from '../../components/TextLink';
import { useAccess } from '../../hooks/useAccess';
import { useAction } from '../../hooks/useAction';
import { useFilters } from '../../hooks/useFilters';
import { useLevels } from '../../hooks/useLevels';
import { useOverview } from '../../hooks/useOverview';
import { useResource } from '../../hooks/useResource';
import { useStableRows } from '../../hooks/useStableRows';
import { useTexts } from '../../hooks/useTexts';
import { BASE_PATH } from '../../pluginId';
import { IgnoreDialog } from './IgnoreDialog';
import { OfferTable } from './OfferTable';
import { SaveBar } from './SaveBar';
import { useOfferChoices } from './useOfferChoices';
import { belongsTo, VIEWS } from './views';
import { ViewTabs } from './ViewTabs';

import type { Offer } from '../../../../contracts/offer';
import type { OfferChoices } from './useOfferChoices';
import type { OfferView } from './views';

const FILTERS = ['view'] as const;
const LIVE_MS = 10_000;
const PAGE_SIZE = 50;

/** Products seen in webhooks: choose an access level for several, save once. */
export function OffersPage() {
  const { t } = useTexts();
  const api = useApi();
  const access = useAccess();
  const overview = useOverview();
  const levels = useLevels();
  const filters = useFilters(FILTERS);
  const view = VIEWS.find((name) => name === filters.values.view) ?? 'unmapped';
  const offers = useResource('offers', api.offers, { liveMs: LIVE_MS });
  const known = offers.data ?? [];
  // What the person did here may take rows away; what others do may not.
  const [turn, setTurn] = React.useState(0);
  const stable = useStableRows(
    `${view} ${turn}`,
    known.filter((offer) => belongsTo(offer, view)),
    known
  );
  const [doomed, setDoomed] = React.useState<Offer | null>(null);
  const refresh = async () => {
    await Promise.all([offers.reload(), overview.reload(), levels.reload()]);
    setTurn((before) => before + 1);
  };
  const choices = useOfferChoices(known, levels, refresh);
  const ignore = useAction(api.ignoreOffer);
  const stopIgnoring = async (offer: Offer) => {
    if (await ignore.run(offer.id, false)) {
      await refresh();
    }
  };
  const rows = stable.rows;
  const pageCount = Math.max(1, Math.ceil(rows.length / PAGE_SIZE));
  const page = Math.min(filters.page, pageCount);
  const shown = rows.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);

  return (
    <TabPage
      tab="offers"
      primaryAction={
        access.manageMappings ? <SaveButton choices={choices} hasRows={rows.length > 0} /> : null
      }
    >
      <ViewTabs view={view} offers={known} onChange={(next) => filters.set({ view: next })}>
        <Flex direction="column" alignItems="stretch" gap={4}>
          <ProblemNotice problem={choices.problem ?? ignore.problem} />
          <StaleNotice since={offers.staleSince} />
          {stable.newer > 0 ? (
            <Flex justifyContent="flex-end">
              <Button variant="secondary" onClick={stable.showNewer}>
                {t('offers.show-new', { n: stable.newer })}
              </Button>
            </Flex>
          ) : null}
          {offers.problem ? (
            <FailedArea onRetry={() => void offers.reload()}>{t('offers.failed')}</FailedArea>
          ) : null}
          {offers.isLoading ? <LoadingArea>{t('offers.loading')}</LoadingArea> : null}
          {shown.length > 0 ? (
            <>
              <OfferTable
                offers={shown}
                view={view}
                levels={levels}
                choices={choices.choices}
                onChoose={choices.choose}
                onIgnore={setDoomed}
                onStopIgnoring={(offer) => void stopIgnoring(offer)}
              />
              <Pager
                pagination={{ page, pageSize: PAGE_SIZE, pageCount, total: rows.length }}
                rows={shown.length}
                previous="pager.previous"
                next="pager.next"
                onPage={filters.setPage}
              />
            </>
          ) : null}
          {offers.data && shown.length === 0 ? <NoOffers view={view} /> : null}
          <SaveBar choices={choices} />
        </Flex>
      </ViewTabs>
      {choices.dialog}
      {choices.choices.size > 0 ? <LeaveGuard /> : null}
      {doomed ? (
        <IgnoreDialog offer={doomed} onClose={() => setDoomed(null)} onIgnored={refresh} />
      ) : null}
    </TabPage>
  );
}

function SaveButton({ choices, hasRows }: { choices: OfferChoices; hasRows: boolean }) {
  const { t } = useTexts();
  const isEmpty = choices.choices.size === 0;
  return (
    <Flex gap={2} wrap="wrap">
      {isEmpty && hasRows ? (
        <Typography variant="pi" textColor="neutral600">
          {t('offers.choose-first')}
        </Typography>
      ) : null}
      <Button disabled={isEmpty} loading={choices.isSaving} onClick={choices.save}>
        {t('offers.save')}
      </Button>
    </Flex>
  );
}

function NoOffers({ view }: { view: OfferView }) {
  const { t } = useTexts();
  const hasWebhooks = useOverview().data?.facts.firstWebhookAt !== null;
  if (view === 'unmapped' && !hasWebhooks) {
    return (
      <EmptyArea action={<PageLink to={`${BASE_PATH}/setup`}>{t('logs.open-setup')}</PageLink>}>
        {t('offers.none-yet')}
      </EmptyArea>
    );
  }
  return <EmptyArea>{t(`offers.empty.${view}`)}</EmptyArea>;
}
