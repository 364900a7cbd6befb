import { Typography, VisuallyHidden } from '@strapi/design-system';

import { useDates } from '../../hooks/useDates';
import { useTexts } from '../../hooks/useTexts';
import { BASE_PATH } from '../../pluginId';
import { lookOfLog } from '../../utils/looks';
import { StatePill } from '../StatePill';
import { TextLink } from '../TextLink';
import { When } from '../When';

import { nameProduct } from '../../utils/names';

import type { Effect, WebhookLog } from '../../../../contracts/webhook-log';

type Eventful = Pick<WebhookLog, 'kind' | 'productId' | 'productName' | 'pricePoint'> &
  Partial<Pick<WebhookLog, 'events'>>;

/** "Purchase · Meal Plan (558475) · Price point 1", and how many more events came with it. */
export function EventText({ log }: { log: Eventful }) {
  const { lookUp, t } = useTexts();
  const kind = log.kind ? lookUp(`kind.${log.kind}`, log.kind) : t('kind.other');
  const product = nameProduct(log.productName, log.productId);
  const parts = [
    kind,
    product,
    log.pricePoint && t('preview.price-point', { pricePoint: log.pricePoint }),
    log.events?.length ? t('log.more-events', { n: log.events.length - 1 }) : null,
  ];
  return <>{parts.filter(Boolean).join(' · ')}</>;
}

/** The reason's label with icon and colour of its state, read out as "Held: Product not mapped". */
export function OutcomePill({ log }: { log: Pick<WebhookLog, 'state' | 'reason'> }) {
  const { t, lookUp } = useTexts();
  const state = t(`log-state.${log.state}`);
  const label = lookUp(`badge.${log.state}.${log.reason ?? ''}`, state);
  return (
    <StatePill look={lookOfLog(log.state, log.reason)}>
      {label === state ? null : <VisuallyHidden>{`${state}: `}</VisuallyHidden>}
      {label}
    </StatePill>
  );
}

type Outcome = Pick<WebhookLog, 'code' | 'values' | 'message'>;

export function OutcomeSentence({ log }: { log: Outcome }) {
  const { say } = useTexts();
  return <>{say('outcome', { code: log.code, values: log.values, text: log.message })}</>;
}

/** "Left as it is by Maria Lopez, 3 May 2026: “one of us”." */
export function AcceptedText({ log }: { log: WebhookLog }) {
  const { t } = useTexts();
  const dates = useDates();
  const { accepted } = log;
  if (!accepted) {
    return null;
  }
  return (
    <Typography variant="pi" textColor="neutral600" tag="p">
      {t('log.accepted', {
        actor: accepted.by ?? t('by-hand.someone'),
        date: dates.day(accepted.at),
        hasReason: accepted.reason ? 'yes' : 'no',
        reason: accepted.reason ?? '',
      })}
    </Typography>
  );
}

/** "Authenticated → Gold", read out as "from Authenticated to Gold". */
export function EffectText({ effect }: { effect: Effect | null }) {
  const { t } = useTexts();
  if (!effect || (effect.before === null && effect.after === null)) {
    return (
      <>
        <span aria-hidden>–</span>
        <VisuallyHidden>{t('effect.none')}</VisuallyHidden>
      </>
    );
  }
  if (effect.before === effect.after && effect.after !== null) {
    return <>{t('effect.stays', { level: effect.after })}</>;
  }
  const before = effect.accountCreated
    ? t('effect.new-account')
    : (effect.before ?? t('effect.no-level'));
  const after = effect.after ?? t('effect.no-level');
  return (
    <>
      <span aria-hidden>{`${before} → ${after}`}</span>
      <VisuallyHidden>{t('effect.from-to', { before, after })}</VisuallyHidden>
    </>
  );
}

/** Name, or the e-mail as far as it may be seen. */
export const buyerOf = (log: WebhookLog): string => log.buyerName ?? log.email ?? '–';

/** When it came, as the link to all about it. */
export function LogLink({ log }: { log: WebhookLog }) {
  const { t } = useTexts();
  return (
    <TextLink to={`${BASE_PATH}/webhook-logs/${log.id}`} state={{ fromList: true }}>
      <When at={log.receivedAt} />
      <Deliveries n={log.deliveries} />
      <VisuallyHidden>{`, ${t('log.title', { id: log.id })}`}</VisuallyHidden>
    </TextLink>
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
