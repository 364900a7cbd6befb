/** `GET /api/kartra/me`: what the signed-in user may see. */
export interface Me {
  readonly role: { readonly id: number; readonly name: string; readonly type: string } | null;
  /** Highest first. */
  readonly levels: readonly {
    readonly name: string;
    readonly type: string;
    /** `given`: by an administrator. */
    readonly state: 'active' | 'past-due' | 'leaving' | 'given';
    /** ISO 8601; null: no end is known. */
    readonly until: string | null;
  }[];
}
