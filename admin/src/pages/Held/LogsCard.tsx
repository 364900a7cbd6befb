import { Flex, Typography } from '@strapi/design-system';

import { EventText } from '../../components/logs/LogParts';
import { nameProduct } from '../../utils/names';
import { TextLink } from '../../components/TextLink';
import { When } from '../../components/When';
import { useDates } from '../../hooks/useDates';
import { useTexts } from '../../hooks/useTexts';
import { BASE_PATH } from '../../pluginId';
import { DecisionBox } from './DecisionBox';
import { Fold } from '../../components/Fold';
import { LogWays } from './LogWays';
import { NamedPurchases } from './NamedPurchases';

import type { WebhookLog } from '../../../../contracts/webhook-log';
import type { Texts } from '../../utils/texts';
import type { Decision } from './decisions';

type LogsDecision = Extract<Decision, { kind: 'logs' }>;

interface LogsCardProps {
  decision: LogsDecision;
  onDecided: (told: string) => Promise<void>;
}

/** These are about several people, and not about one of them. */
const ABOUT_MANY = ['given-up', 'paused'];
/** What these webhooks say matters more than who they are about. */
const ABOUT_EVENT = ['unmatched-purchase', 'conflicting-id', 'incomplete', 'unknown-type'];

/** Webhooks that wait for the same answer. */
export function LogsCard({ decision, onDecided }: LogsCardProps) {
  const { t, lookUp, say } = useTexts();
  const { logs, reason } = decision;
  const meta = useMeta(decision);
  const [first] = logs;
  if (!first) {
    return null;
  }
  const badge =
    reason === 'given-up'
      ? t('held.given-up', { n: logs.length })
      : lookUp(`badge.held.${reason}`, t('log-state.held'));
  const subject = ABOUT_MANY.includes(reason)
    ? null
    : ABOUT_EVENT.includes(reason)
      ? [first.kind && lookUp(`kind.${first.kind}`, first.kind), nameSubject(first, t)]
          .filter(Boolean)
          .join(', ')
      : (first.buyerName ?? first.email);
  return (
    <DecisionBox
      title={subject ? `${badge}: ${subject}` : badge}
      meta={meta}
      actions={<LogWays reason={reason} logs={logs} onDecided={onDecided} />}
    >
      {reason === 'conflicting-id' ? <NamedPurchases logId={first.id} /> : null}
      <Fold title={say('outcome', { code: first.code, values: first.values, text: first.message })}>
        <Webhooks logs={logs} />
      </Fold>
    </DecisionBox>
  );
}

/** What an event is about that names no purchase: its order, or else its product. */
function nameSubject({ values, productName, productId }: WebhookLog, t: Texts['t']) {
  const { order } = values;
  return order ? t('held.order', { order }) : nameProduct(productName, productId);
}

/** Who, where the title does not say it, and since when. */
function useMeta({ logs, reason, people, since }: LogsDecision): string {
  const { t } = useTexts();
  const dates = useDates();
  const date = dates.day(since);
  if (ABOUT_MANY.includes(reason)) {
    return t('held.buyers', { n: people, date });
  }
  const who = ABOUT_EVENT.includes(reason) ? (logs[0]?.buyerName ?? logs[0]?.email) : null;
  return [who, date].filter(Boolean).join(', ');
}

const SHOWN = 20;

function Webhooks({ logs }: { logs: readonly WebhookLog[] }) {
  const { t } = useTexts();
  const who = (log: WebhookLog) => log.buyerName ?? log.email;
  return (
    <Flex direction="column" alignItems="stretch" gap={2}>
      {logs.slice(0, SHOWN).map((log) => (
        <Flex key={log.id} gap={3} wrap="wrap">
          <Typography textColor="neutral600">
            <When at={log.receivedAt} />
          </Typography>
          <Typography>
            <TextLink to={`${BASE_PATH}/webhook-logs/${log.id}`}>
              <EventText log={log} />
            </TextLink>
          </Typography>
          {who(log) ? (
            <Typography>
              {log.memberId === null ? (
                who(log)
              ) : (
                <TextLink to={`${BASE_PATH}/members/${log.memberId}`}>{who(log)}</TextLink>
              )}
            </Typography>
          ) : null}
        </Flex>
      ))}
      {logs.length > SHOWN ? (
        <Typography textColor="neutral600">{t('held.more', { n: logs.length - SHOWN })}</Typography>
      ) : null}
    </Flex>
  );
}
