export interface Job {
  readonly id: number;
  readonly kind: string;
  /** queued, running, done, stopped, failed. */
  readonly state: string;
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  readonly queuedBy: string | null;
  readonly queuedAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly stopRequested: boolean;
}
