import { Flex, Typography } from '@strapi/design-system';

import { useApi } from '../../api/client';
import { TextLink } from '../../components/TextLink';
import { useResource } from '../../hooks/useResource';
import { useTexts } from '../../hooks/useTexts';
import { BASE_PATH } from '../../pluginId';
import { nameOwner } from '../../components/logs/SettleButton';

/** The ids of an event that name purchases of other people, and whose those are. */
export function NamedPurchases({ logId }: { logId: number }) {
  const { t, lookUp } = useTexts();
  const api = useApi();
  const log = useResource(`webhook log ${logId}`, () => api.webhookLog(logId)).data;
  const others = (log?.candidates ?? []).flatMap(({ purchase, orderIds: [order], other }) =>
    other ? { purchase, order, other } : []
  );
  if (others.length === 0) {
    return null;
  }
  return (
    <Flex tag="ul" direction="column" alignItems="flex-start" gap={1}>
      {others.map(({ purchase, order, other }) => (
        <Typography key={purchase} tag="li">
          {lookUp(`named-id.${other.namedBy.kind}`, other.namedBy.kind)} {other.namedBy.id}
          {': '}
          <TextLink to={`${BASE_PATH}/members/${other.memberId}?purchase=${purchase}`}>
            {nameOwner(other, t)}
          </TextLink>
          {order ? `, ${t('held.order', { order })}` : null}
        </Typography>
      ))}
    </Flex>
  );
}
