import { Flex, Typography } from '@strapi/design-system';

import { Notice } from '../../components/Notice';
import { TextLink } from '../../components/TextLink';
import { useAccess } from '../../hooks/useAccess';
import { useTexts } from '../../hooks/useTexts';
import { BASE_PATH } from '../../pluginId';
import { PutAwayButton } from './PutAwayButton';

import type { Overview, SharedIdFound } from '../../../../contracts/overview';

/** Ids that prove nothing, because different buyers have them; each with a webhook that shows where it comes from. */
export function SharedIdsNotice({ found }: { found: Overview['sharedIds'] }) {
  const { t } = useTexts();
  const more = found.count - found.ids.length;
  return (
    <Notice
      kind="warning"
      title={t('notice.shared-id', { n: found.count })}
      action={<PutAwayButton name="shared-id">{t('shared-id.checked')}</PutAwayButton>}
    >
      <Flex direction="column" alignItems="stretch" gap={2}>
        <Flex tag="ul" direction="column" alignItems="stretch" gap={1}>
          {found.ids.map((one) => (
            <SharedIdLine key={one.id} found={one} />
          ))}
          {more > 0 ? (
            <Typography tag="li" textColor="neutral800">
              {t('shared-id.more', { n: more })}
            </Typography>
          ) : null}
        </Flex>
        {found.ids.some(({ kind }) => kind !== 'lead') ? (
          <Typography tag="p">{t('shared-id.what-to-do')}</Typography>
        ) : null}
        {found.ids.some(({ kind }) => kind === 'lead') ? (
          <Typography tag="p">{t('shared-id.what-to-do-lead')}</Typography>
        ) : null}
      </Flex>
    </Notice>
  );
}

function SharedIdLine({ found }: { found: SharedIdFound }) {
  const { t } = useTexts();
  const access = useAccess();
  const { kind, value, buyers, webhookLogId } = found;
  return (
    <Typography tag="li" textColor="neutral800" style={{ overflowWrap: 'anywhere' }}>
      {t(`shared-id.${kind}`, { id: value, n: buyers })}{' '}
      {webhookLogId !== null && access.readLogs ? (
        <TextLink to={`${BASE_PATH}/webhook-logs/${webhookLogId}`}>
          {t('shared-id.show', { n: webhookLogId })}
        </TextLink>
      ) : null}
    </Typography>
  );
}
