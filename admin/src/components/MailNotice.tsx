import type * as React from 'react';

import { useTexts } from '../hooks/useTexts';
import { Notice } from './Notice';

import type { MailFacts } from '../../../contracts/overview';

/** Accounts are made, and those who bought cannot get in: mail or the page for passwords is not set up. */
export const hasMailProblem = (mail: MailFacts): boolean =>
  mail.isOn && !(mail.hasProvider && mail.hasResetPage && mail.hasSiteAddress);

function whatIsMissing(mail: MailFacts) {
  if (!mail.hasProvider) {
    return 'notice.no-mail';
  }
  return mail.hasResetPage ? 'notice.no-site-address' : 'notice.no-reset-page';
}

export function MailNotice({ mail, action }: { mail: MailFacts; action?: React.ReactNode }) {
  const { t } = useTexts();
  if (!hasMailProblem(mail)) {
    return null;
  }
  return (
    <Notice kind="warning" title={t('notice.no-password')} action={action}>
      {t(whatIsMissing(mail))}
    </Notice>
  );
}
