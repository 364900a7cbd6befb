import type { Policy } from './policy';

const DEFAULT_GRACE_DAYS = 7;

/** As a mapping is asked for: what a failed payment does, and after how many days. */
interface Asked {
  readonly onFailedPayment?: 'keep' | 'grace' | undefined;
  readonly graceDays?: number | null | undefined;
}

/** The two are one setting to the rules: no days, no end. Nothing when neither is named. */
export function readGrace({
  onFailedPayment,
  graceDays,
}: Asked): Partial<Pick<Policy, 'graceDays'>> {
  if (onFailedPayment === 'keep') return { graceDays: null };
  if (onFailedPayment === 'grace') return { graceDays: graceDays ?? DEFAULT_GRACE_DAYS };
  return graceDays === undefined ? {} : { graceDays };
}
