import { useTexts } from '../hooks/useTexts';
import { Notice } from './Notice';

import type { Problem } from '../api/problem';

/** What happened, and that nothing was saved. */
export function ProblemNotice({ problem }: { problem: Problem | null }) {
  const { t } = useTexts();
  if (!problem) {
    return null;
  }
  const sentence = problem.message || t('common.no-answer');
  return <Notice kind="danger" title={t('common.nothing-saved', { sentence })} />;
}
