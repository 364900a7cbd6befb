export interface RetryPlan {
  /** Wait after the first failure, in milliseconds; doubles with each further one. */
  readonly backoffMs: number;
  readonly backoffMaxMs: number;
  /** Failures after which it is given up. */
  readonly maxFailures: number;
}

/** When to try again, as epoch ms, after this many failures; null: given up. */
export function nextAttemptAt(failures: number, now: number, plan: RetryPlan): number | null {
  if (failures >= plan.maxFailures) return null;
  return now + Math.min(plan.backoffMs * 2 ** Math.max(0, failures - 1), plan.backoffMaxMs);
}

/** From this many failures on, the owner gets an alert; fewer may be bad luck. */
export const ALERT_AT_FAILURE = 3;

export const isAlarming = (failures: number): boolean => failures >= ALERT_AT_FAILURE;
