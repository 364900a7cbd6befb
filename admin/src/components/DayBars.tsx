import { Box, Flex, Typography, VisuallyHidden } from '@strapi/design-system';
import { styled, useTheme } from 'styled-components';

import { useDates } from '../hooks/useDates';
import { useTexts } from '../hooks/useTexts';

import type { Overview } from '../../../contracts/overview';

type Day = Overview['byDay'][number];

const HEIGHT = 80;
const SLOT = 24;
const BAR = 16;

const Chart = styled.svg`
  display: block;
  width: 100%;
  height: 8rem;
`;

/** Webhooks by day, with the same numbers as a table for those who do not see the bars. */
export function DayBars({ days }: { days: readonly Day[] }) {
  const { t } = useTexts();
  const dates = useDates();
  const theme = useTheme();
  const colours = {
    well: theme.colors.success500,
    held: theme.colors.warning500,
    failed: theme.colors.danger500,
  };
  const highest = Math.max(1, ...days.map(countDay));
  const scale = HEIGHT / highest;
  const first = days[0];
  const last = days.at(-1);

  return (
    <Box>
      <Chart
        viewBox={`0 0 ${days.length * SLOT} ${HEIGHT}`}
        preserveAspectRatio="none"
        aria-hidden
        focusable={false}
      >
        {days.map((day, index) => (
          <Bar
            key={day.day}
            day={day}
            x={index * SLOT + (SLOT - BAR) / 2}
            {...{ scale, colours }}
          />
        ))}
      </Chart>
      {first && last ? (
        <Flex justifyContent="space-between" paddingTop={1} aria-hidden>
          <Typography variant="pi" textColor="neutral600">
            {dates.dayMonth(first.day)}
          </Typography>
          <Typography variant="pi" textColor="neutral600">
            {t('overview.chart-legend')}
          </Typography>
          <Typography variant="pi" textColor="neutral600">
            {dates.dayMonth(last.day)}
          </Typography>
        </Flex>
      ) : null}
      <VisuallyHidden>
        <table>
          <caption>{t('overview.by-day')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('overview.day')}</th>
              <th scope="col">{t('overview.well')}</th>
              <th scope="col">{t('overview.held')}</th>
              <th scope="col">{t('overview.failed')}</th>
            </tr>
          </thead>
          <tbody>
            {days.map((day) => (
              <tr key={day.day}>
                <th scope="row">{dates.dayMonth(day.day)}</th>
                <td>{day.well}</td>
                <td>{day.held}</td>
                <td>{day.failed}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </VisuallyHidden>
    </Box>
  );
}

function countDay(day: Day): number {
  return day.well + day.held + day.failed;
}

interface BarProps {
  day: Day;
  x: number;
  scale: number;
  colours: Record<'well' | 'held' | 'failed', string>;
}

/** One day: what went well at the bottom, what waits above it, what failed on top; a thin line for a silent day. */
function Bar({ day, x, scale, colours }: BarProps) {
  const theme = useTheme();
  if (countDay(day) === 0) {
    return <rect x={x} y={HEIGHT - 1} width={BAR} height={1} fill={theme.colors.neutral300} />;
  }
  const well = day.well * scale;
  const held = day.held * scale;
  const failed = day.failed * scale;
  return (
    <>
      <rect x={x} y={HEIGHT - well} width={BAR} height={well} fill={colours.well} />
      <rect x={x} y={HEIGHT - well - held} width={BAR} height={held} fill={colours.held} />
      <rect
        x={x}
        y={HEIGHT - well - held - failed}
        width={BAR}
        height={failed}
        fill={colours.failed}
      />
    </>
  );
}
