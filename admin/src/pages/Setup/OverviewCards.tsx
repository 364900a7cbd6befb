import { Box, Flex, Grid, Typography } from '@strapi/design-system';

import { DayBars } from '../../components/DayBars';
import { TextLink } from '../../components/TextLink';
import { useAccess } from '../../hooks/useAccess';
import { useDates } from '../../hooks/useDates';
import { useNow } from '../../hooks/useNow';
import { useTexts } from '../../hooks/useTexts';
import { BASE_PATH } from '../../pluginId';
import { countDecisions } from '../../utils/progress';

import type { Overview } from '../../../../contracts/overview';

/** Once all is set up: today, what waits, what fails, and who has access. */
export function OverviewCards({ overview }: { overview: Overview }) {
  const { t } = useTexts();
  const access = useAccess();
  const dates = useDates();
  const now = useNow();
  const today = overview.byDay.at(-1);
  const received = today ? today.well + today.held + today.failed : 0;
  const withAccess = overview.members.reduce((sum, level) => sum + level.count, 0);
  const levels = overview.members.map((level) => `${level.name} ${level.count}`).join(', ');
  const oldest = overview.oldestFailingAt;

  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <Grid.Root gap={4}>
        <Fact
          title={t('overview.today')}
          text={t('overview.today-text', { n: received })}
          to={access.readLogs ? '/webhook-logs' : null}
        />
        <Fact
          title={t('overview.waiting')}
          text={t('overview.waiting-text', {
            n: countDecisions(overview),
            m: overview.waitingBuyers,
          })}
          to="/held"
        />
        <Fact
          title={t('overview.failing')}
          text={
            overview.failing > 0 && oldest
              ? t('overview.failing-since', {
                  n: overview.failing,
                  time: dates.short(oldest, now),
                })
              : t('overview.failing-text', { n: overview.failing })
          }
          to={access.readLogs ? '/webhook-logs?state=failed' : null}
        />
        <Fact
          title={t('overview.with-access')}
          text={t('overview.with-access-text', { n: withAccess })}
          detail={levels}
          to="/members"
        />
      </Grid.Root>
      <Box background="neutral0" hasRadius shadow="tableShadow" padding={6}>
        <Typography variant="delta" fontWeight="bold" tag="h3">
          {t('overview.by-day')}
        </Typography>
        <Box paddingTop={4}>
          <DayBars days={overview.byDay} />
        </Box>
      </Box>
    </Flex>
  );
}

interface FactProps {
  title: string;
  text: string;
  detail?: string;
  to: string | null;
}

function Fact({ title, text, detail, to }: FactProps) {
  return (
    <Grid.Item col={3} m={6} xs={12} direction="column" alignItems="stretch">
      <Box background="neutral0" hasRadius shadow="tableShadow" padding={5} height="100%">
        <Typography variant="sigma" textColor="neutral600" tag="h3">
          {title}
        </Typography>
        <Box paddingTop={2}>
          <Typography variant="delta" tag="p">
            {to ? <TextLink to={`${BASE_PATH}${to}`}>{text}</TextLink> : text}
          </Typography>
          {detail ? <Typography textColor="neutral600">{detail}</Typography> : null}
        </Box>
      </Box>
    </Grid.Item>
  );
}
