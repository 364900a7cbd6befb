import * as React from 'react';

import { Box, Divider, Flex, Tabs, Typography, VisuallyHidden } from '@strapi/design-system';
import { Layouts, Page } from '@strapi/strapi/admin';
import { useLocation, useNavigate } from 'react-router-dom';
import { styled } from 'styled-components';

import { useAccess } from '../../hooks/useAccess';
import { useDates } from '../../hooks/useDates';
import { useOverview } from '../../hooks/useOverview';
import { useTexts } from '../../hooks/useTexts';
import { useWayBack } from './useWayBack';
import { BASE_PATH } from '../../pluginId';
import { lookOfConnection } from '../../utils/looks';
import { countDecisions } from '../../utils/progress';
import { ForbiddenArea } from './Areas';
import { Crumbs } from './Crumbs';
import { HealthSentence } from './HealthSentence';
import { JobBar } from './JobBar';
import { Notice } from '../Notice';
import { PageHeader } from './PageHeader';
import { SiteNotice } from '../site/SiteNotice';
import { StatePill } from '../StatePill';

import type { Overview } from '../../../../contracts/overview';
import type { TextKey } from '../../utils/texts';
import type { Permission } from '../../../../contracts/lists';

const TABS = [
  { name: 'setup', label: 'tab.setup', needs: 'seeIntegration' },
  { name: 'mappings', label: 'tab.mappings', needs: 'seeIntegration' },
  { name: 'offers', label: 'tab.offers', needs: 'seeIntegration' },
  { name: 'held', label: 'tab.held', needs: 'seeIntegration' },
  { name: 'members', label: 'tab.members', needs: 'seeIntegration' },
  { name: 'webhook-logs', label: 'tab.webhook-logs', needs: 'readLogs' },
  { name: 'settings', label: 'tab.settings', needs: 'seeIntegration' },
] as const satisfies readonly { name: string; label: TextKey; needs: Permission }[];

export type TabName = (typeof TABS)[number]['name'];

const Count = styled.span`
  display: inline-block;
  min-width: 2rem;
  margin-left: ${({ theme }) => theme.spaces[2]};
  padding: 0 0.6rem;
  border-radius: 1rem;
  text-align: center;
  background: ${({ theme }) => theme.colors.neutral150};
  color: ${({ theme }) => theme.colors.neutral800};
`;

const ScrollingList = styled(Box)`
  overflow-x: auto;

  [role='tablist'] {
    width: max-content;
  }
`;

interface TabPageProps {
  tab: TabName;
  primaryAction?: React.ReactNode;
  children: React.ReactNode;
}

/** The frame of every Kartra tab: where you are, whether all is well, what you can do here. */
export function TabPage({ tab, primaryAction, children }: TabPageProps) {
  const { t } = useTexts();
  const access = useAccess();
  const navigate = useNavigate();
  const overview = useOverview();
  const wayBack = useWayBack();
  const list = React.useRef<HTMLDivElement>(null);
  // On a narrow screen the list of tabs scrolls sideways; the open one must be in sight.
  React.useEffect(() => {
    list.current
      ?.querySelector('[aria-selected="true"]')
      ?.scrollIntoView({ inline: 'center', block: 'nearest' });
  }, [tab]);
  const chosen = TABS.find(({ name }) => name === tab) ?? TABS[0];
  const title = t(chosen.label);

  return (
    <Page.Main>
      <Page.Title>{`Kartra - ${title}`}</Page.Title>
      <PageHeader
        title="Kartra"
        crumbs={<Crumbs current="Kartra" />}
        state={overview.data ? <ConnectionPill overview={overview.data} /> : null}
        subtitle={overview.data ? <HealthLine overview={overview.data} /> : undefined}
        primaryAction={access[chosen.needs] ? primaryAction : null}
      />
      <Layouts.Content>
        <Flex direction="column" alignItems="stretch" gap={4}>
          <StaleNotice since={overview.staleSince} />
          {overview.data ? <SiteNotice site={overview.data.site} /> : null}
          {access.seeIntegration ? <JobBar /> : null}
          <Tabs.Root
            variant="simple"
            activationMode="manual"
            value={tab}
            onValueChange={(name: string) =>
              navigate(`${BASE_PATH}/${name}`, { state: { fromTab: true } })
            }
          >
            <ScrollingList ref={list}>
              <Tabs.List aria-label={t('tab.list')}>
                {TABS.filter(({ needs }) => access[needs]).map(({ name, label }) => (
                  <Tabs.Trigger key={name} value={name}>
                    {t(label)}
                    <TabCount tab={name} overview={overview.data} />
                  </Tabs.Trigger>
                ))}
              </Tabs.List>
            </ScrollingList>
            <Divider />
            <Tabs.Content value={tab}>
              <Box paddingTop={6} paddingBottom={8} {...wayBack}>
                <PanelHeading>{title}</PanelHeading>
                {access[chosen.needs] ? children : <ForbiddenArea action={chosen.needs} />}
              </Box>
            </Tabs.Content>
          </Tabs.Root>
        </Flex>
      </Layouts.Content>
    </Page.Main>
  );
}

function TabCount({ tab, overview }: { tab: TabName; overview: Overview | undefined }) {
  const { t } = useTexts();
  const counts: Partial<Record<TabName, number>> = {
    offers: overview?.unmappedOffers,
    held: overview && countDecisions(overview),
  };
  const count = counts[tab] ?? 0;
  if (count === 0) {
    return null;
  }
  return (
    <Count>
      <span aria-hidden>{count > 99 ? '99+' : count}</span>
      <VisuallyHidden>{t('tab.waiting-count', { n: count })}</VisuallyHidden>
    </Count>
  );
}

/** Where the keyboard lands after a change of tab, so that the next Tab key enters the new content. */
function PanelHeading({ children }: { children: string }) {
  const heading = React.useRef<HTMLHeadingElement>(null);
  const location = useLocation();
  const cameFromTab =
    typeof location.state === 'object' && location.state !== null && 'fromTab' in location.state;
  React.useEffect(() => {
    if (cameFromTab) {
      heading.current?.focus();
    }
  }, [cameFromTab]);
  return (
    <VisuallyHidden>
      <h2 ref={heading} tabIndex={-1}>
        {children}
      </h2>
    </VisuallyHidden>
  );
}

export function ConnectionPill({ overview }: { overview: Overview }) {
  const { t } = useTexts();
  return (
    <StatePill look={lookOfConnection(overview.state)}>
      {t(`connection.${overview.state}`)}
    </StatePill>
  );
}

function HealthLine({ overview }: { overview: Overview }) {
  return (
    <Typography variant="epsilon" textColor="neutral600" tag="p">
      <HealthSentence overview={overview} />
    </Typography>
  );
}

export function StaleNotice({ since }: { since: string | null }) {
  const { t } = useTexts();
  const dates = useDates();
  if (since === null) {
    return null;
  }
  return <Notice kind="warning" title={t('common.stale', { time: dates.time(since) })} />;
}
