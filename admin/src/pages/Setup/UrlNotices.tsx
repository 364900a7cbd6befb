import { Button } from '@strapi/design-system';

import { Notice } from '../../components/Notice';
import { useAccess } from '../../hooks/useAccess';
import { useDates } from '../../hooks/useDates';
import { useNow } from '../../hooks/useNow';
import { useTexts } from '../../hooks/useTexts';
import { useWebhookUrl } from '../../hooks/useWebhookUrl';

import type { Connection } from '../../../../contracts/connection';

/** Kartra still posts to a URL that will end. */
export function OldUrlNotice({ connection }: { connection: Connection }) {
  const { t } = useTexts();
  const dates = useDates();
  const now = useNow();
  const { previousUrl } = connection;
  return previousUrl?.lastUsedAt ? (
    <Notice
      kind="warning"
      title={t('notice.old-url')}
      action={<CopyButton connection={connection} label={t('notice.copy-new')} />}
    >
      {t('notice.old-url-text', {
        n: previousUrl.uses,
        ago: dates.ago(previousUrl.lastUsedAt, now),
        date: dates.moment(previousUrl.validUntil),
      })}
    </Notice>
  ) : null;
}

interface WrongKeysNoticeProps {
  connection: Connection;
  n: number;
  lastAt: string;
}

/** Kartra posts to a URL that has ended: what it sends is lost. */
export function WrongKeysNotice({ connection, n, lastAt }: WrongKeysNoticeProps) {
  const { t } = useTexts();
  const dates = useDates();
  const now = useNow();
  return (
    <Notice
      kind="warning"
      title={t('notice.wrong-keys', { n })}
      action={<CopyButton connection={connection} label={t('notice.copy-url')} />}
    >
      {t('notice.wrong-keys-text', { ago: dates.ago(lastAt, now) })}
    </Notice>
  );
}

function CopyButton({ connection, label }: { connection: Connection; label: string }) {
  const access = useAccess();
  const main = connection.keys.find(({ isMain }) => isMain);
  return main && access.manageSecrets ? <CopyUrl keyId={main.id} label={label} /> : null;
}

function CopyUrl({ keyId, label }: { keyId: number; label: string }) {
  const { copy, isAsking } = useWebhookUrl(keyId);
  return (
    <Button variant="tertiary" size="S" disabled={isAsking} onClick={() => void copy()}>
      {label}
    </Button>
  );
}
