import { Flex, Typography } from '@strapi/design-system';

import { CardBox } from '../../components/CardBox';
import { FieldTable } from '../../components/FieldTable';
import { nameProduct } from '../../components/LogParts';
import { StatePill } from '../../components/StatePill';
import { useDates } from '../../hooks/useDates';
import { useTexts } from '../../hooks/useTexts';
import { lookOfMember } from '../../utils/looks';

import type { MemberEntitlement } from '../../../../contracts/member';

interface PurchasesProps {
  entitlements: readonly MemberEntitlement[];
}

export function Purchases({ entitlements }: PurchasesProps) {
  const { t } = useTexts();
  return (
    <CardBox title={t('member.purchases')}>
      {entitlements.length === 0 ? (
        <Typography textColor="neutral600">{t('member.no-purchases')}</Typography>
      ) : (
        <FieldTable
          label={t('member.purchases')}
          columns={[
            { label: t('mapping.product') },
            { label: t('meaning.order') },
            { label: t('member.since') },
            { label: t('members.state') },
            { label: t('level.label') },
          ]}
          rows={entitlements.map((entitlement) => ({
            key: entitlement.id,
            cells: [
              nameProduct(entitlement.productName, entitlement.productId),
              entitlement.orderIds.join(', ') || entitlement.subscriptionId || '–',
              entitlement.startedAt ?? '–',
              <StateCell key="state" entitlement={entitlement} />,
              entitlement.roleName ?? '–',
            ],
          }))}
        />
      )}
    </CardBox>
  );
}

function StateCell({ entitlement }: { entitlement: MemberEntitlement }) {
  const { t, lookUp } = useTexts();
  const dates = useDates();
  const { state, reason, endsAt } = entitlement;
  return (
    <Flex direction="column" alignItems="flex-start" gap={1}>
      <StatePill look={lookOfMember(state)}>{t(`member-state.${state}`)}</StatePill>
      {reason ? (
        <Typography variant="pi" textColor="neutral600">
          {lookUp(`entitlement-reason.${reason}`, reason)}
        </Typography>
      ) : null}
      {endsAt ? (
        <Typography variant="pi" textColor="neutral600">
          {t('member.until', { date: dates.day(endsAt) })}
        </Typography>
      ) : null}
    </Flex>
  );
}
