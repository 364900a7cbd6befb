import { useNotification } from '@strapi/strapi/admin';

import { useApi } from '../../api/client';
import { useAccess } from '../../hooks/useAccess';
import { useAction } from '../../hooks/useAction';
import { useOverview } from '../../hooks/useOverview';
import { useTexts } from '../../hooks/useTexts';

import type { AnswerSiteBody } from '../../../../contracts/connection';
import type { Action } from '../../hooks/useAction';

export type SiteAnswer = AnswerSiteBody['answer'];

interface SiteAnswering {
  /** The answer may make a new webhook URL, so both permissions are needed. */
  readonly mayAnswer: boolean;
  readonly answer: Action<[SiteAnswer], boolean>;
}

/** Says what this site is; the whole panel then shows what follows. */
export function useSiteAnswer(): SiteAnswering {
  const { t } = useTexts();
  const api = useApi();
  const access = useAccess();
  const { reload } = useOverview();
  const { toggleNotification } = useNotification();
  const answer = useAction(async (chosen: SiteAnswer) => {
    await api.answerSite({ answer: chosen });
    toggleNotification({ type: 'success', message: t(`site.toast.${chosen}`) });
    await reload();
    return true;
  });
  return { mayAnswer: access.changeSettings && access.manageSecrets, answer };
}
