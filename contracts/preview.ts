/** What a change would do to members, worked out before it is saved. */

export type PreviewGroup = 'gain' | 'lose' | 'held';

export interface PreviewedMember {
  readonly memberId: number;
  readonly group: PreviewGroup;
  /** Hidden without the personal-data permission. */
  readonly name: string | null;
  /** Masked without the personal-data permission. */
  readonly email: string | null;
  /** Role now and after; null: no account yet. */
  readonly before: string | null;
  readonly after: string | null;
  /** Why it has to wait for a person; null unless `held`. */
  readonly heldReason: string | null;
}

export interface Preview {
  /** Get access, or a higher level. */
  readonly gain: number;
  /** Lose access, or drop a level. */
  readonly lose: number;
  readonly unchanged: number;
  /** Would change, but wait for a person: staff, a deleted or unconfirmed account, no address. */
  readonly held: number;
  /** Accounts that would be created; part of `gain`. */
  readonly accounts: number;
  /** Those who gain, lose or are held, up to 200. */
  readonly members: readonly PreviewedMember[];
}
