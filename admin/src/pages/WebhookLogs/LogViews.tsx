import { Box, Divider, Tabs } from '@strapi/design-system';

import { useTexts } from '../../hooks/useTexts';
import { AttemptsView } from './AttemptsView';
import { EffectView } from './EffectView';
import { MeaningView } from './MeaningView';
import { RequestView } from './RequestView';

import type { WebhookLogDetail } from '../../../../contracts/webhook-log';

interface LogViewsProps {
  log: WebhookLogDetail;
  view: string;
  onView: (view: string) => void;
}

const VIEWS = ['meaning', 'effect', 'attempts', 'request'] as const;

export function LogViews({ log, view, onView }: LogViewsProps) {
  const { t } = useTexts();
  const chosen = VIEWS.find((name) => name === view) ?? 'meaning';
  return (
    <Tabs.Root variant="simple" activationMode="manual" value={chosen} onValueChange={onView}>
      <Tabs.List aria-label={t('log.views')}>
        {VIEWS.map((name) => (
          <Tabs.Trigger key={name} value={name}>
            {name === 'attempts'
              ? `${t('log.view.attempts')} ${log.attemptLog.length}`
              : t(`log.view.${name}`)}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      <Divider />
      <Tabs.Content value={chosen}>
        <Box marginTop={4} background="neutral0" hasRadius shadow="tableShadow" padding={6}>
          {chosen === 'meaning' ? <MeaningView log={log} /> : null}
          {chosen === 'effect' ? <EffectView log={log} /> : null}
          {chosen === 'attempts' ? <AttemptsView log={log} /> : null}
          {chosen === 'request' ? <RequestView log={log} /> : null}
        </Box>
      </Tabs.Content>
    </Tabs.Root>
  );
}
