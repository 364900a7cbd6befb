import { Flex } from '@strapi/design-system';

import { Facts } from '../../components/Facts';
import { nameProduct } from '../../utils/names';
import { PageLink } from '../../components/TextLink';
import { useTexts } from '../../hooks/useTexts';
import { BASE_PATH } from '../../pluginId';
import { SeveralEvents } from './SeveralEvents';

import type { WebhookLogDetail } from '../../../../contracts/webhook-log';

export function MeaningView({ log }: { log: WebhookLogDetail }) {
  const { t, lookUp } = useTexts();
  const { event } = log;
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <SeveralEvents events={log.events} />
      <Facts
        facts={[
          {
            label: t('meaning.kind'),
            value: log.kind ? lookUp(`kind.${log.kind}`, log.kind) : t('kind.other'),
          },
          { label: t('meaning.buyer'), value: log.buyerName },
          { label: t('meaning.email'), value: log.email },
          { label: t('mapping.product'), value: nameProduct(log.productName, log.productId) },
          { label: t('mapping.price-point'), value: log.pricePoint },
          { label: t('meaning.order'), value: event?.orderId },
          { label: t('meaning.parent'), value: event?.parentId },
          { label: t('meaning.original'), value: event?.originalId },
          { label: t('meaning.subscription'), value: event?.subscriptionId },
          { label: t('meaning.processor'), value: event?.processorSubscriptionId },
          { label: t('meaning.payment'), value: event?.payNumber },
          {
            label: t('meaning.date'),
            value: event?.date ? t('meaning.kartra-date', { date: event.date }) : null,
          },
          {
            label: t('meaning.way'),
            value: log.surface ? t(`meaning.surface.${log.surface}`) : null,
          },
          { label: t('meaning.key'), value: log.webhookKeyName },
        ]}
      />
      {log.memberId === null ? null : (
        <PageLink to={toMember(log.memberId, log.purchase)}>
          {log.purchase?.orderId && log.buyerName
            ? t('meaning.belongs', { order: log.purchase.orderId, name: log.buyerName })
            : t('next.see-member')}
        </PageLink>
      )}
      {log.duplicateOf === null ? null : (
        <PageLink to={`${BASE_PATH}/webhook-logs/${log.duplicateOf}`}>
          {t('meaning.same-as', { id: log.duplicateOf })}
        </PageLink>
      )}
      {log.repeats.map(({ id, surface }) => (
        <PageLink key={id} to={`${BASE_PATH}/webhook-logs/${id}`}>
          {t('meaning.also-as', { id, way: lookUp(`meaning.surface.${surface ?? ''}`, '?') })}
        </PageLink>
      ))}
    </Flex>
  );
}

/** The member, with the purchase unfolded. */
const toMember = (memberId: number, purchase: WebhookLogDetail['purchase']): string =>
  `${BASE_PATH}/members/${memberId}${purchase ? `?purchase=${purchase.id}` : ''}`;
