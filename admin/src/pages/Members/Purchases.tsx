import { Accordion, Flex, Typography } from '@strapi/design-system';

import { CardBox } from '../../components/page/CardBox';
import { FieldTable } from '../../components/table/FieldTable';
import { FoldItem } from '../../components/Fold';
import { nameProduct } from '../../utils/names';
import { StatePill } from '../../components/StatePill';
import { TextLink } from '../../components/TextLink';
import { useAccess } from '../../hooks/useAccess';
import { useDates } from '../../hooks/useDates';
import { useFilters } from '../../hooks/useFilters';
import { useTexts } from '../../hooks/useTexts';
import { BASE_PATH } from '../../pluginId';
import { lookOfMember } from '../../utils/looks';

import type { Member } from '../../../../contracts/member';
import type { MemberEntitlement, PurchaseEvent } from '../../../../contracts/purchase';

const FILTERS = ['purchase'] as const;

/** Lines of the explanation that tell of a purchase whose webhook could not be processed yet. */
const STUCK = 'explain.stuck.';

interface PurchasesProps {
  member: Member;
}

/** Each purchase with its state and level; folded below it, what Kartra reported. */
export function Purchases({ member }: PurchasesProps) {
  const { t, say } = useTexts();
  const { entitlements } = member;
  const stuck = member.explanation.filter(({ code }) => code.startsWith(STUCK));
  const { values, set } = useFilters(FILTERS);
  return (
    <CardBox title={t('member.purchases')}>
      {stuck.map((line) => (
        <Typography key={line.text} tag="p">
          {say('explain', line)}
        </Typography>
      ))}
      {entitlements.length === 0 ? (
        stuck.length === 0 ? (
          <Typography textColor="neutral600">{t('member.no-purchases')}</Typography>
        ) : null
      ) : (
        <Accordion.Root
          size="S"
          collapsible
          value={values.purchase ?? ''}
          onValueChange={(purchase: string) => set({ purchase })}
        >
          {entitlements.map((entitlement) => (
            <FoldItem
              key={entitlement.id}
              value={String(entitlement.id)}
              title={<PurchaseTitle entitlement={entitlement} />}
            >
              <Events events={entitlement.events} />
            </FoldItem>
          ))}
        </Accordion.Root>
      )}
    </CardBox>
  );
}

function PurchaseTitle({ entitlement }: { entitlement: MemberEntitlement }) {
  const { t, lookUp } = useTexts();
  const dates = useDates();
  const { state, reason, endsAt, orderIds, subscriptionId, roles, payments } = entitlement;
  const [order] = orderIds;
  const name = nameProduct(entitlement.productName, entitlement.productId);
  const notes = [
    reason && lookUp(`entitlement-reason.${reason}`, reason),
    ...entitlement.changes.map(({ from, to, at }) =>
      t('member.changed', { from, to, hasDate: at ? 'yes' : 'no', date: at ? dates.day(at) : '' })
    ),
    endsAt && t('member.until', { date: dates.day(endsAt) }),
    payments.overdueSince
      ? t('member.payment-overdue', { date: dates.day(payments.overdueSince) })
      : payments.nextPaymentAt &&
        t('member.next-payment', { date: dates.day(payments.nextPaymentAt) }),
  ].filter(Boolean);
  return (
    <Flex tag="span" inline gap={2} wrap="wrap">
      <span>
        {order
          ? t('member.order', { order })
          : subscriptionId
            ? t('member.subscription', { id: subscriptionId })
            : t('member.no-order')}
      </span>
      <Typography tag="span">{name}</Typography>
      <StatePill look={lookOfMember(state)}>{t(`member-state.${state}`)}</StatePill>
      {notes.length > 0 ? (
        <Typography tag="span" variant="pi" textColor="neutral600">
          {notes.join(', ')}
        </Typography>
      ) : null}
      <Typography tag="span">
        {roles.flatMap((level) => level.name ?? []).join(', ') || t('effect.no-level')}
      </Typography>
    </Flex>
  );
}

function Events({ events }: { events: readonly PurchaseEvent[] }) {
  const { t, lookUp } = useTexts();
  return (
    <FieldTable
      label={t('member.events')}
      columns={[
        { label: t('meaning.date') },
        { label: t('logs.event') },
        { label: t('meaning.way') },
        { label: t('member.webhook') },
      ]}
      rows={events.map((event, index) => ({
        key: index,
        cells: [
          event.date ? t('meaning.kartra-date', { date: event.date }) : '–',
          lookUp(`kind.${event.kind}`, event.kind),
          [...new Set(event.webhooks.map(({ surface }) => t(`meaning.surface.${surface}`)))].join(
            ', '
          ),
          <Webhooks key="webhooks" event={event} />,
        ],
      }))}
    />
  );
}

function Webhooks({ event }: { event: PurchaseEvent }) {
  const { t } = useTexts();
  const access = useAccess();
  return (
    <Flex gap={2} wrap="wrap">
      {event.webhooks.map(({ id }) =>
        access.readLogs ? (
          <TextLink key={id} to={`${BASE_PATH}/webhook-logs/${id}`}>
            {t('log.title', { id })}
          </TextLink>
        ) : (
          <span key={id}>{t('log.title', { id })}</span>
        )
      )}
    </Flex>
  );
}
