import { Box, Flex, Grid, Typography } from '@strapi/design-system';
import { ChevronRight, PriceTag } from '@strapi/icons';
import { Layouts, Page } from '@strapi/strapi/admin';
import { Link } from 'react-router-dom';
import { styled } from 'styled-components';

import { EmptyArea, FailedArea, LoadingArea } from '../components/page/Areas';
import { HealthSentence } from '../components/page/HealthSentence';
import { ConnectionPill, StaleNotice } from '../components/page/TabPage';
import { useAccess } from '../hooks/useAccess';
import { useOverview } from '../hooks/useOverview';
import { useTexts } from '../hooks/useTexts';
import { BASE_PATH } from '../pluginId';

import type { Overview } from '../../../contracts/overview';

const Card = styled(Box)`
  position: relative;

  &:hover {
    border-color: ${({ theme }) => theme.colors.primary600};
  }
`;

/** The whole card can be clicked, yet the link is named by its title alone. */
const CardLink = styled(Link)`
  color: inherit;
  text-decoration: none;

  &::after {
    content: '';
    position: absolute;
    inset: 0;
    border-radius: ${({ theme }) => theme.borderRadius};
  }

  &:focus-visible {
    outline: none;
  }

  &:focus-visible::after {
    outline: 2px solid ${({ theme }) => theme.colors.primary600};
    outline-offset: 2px;
  }
`;

/** The services connected to this site; Kartra is the first. */
export function AppStation() {
  const { t } = useTexts();
  return (
    <Page.Main>
      <Page.Title>{t('app-station.title')}</Page.Title>
      <Layouts.BaseHeader title={t('app-station.title')} subtitle={t('app-station.subtitle')} />
      <Layouts.Content>
        <Flex direction="column" alignItems="stretch" gap={4} paddingBottom={8}>
          <Box>
            <Typography variant="beta" tag="h2">
              {t('app-station.security')}
            </Typography>
            <Typography variant="delta" tag="h3" textColor="neutral600">
              {t('app-station.integrations')}
            </Typography>
          </Box>
          <Integrations />
        </Flex>
      </Layouts.Content>
    </Page.Main>
  );
}

function Integrations() {
  const { t } = useTexts();
  const access = useAccess();
  const overview = useOverview();
  if (!access.seeIntegration) {
    return <EmptyArea>{t('app-station.nothing-open')}</EmptyArea>;
  }
  if (overview.problem) {
    return (
      <FailedArea onRetry={() => void overview.reload()}>{t('app-station.failed')}</FailedArea>
    );
  }
  if (!overview.data) {
    return <LoadingArea>{t('app-station.loading')}</LoadingArea>;
  }
  return (
    <>
      <StaleNotice since={overview.staleSince} />
      <Grid.Root gap={4}>
        <Grid.Item col={6} m={6} xs={12} alignItems="stretch">
          <KartraCard overview={overview.data} />
        </Grid.Item>
      </Grid.Root>
    </>
  );
}

function KartraCard({ overview }: { overview: Overview }) {
  const { t } = useTexts();
  return (
    <Card
      background="neutral0"
      hasRadius
      shadow="tableShadow"
      padding={6}
      borderColor="neutral150"
      width="100%"
    >
      <Flex direction="column" alignItems="stretch" gap={3}>
        <Flex justifyContent="space-between" gap={3} wrap="wrap">
          <Flex gap={3}>
            <PriceTag fill="primary600" width="2.4rem" height="2.4rem" aria-hidden />
            <Typography variant="delta" tag="h4">
              <CardLink
                to={`${BASE_PATH}/setup`}
                aria-label={`Kartra, ${t(`connection.${overview.state}`)}`}
              >
                Kartra
              </CardLink>
            </Typography>
          </Flex>
          <ConnectionPill overview={overview} />
        </Flex>
        <Typography textColor="neutral800">{t('app-station.card-text')}</Typography>
        <Flex justifyContent="space-between" gap={3} alignItems="flex-end">
          <Typography textColor="neutral600">
            {overview.facts.enabledAt === null ? (
              t('app-station.not-enabled')
            ) : (
              <HealthSentence overview={overview} isPlain />
            )}
          </Typography>
          <Flex tag="span" gap={1}>
            <Typography textColor="primary700" fontWeight="semiBold">
              {t('common.open')}
            </Typography>
            <ChevronRight fill="primary700" width="1.2rem" aria-hidden />
          </Flex>
        </Flex>
      </Flex>
    </Card>
  );
}
