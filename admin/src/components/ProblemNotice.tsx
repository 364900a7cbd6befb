import { useProblemText } from '../hooks/useProblemText';
import { useTexts } from '../hooks/useTexts';
import { Notice } from './Notice';

import type { Problem } from '../api/problem';

/** What happened, and that nothing was saved. */
export function ProblemNotice({ problem }: { problem: Problem | null }) {
  const { t } = useTexts();
  const tell = useProblemText();
  return problem ? (
    <Notice kind="danger" title={t('common.nothing-saved', { sentence: tell(problem) })} />
  ) : null;
}
