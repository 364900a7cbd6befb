import { Flex, Typography } from '@strapi/design-system';

import { FieldTable } from '../../components/table/FieldTable';
import { When } from '../../components/When';
import { useDates } from '../../hooks/useDates';
import { useNow } from '../../hooks/useNow';
import { useTexts } from '../../hooks/useTexts';

import type { WebhookLogDetail } from '../../../../contracts/webhook-log';

const MINUTE_MS = 60_000;

export function AttemptsView({ log }: { log: WebhookLogDetail }) {
  const { t, lookUp, say } = useTexts();
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      {log.attemptLog.length > 0 ? (
        <FieldTable
          label={t('log.view.attempts')}
          columns={[
            { label: t('attempt.number') },
            { label: t('attempt.started') },
            { label: t('attempt.took') },
            { label: t('attempt.by') },
            { label: t('logs.outcome') },
          ]}
          rows={log.attemptLog.map((attempt) => ({
            key: attempt.number,
            cells: [
              attempt.number,
              <When key="when" at={attempt.startedAt} />,
              t('attempt.ms', { n: attempt.durationMs }),
              lookUp(`attempt.by.${attempt.by}`, attempt.by),
              <>
                {lookUp(`log-state.${attempt.outcome}`, attempt.outcome)}
                {attempt.error ? (
                  <Typography tag="p" variant="pi" textColor="neutral600">
                    {attempt.failure
                      ? say('failure', { ...attempt.failure, text: attempt.error })
                      : attempt.error}
                  </Typography>
                ) : null}
              </>,
            ],
          }))}
        />
      ) : null}
      <NextAttempt at={log.nextAttemptAt} />
    </Flex>
  );
}

function NextAttempt({ at }: { at: string | null }) {
  const { t } = useTexts();
  const dates = useDates();
  const now = useNow();
  if (at === null) {
    return <Typography textColor="neutral600">{t('attempt.no-further')}</Typography>;
  }
  const minutes = Math.max(0, Math.ceil((Date.parse(at) - now) / MINUTE_MS));
  return <Typography>{t('attempt.next', { time: dates.time(at), n: minutes })}</Typography>;
}
