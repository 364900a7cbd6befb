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
  /** The product whose mapping is applied; null when it is about several, or about something else. */
  readonly product: { readonly id: string; readonly name: string | null } | null;
  /** What became of the members so far; null for a job that counts webhooks. */
  readonly tally: {
    readonly gained: number;
    readonly lost: number;
    /** Got another role, of equal rank or of none. */
    readonly moved: number;
    readonly unchanged: number;
    /** Wait for a person. */
    readonly held: number;
    /** Could not be changed; up to a hundred of them. */
    readonly failedMemberIds: readonly number[];
  } | null;
}
