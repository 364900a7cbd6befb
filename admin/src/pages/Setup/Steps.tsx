import * as React from 'react';

import { Accordion, Box, Button, Flex, Typography, useNotifyAT } from '@strapi/design-system';
import { useSearchParams } from 'react-router-dom';

import { Progress } from '../../components/Progress';
import { StepIcon } from './StepIcon';
import { useDates } from '../../hooks/useDates';
import { useIsNarrow } from '../../hooks/useIsNarrow';
import { useStoredFlag } from './useStored';
import { useTexts } from '../../hooks/useTexts';
import { ConfigureStep, ConfigureTicks } from './ConfigureStep';
import { EnableStep, EnableTicks } from './EnableStep';
import { MapStep, MapTicks } from './MapStep';
import { ConsequencesStep, MonitorStep } from './LastSteps';
import { TestStep, TestTicks } from './TestStep';
import { COUNTED_STEPS, isSetUp, readSteps } from '../../utils/progress';

import type { Connection } from '../../../../contracts/connection';
import type { Overview } from '../../../../contracts/overview';
import type { TextKey } from '../../utils/texts';
import type { StepState } from '../../utils/progress';

interface StepsProps {
  connection: Connection;
  overview: Overview;
}

export function Steps({ connection, overview }: StepsProps) {
  const { t } = useTexts();
  const dates = useDates();
  const [isFolded, setIsFolded] = React.useState(() => isSetUp(overview));
  const [params] = useSearchParams();
  if (isFolded && !params.get('step')) {
    return (
      <Flex gap={3} wrap="wrap">
        <Typography textColor="neutral600">
          {t('setup.since', { date: dates.day(overview.facts.firstMemberAt ?? '') })}
        </Typography>
        <Button variant="tertiary" onClick={() => setIsFolded(false)}>
          {t('setup.show-steps')}
        </Button>
      </Flex>
    );
  }
  return <OpenSteps connection={connection} overview={overview} />;
}

function OpenSteps({ connection, overview }: StepsProps) {
  const { t } = useTexts();
  const [isUrlCopied, rememberCopy] = useStoredFlag('url-copied');
  const states = readSteps(overview, isUrlCopied);
  const firstOpen = COUNTED_STEPS.find((name) => states[name] !== 'done');
  const [params, setParams] = useSearchParams();
  // What was unfolded at first stays so when it ticks itself: nothing moves under the cursor.
  const [initial] = React.useState(firstOpen ?? '');
  const unfolded = params.get('step') ?? initial;
  const done = COUNTED_STEPS.filter((name) => states[name] === 'done').length;
  useAnnouncement(overview);

  const unfold = (step: string) => setParams({ step }, { replace: true });

  return (
    <Box tag="section" aria-labelledby="kartra-steps">
      <Flex justifyContent="space-between" gap={3} wrap="wrap" paddingBottom={4}>
        <Typography variant="delta" fontWeight="bold" tag="h3" id="kartra-steps">
          {t('setup.title')}
        </Typography>
        <Flex gap={3}>
          <Typography textColor="neutral600">
            {t('setup.progress', { done, all: COUNTED_STEPS.length })}
          </Typography>
          <Progress
            share={done / COUNTED_STEPS.length}
            label={t('setup.title')}
            text={t('setup.progress', { done, all: COUNTED_STEPS.length })}
          />
        </Flex>
      </Flex>
      <Accordion.Root value={unfolded} onValueChange={unfold} size="M" collapsible>
        <Step
          name="enable"
          number={1}
          state={states.enable}
          title="step.enable"
          ticks={<EnableTicks overview={overview} isUrlCopied={isUrlCopied} />}
        >
          <EnableStep connection={connection} overview={overview} onCopied={rememberCopy} />
        </Step>
        <Step
          name="configure"
          number={2}
          state={states.configure}
          title="step.configure"
          ticks={<ConfigureTicks overview={overview} />}
        >
          <ConfigureStep overview={overview} />
        </Step>
        <Step
          name="map"
          number={3}
          state={states.map}
          title="step.map"
          ticks={<MapTicks overview={overview} />}
        >
          <MapStep overview={overview} />
        </Step>
        <Step
          name="test"
          number={4}
          state={states.test}
          title="step.test"
          ticks={<TestTicks overview={overview} />}
        >
          <TestStep overview={overview} />
        </Step>
        <Step name="consequences" number={5} title="step.consequences">
          <ConsequencesStep />
        </Step>
        <Step name="monitor" number={6} title="step.monitor">
          <MonitorStep />
        </Step>
      </Accordion.Root>
    </Box>
  );
}

interface StepProps {
  name: string;
  number: number;
  /** Absent for what only explains. */
  state?: StepState;
  title: TextKey;
  /** Facts that tick it; beside the title, on a narrow screen below it. */
  ticks?: React.ReactNode;
  children: React.ReactNode;
}

function Step({ name, number, state, title, ticks, children }: StepProps) {
  const { t } = useTexts();
  const isNarrow = useIsNarrow();
  return (
    <Accordion.Item value={name}>
      <Accordion.Header>
        <Accordion.Trigger>{`${number}. ${t(title)}`}</Accordion.Trigger>
        <Accordion.Actions style={{ flex: 'none', maxWidth: '70%', gap: '2.4rem' }}>
          {isNarrow ? null : ticks}
          {state ? (
            <Flex tag="span" gap={2} paddingRight={2}>
              <StepIcon state={state} size="1.6rem" />
              <Typography variant="pi" textColor="neutral700">
                {t(`step.${state}`)}
              </Typography>
            </Flex>
          ) : null}
        </Accordion.Actions>
      </Accordion.Header>
      <Accordion.Content>
        <Box padding={6}>
          {isNarrow && ticks ? <Box paddingBottom={4}>{ticks}</Box> : null}
          {children}
        </Box>
      </Accordion.Content>
    </Accordion.Item>
  );
}

/** What ticks itself. */
const SEEN_KINDS = ['sale', 'cancellation', 'refund', 'rebill', 'failed', 'chargeback'] as const;

/** What arrives for the first time while the page is open is said once, for those who do not see the tick. */
function useAnnouncement(overview: Overview): void {
  const { t } = useTexts();
  const { notifyStatus } = useNotifyAT();
  const seen = SEEN_KINDS.filter((kind) => overview.facts.seen[kind] === true).join();
  const before = React.useRef(seen);
  React.useEffect(() => {
    const known = before.current.split(',');
    const fresh = SEEN_KINDS.filter((kind) => seen.split(',').includes(kind)).filter(
      (kind) => !known.includes(kind)
    );
    if (fresh.length > 0) {
      notifyStatus(
        fresh.map((kind) => t('step.kind-seen', { kind: t(`kind.${kind}`) })).join('. ')
      );
    }
    before.current = seen;
  }, [seen, notifyStatus, t]);
}
