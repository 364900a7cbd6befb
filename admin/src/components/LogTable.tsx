import { Checkbox, Flex, Typography, VisuallyHidden } from '@strapi/design-system';

import { useTexts } from '../hooks/useTexts';
import { BASE_PATH } from '../pluginId';
import { isReplayable } from '../utils/replayable';
import { FieldTable } from './FieldTable';
import { AcceptedText, EffectText, EventText, OutcomePill, OutcomeSentence } from './LogParts';
import { TextLink } from './TextLink';
import { When } from './When';

import type { WebhookLog } from '../../../contracts/webhook-log';

interface LogTableProps {
  label: string;
  logs: readonly WebhookLog[];
  /** With it each webhook that can be replayed has a tick; not on a narrow screen. */
  ticks?: {
    readonly ids: ReadonlySet<number>;
    readonly onTick: (id: number, isTicked: boolean) => void;
  };
}

/** Webhooks, one a line: when, what, who, with what outcome and effect. */
export function LogTable({ label, logs, ticks }: LogTableProps) {
  const { t } = useTexts();
  return (
    <FieldTable
      opensRows
      label={label}
      columns={[
        ...(ticks ? [{ label: t('logs.tick'), isQuiet: true, isWideOnly: true }] : []),
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
          <TextLink
            key="when"
            to={`${BASE_PATH}/webhook-logs/${log.id}`}
            state={{ fromList: true }}
          >
            <When at={log.receivedAt} />
            <Deliveries n={log.deliveries} />
            <VisuallyHidden>{`, ${t('log.title', { id: log.id })}`}</VisuallyHidden>
          </TextLink>,
          <EventText key="event" log={log} />,
          log.buyerName ?? log.email ?? '–',
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

/** "×2", read out as "delivered twice". */
function Deliveries({ n }: { n: number }) {
  const { t } = useTexts();
  if (n < 2) {
    return null;
  }
  return (
    <>
      <span aria-hidden>{` ×${n}`}</span>
      <VisuallyHidden>{`, ${t('logs.delivered', { n })}`}</VisuallyHidden>
    </>
  );
}
