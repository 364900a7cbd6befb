import { Box, Button, Flex } from '@strapi/design-system';

import { EffectText, OutcomePill } from '../../components/logs/LogParts';
import { Notice } from '../../components/Notice';
import { ProblemNotice } from '../../components/ProblemNotice';
import { useTexts } from '../../hooks/useTexts';
import { isChange } from '../../utils/replayable';

import type { Replay } from './useReplay';

/** What a replay would do now, in place; read out when it comes. */
export function DryResult({ replay }: { replay: Replay }) {
  const { t } = useTexts();
  const { dry, problem } = replay;
  return (
    <Box role="status">
      <ProblemNotice problem={problem} />
      {dry ? (
        <Box paddingBottom={4}>
          <Notice
            kind="info"
            title={t(isChange(dry.effect) ? 'replay.would' : 'replay.nothing')}
            action={
              <Flex gap={2}>
                <Button size="S" variant="tertiary" onClick={replay.close}>
                  {t('common.close')}
                </Button>
                <Button
                  size="S"
                  variant="secondary"
                  loading={replay.isRunning}
                  onClick={() => void replay.run()}
                >
                  {t('replay.replay')}
                </Button>
              </Flex>
            }
          >
            <Flex direction="column" alignItems="flex-start" gap={2}>
              <Flex gap={3} wrap="wrap">
                <OutcomePill log={dry} />
                {isChange(dry.effect) ? <EffectText effect={dry.effect} /> : null}
              </Flex>
              {t('replay.text')}
            </Flex>
          </Notice>
        </Box>
      ) : null}
    </Box>
  );
}
