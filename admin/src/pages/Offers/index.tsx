import * as React from 'react';

import { Button, Flex, Typography } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';

import { useApi } from '../../api/client';
import { EmptyArea, FailedArea, LoadingArea } from '../../components/Areas';
import { LeaveGuard } from '../../components/LeaveGuard';
import { ProblemNotice } from '../../components/ProblemNotice';
import { StaleNotice, TabPage } from '../../components/TabPage';
import { PageLink } from '../../components/TextLink';
import { useAccess } from '../../hooks/useAccess';
import { useAction } from '../../hooks/useAction';
import { useFilters } from '../../hooks/useFilters';
import { useLevels } from '../../hooks/useLevels';
import { useOverview } from '../../hooks/useOverview';
import { usePreviewConfirmation } from '../../hooks/usePreviewConfirmation';
import { useResource } from '../../hooks/useResource';
import { useStandingRows } from '../../hooks/useStandingRows';
import { useTexts } from '../../hooks/useTexts';
import { BASE_PATH } from '../../pluginId';
import { IgnoreDialog } from './IgnoreDialog';
import { OfferTable } from './OfferTable';
import { belongsTo, VIEWS } from './views';

import type { Offer, SaveOfferMappingsBody } from '../../../../contracts/offer';
import type { OfferView } from './views';

const FILTERS = ['view'] as const;
const LIVE_MS = 10_000;

/** Products seen in webhooks: choose an access level for several, save once. */
export function OffersPage() {
  const { t } = useTexts();
  const api = useApi();
  const access = useAccess();
  const overview = useOverview();
  const levels = useLevels();
  const { toggleNotification } = useNotification();
  const filters = useFilters(FILTERS);
  const view = VIEWS.find((name) => name === filters.values.view) ?? 'unmapped';
  const offers = useResource('offers', api.offers, { liveMs: LIVE_MS });
  const inView = (offers.data ?? []).filter((offer) => belongsTo(offer, view));
  const standing = useStandingRows(view, inView);
  const [choices, setChoices] = React.useState<ReadonlyMap<number, number>>(new Map());
  const [doomed, setDoomed] = React.useState<Offer | null>(null);
  const { confirm, dialog } = usePreviewConfirmation();
  const save = useAction(async (mappings: SaveOfferMappingsBody['mappings']) => {
    const preview = await api.previewOffers({ mappings });
    const isConfirmed = await confirm(preview, t('preview.offers-title', { n: mappings.length }));
    return isConfirmed ? api.saveOfferMappings({ mappings }) : undefined;
  });
  const ignore = useAction(api.ignoreOffer);

  const refresh = async () => {
    await Promise.all([offers.reload(), overview.reload(), levels.reload()]);
  };
  const saveAll = async () => {
    const mappings = [...choices].map(([offerId, roleId]) => ({ offerId, roleId }));
    if (await save.run(mappings)) {
      toggleNotification({ type: 'success', message: t('offers.saved', { n: mappings.length }) });
      setChoices(new Map());
      await refresh();
    }
  };
  const stopIgnoring = async (offer: Offer) => {
    if (await ignore.run(offer.id, false)) {
      await refresh();
    }
  };
  const rows = standing.rows.filter((offer) => belongsTo(offer, view) || choices.has(offer.id));

  return (
    <TabPage
      tab="offers"
      primaryAction={
        access.manageMappings ? (
          <Flex gap={2} wrap="wrap">
            {choices.size > 0 ? (
              <Button variant="tertiary" onClick={() => setChoices(new Map())}>
                {t('common.discard')}
              </Button>
            ) : (
              <Typography variant="pi" textColor="neutral600">
                {rows.length > 0 ? t('offers.choose-first') : ''}
              </Typography>
            )}
            <Button
              disabled={choices.size === 0}
              loading={save.isRunning}
              onClick={() => void saveAll()}
            >
              {t('offers.save')}
            </Button>
          </Flex>
        ) : null
      }
    >
      <Flex direction="column" alignItems="stretch" gap={4}>
        <ViewSwitch view={view} onChange={(next) => filters.set({ view: next })} />
        <ProblemNotice problem={save.problem ?? ignore.problem} />
        <StaleNotice since={offers.staleSince} />
        {standing.newer > 0 ? (
          <Flex justifyContent="flex-end">
            <Button variant="secondary" onClick={standing.showNewer}>
              {t('offers.show-new', { n: standing.newer })}
            </Button>
          </Flex>
        ) : null}
        {offers.problem ? (
          <FailedArea onRetry={() => void offers.reload()}>{t('offers.failed')}</FailedArea>
        ) : null}
        {offers.isLoading ? <LoadingArea>{t('offers.loading')}</LoadingArea> : null}
        {offers.data && rows.length > 0 ? (
          <OfferTable
            offers={rows}
            view={view}
            levels={levels}
            choices={choices}
            onChoose={(offerId, roleId) => setChoices(new Map([...choices, [offerId, roleId]]))}
            onIgnore={setDoomed}
            onStopIgnoring={(offer) => void stopIgnoring(offer)}
          />
        ) : null}
        {offers.data && rows.length === 0 ? <NoOffers view={view} /> : null}
      </Flex>
      {dialog}
      {choices.size > 0 ? <LeaveGuard /> : null}
      {doomed ? (
        <IgnoreDialog offer={doomed} onClose={() => setDoomed(null)} onIgnored={refresh} />
      ) : null}
    </TabPage>
  );
}

function ViewSwitch({ view, onChange }: { view: OfferView; onChange: (view: OfferView) => void }) {
  const { t } = useTexts();
  return (
    <Flex gap={4} wrap="wrap">
      <Flex gap={2} wrap="wrap" role="group" aria-label={t('offers.views')}>
        {VIEWS.map((name) => (
          <Button
            key={name}
            size="S"
            variant={name === view ? 'secondary' : 'tertiary'}
            aria-pressed={name === view}
            onClick={() => onChange(name)}
          >
            {t(`offers.view.${name}`)}
          </Button>
        ))}
      </Flex>
      <Typography textColor="neutral600">{t('offers.intro')}</Typography>
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
