import { useApi } from '../../api/client';
import { Notice } from '../../components/Notice';
import { PageLink } from '../../components/TextLink';
import { useResource } from '../../hooks/useResource';
import { useTexts } from '../../hooks/useTexts';
import { BASE_PATH } from '../../pluginId';

/** What is meant for members can be read without a level; nothing while all of it is closed. */
export function ContentNotice() {
  const { t, list } = useTexts();
  const api = useApi();
  const { data } = useResource('content-access', api.contentAccess);
  const open = data?.types.filter(({ openings }) => openings.length > 0) ?? [];
  if (open.length === 0) {
    return null;
  }
  return (
    <Notice
      kind="warning"
      title={t('notice.content-open')}
      action={
        <PageLink to={`${BASE_PATH}/settings#content`}>{t('notice.content-open-link')}</PageLink>
      }
    >
      {t('notice.content-open-text', { types: list(open.map(({ name }) => name)) })}
    </Notice>
  );
}
