import { Checkbox, Flex, Typography } from '@strapi/design-system';

import { useIsNarrow } from '../../hooks/useIsNarrow';
import { useTexts } from '../../hooks/useTexts';
import { isReplayable } from '../../utils/replayable';
import { FieldTable } from '../table/FieldTable';
import { LogList } from './LogList';
import {
  AcceptedText,
  buyerOf,
  EffectText,
  EventText,
  LogLink,
  OutcomePill,
  OutcomeSentence,
} from './LogParts';

import type { WebhookLog } from '../../../../contracts/webhook-log';

interface LogTableProps {
  label: string;
  logs: readonly WebhookLog[];
  /** With it each webhook that can be replayed has a tick; not on a narrow screen. */
  ticks?: {
    readonly ids: ReadonlySet<number>;
    readonly onTick: (id: number, isTicked: boolean) => void;
  };
}

/** Webhooks, one a line: when, what, who, with what outcome and effect; on a narrow screen in short. */
export function LogTable({ label, logs, ticks }: LogTableProps) {
  const { t } = useTexts();
  const isNarrow = useIsNarrow();
  if (isNarrow) {
    return <LogList label={label} logs={logs} />;
  }
  return (
    <FieldTable
      opensRows
      label={label}
      columns={[
        ...(ticks ? [{ label: t('logs.tick'), isQuiet: true }] : []),
        { label: t('logs.received') },
        { label: t('logs.event') },
        { label: t('logs.buyer') },
        { label: t('logs.outcome') },
        { label: t('logs.effect') },
      ]}
      rows={logs.map((log) => ({
        key: log.id,
        cells: [
          ...(ticks
            ? [
                isReplayable(log) ? (
                  <Checkbox
                    key="tick"
                    aria-label={t('logs.tick-one', { id: log.id })}
                    checked={ticks.ids.has(log.id)}
                    onCheckedChange={(checked: boolean | 'indeterminate') =>
                      ticks.onTick(log.id, checked === true)
                    }
                  />
                ) : null,
              ]
            : []),
          <LogLink key="when" log={log} />,
          <EventText key="event" log={log} />,
          buyerOf(log),
          <Flex key="outcome" direction="column" alignItems="flex-start" gap={1}>
            <OutcomePill log={log} />
            {log.state === 'applied' || log.state === 'ignored' ? null : (
              <Typography variant="pi" textColor="neutral600">
                <OutcomeSentence log={log} />
              </Typography>
            )}
            <AcceptedText log={log} />
          </Flex>,
          <EffectText key="effect" effect={log.effect} />,
        ],
      }))}
    />
  );
}
