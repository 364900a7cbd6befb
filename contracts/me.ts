import type { PaymentOutlook } from './member';

/** `GET /api/kartra/me`: what the signed-in user may see. */
export interface Me {
  readonly role: { readonly id: number; readonly name: string; readonly type: string } | null;
  /** Highest first. */
  readonly levels: readonly {
    readonly name: string;
    readonly type: string;
    /** `given`: by an administrator; `completed`: paid in full. */
    readonly state: 'active' | 'completed' | 'past-due' | 'leaving' | 'given';
    /** ISO 8601; null: no end is known. */
    readonly until: string | null;
    /** What the payments of the purchase behind it let expect; null: no purchase is behind it. */
    readonly payments: PaymentOutlook | null;
  }[];
}
