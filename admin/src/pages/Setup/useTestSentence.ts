import { useTexts } from '../../hooks/useTexts';

import type { TestEventResult } from '../../../../contracts/test-event';

/** Reasons after which the member has the level that the effect names. */
const IN: readonly TestEventResult['outcome']['reason'][] = ['granted', 'renewed', 'recovered'];

/** Who is in with what, or else what a real webhook of this kind would have come to. */
export function useTestSentence({ outcome, effect, email, isTest, dryRun }: TestEventResult) {
  const { t, say } = useTexts();
  const isIn = isTest && !dryRun && IN.includes(outcome.reason);
  return isIn && effect?.after && email
    ? t('test.in', { email, level: effect.after })
    : say('outcome', outcome);
}
