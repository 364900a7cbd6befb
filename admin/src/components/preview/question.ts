/** What a person is asked before something is saved. */
export interface PreviewQuestion {
  readonly title: string;
  /** What is to be saved, in one line. */
  readonly summary?: string;
  /** What else there is to know. */
  readonly text?: string;
  readonly backLabel?: string;
  readonly confirmLabel?: string;
  /** Asked even when no member is affected, as it cannot be undone. */
  readonly isAlwaysAsked?: boolean;
}
