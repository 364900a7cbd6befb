import { Flex, Typography } from '@strapi/design-system';
import { Widget } from '@strapi/strapi/admin';

import { useApi } from '../api/client';
import { DayBars } from '../components/DayBars';
import { HealthSentence } from '../components/page/HealthSentence';
import { ConnectionPill } from '../components/page/TabPage';
import { linkTo } from '../components/TextLink';
import { useDates } from '../hooks/useDates';
import { useNow } from '../hooks/useNow';
import { useResource } from '../hooks/useResource';
import { useTexts } from '../hooks/useTexts';
import { BASE_PATH } from '../pluginId';
import { countDecisions } from '../utils/progress';

import type { Overview } from '../../../contracts/overview';

const LIVE_MS = 60_000;

/** On the home page: whether all is well, and two weeks at a glance. */
export function HomeWidget() {
  const { t } = useTexts();
  const api = useApi();
  const overview = useResource('overview', api.overview, { liveMs: LIVE_MS });
  const { data } = overview;
  if (overview.problem) {
    return <Widget.Error>{t('widget.failed')}</Widget.Error>;
  }
  if (!data) {
    return <Widget.Loading />;
  }
  if (data.facts.enabledAt === null) {
    return <Widget.NoData>{t('widget.not-enabled')}</Widget.NoData>;
  }
  const n = data.byDay.reduce((sum, day) => sum + day.well + day.held + day.failed, 0);
  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      <Flex gap={3} wrap="wrap">
        <ConnectionPill overview={data} />
        <Typography>
          <HealthSentence overview={data} />
        </Typography>
      </Flex>
      <Counts overview={data} />
      <Typography variant="pi" textColor="neutral600">
        {t('widget.by-day', { n })}
      </Typography>
      <DayBars days={data.byDay} />
    </Flex>
  );
}

/** The last webhook, what waits and what fails, each with the way to it. */
function Counts({ overview }: { overview: Overview }) {
  const { rich, t } = useTexts();
  const dates = useDates();
  const now = useNow();
  const { lastWebhookAt } = overview.facts;
  return (
    <Typography textColor="neutral600">
      {rich('widget.counts', {
        ago: lastWebhookAt ? dates.short(lastWebhookAt, now) : t('widget.never'),
        held: countDecisions(overview),
        failing: overview.failing + overview.dead,
        last: linkTo(`${BASE_PATH}/webhook-logs`),
        waiting: linkTo(`${BASE_PATH}/held`),
        bad: linkTo(`${BASE_PATH}/webhook-logs?state=${overview.dead > 0 ? 'dead' : 'failed'}`),
      })}
    </Typography>
  );
}
