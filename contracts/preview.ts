/** What a change would do to members, worked out before it is saved. */

import type { Sentence } from './common';

export type PreviewGroup = 'gain' | 'lose' | 'moved' | 'unchanged' | 'held';

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
  /** Every level that purchases and overrides give now and then, highest first. */
  readonly levelsBefore: readonly string[];
  readonly levelsAfter: readonly string[];
  /** What decides about the level that purchases and overrides then give. */
  readonly why: Sentence;
  /** Why it has to wait for a person; null unless `held`. */
  readonly heldReason: string | null;
}

export interface Preview {
  /** Get access, a higher level, or a further one. */
  readonly gain: number;
  /** Lose access, drop a level, or lose one of several. */
  readonly lose: number;
  /** Get another role, of equal rank or of none, like the fallback. */
  readonly moved: number;
  readonly unchanged: number;
  /** Would change, but wait for a person: staff, a deleted or unconfirmed account, no address. */
  readonly held: number;
  /** Accounts that would be created; part of `gain`. */
  readonly accounts: number;
  /** Welcome mails that would go out to them. */
  readonly mails: number;
  /** Those who gain, lose, move or are held, up to 200; of a part (`afterId`) everybody. */
  readonly members: readonly PreviewedMember[];
}

/** A preview of many is asked for part by part, so that it can be watched and given up. */
export interface PreviewPartQuery {
  /** Only members after this id; 0 begins. */
  readonly afterId?: number;
  /** How many of them, 500 unless told otherwise. */
  readonly limit?: number;
}

export interface PreviewMeta {
  /** How many members the change concerns; null in a part that is not the first. */
  readonly total: number | null;
  /** Where the next part begins; null: this was the last. */
  readonly nextAfterId: number | null;
}
