import { Notice } from '../../components/Notice';
import { PageLink } from '../../components/TextLink';
import { useDates } from '../../hooks/useDates';
import { useTexts } from '../../hooks/useTexts';
import { BASE_PATH } from '../../pluginId';

import type { Overview } from '../../../../contracts/overview';

const BYTES_IN_MB = 1024 * 1024;

interface DroppedPayloadsNoticeProps {
  dropped: NonNullable<Overview['droppedPayloads']>;
}

/** More bytes came in a day than are kept of one. */
export function DroppedPayloadsNotice({ dropped }: DroppedPayloadsNoticeProps) {
  const { t } = useTexts();
  const dates = useDates();
  return (
    <Notice
      kind="warning"
      title={t('notice.dropped-payloads', { n: dropped.count })}
      action={<PageLink to={`${BASE_PATH}/webhook-logs`}>{t('tab.webhook-logs')}</PageLink>}
    >
      {t('notice.dropped-payloads-text', {
        date: dates.dayMonth(dropped.day),
        size: Math.round(dropped.bytesPerDay / BYTES_IN_MB),
      })}
    </Notice>
  );
}
