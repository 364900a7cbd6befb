import * as React from 'react';

import { Box, Button, Flex, Grid, Typography } from '@strapi/design-system';
import { Layouts, Page } from '@strapi/strapi/admin';

import { useOverview } from '../hooks/useOverview';
import { useTexts } from '../hooks/useTexts';
import { CardBox } from '../components/page/CardBox';
import { Crumbs } from '../components/page/Crumbs';
import { PageHeader } from '../components/page/PageHeader';
import { ConnectionPill } from '../components/page/TabPage';
import { Notice } from '../components/Notice';
import { ProblemNotice } from '../components/ProblemNotice';
import { useSiteAnswer } from '../components/site/useSiteAnswer';

import type { Overview } from '../../../contracts/overview';
import type { SiteAnswer } from '../components/site/useSiteAnswer';

/** In a copy of another site there is one screen only: the question what this site is. */
export function SiteGate({ children }: { children: React.ReactNode }) {
  const { data } = useOverview();
  return data?.state === 'copy' ? <CopyPage overview={data} /> : <>{children}</>;
}

const CHOICES = ['test-site', 'take-over'] as const satisfies readonly SiteAnswer[];

function CopyPage({ overview }: { overview: Overview }) {
  const { t } = useTexts();
  const { mayAnswer, answer } = useSiteAnswer();
  const [chosen, setChosen] = React.useState<SiteAnswer | null>(null);
  const { from } = overview.site;
  const values = { hasUrl: from === null ? 'no' : 'yes', url: from ?? '' };
  const title = t('site.copy', values);
  return (
    <Page.Main>
      <Page.Title>{`Kartra - ${title}`}</Page.Title>
      <PageHeader
        title="Kartra"
        crumbs={<Crumbs current="Kartra" />}
        state={<ConnectionPill overview={overview} />}
      />
      <Layouts.Content>
        <Flex direction="column" alignItems="stretch" gap={4} paddingBottom={8}>
          <Notice kind="warning" title={title}>
            {t('site.copy-text')}
          </Notice>
          {mayAnswer ? null : <Typography>{t('site.not-allowed')}</Typography>}
          <ProblemNotice problem={answer.problem} />
          <Grid.Root gap={4}>
            {CHOICES.map((choice) => (
              <Grid.Item key={choice} col={6} xs={12} direction="column" alignItems="stretch">
                <CardBox title={t(`site.choice.${choice}`)}>
                  <Flex direction="column" alignItems="stretch" gap={4}>
                    <Typography>{t(`site.choice-text.${choice}`)}</Typography>
                    <Box>
                      <Button
                        variant={choice === 'test-site' ? 'default' : 'secondary'}
                        disabled={!mayAnswer || answer.isRunning}
                        loading={answer.isRunning && chosen === choice}
                        onClick={() => {
                          setChosen(choice);
                          void answer.run(choice);
                        }}
                      >
                        {t(`site.do.${choice}`)}
                      </Button>
                    </Box>
                  </Flex>
                </CardBox>
              </Grid.Item>
            ))}
          </Grid.Root>
        </Flex>
      </Layouts.Content>
    </Page.Main>
  );
}
