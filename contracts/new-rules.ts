/** Members whom the rules of a newer version would change, while nobody has said whether they are to. */

import type { PageQuery } from './common';

export type NewRulesEffect = 'gain' | 'lose' | 'move';

/** How many accounts wait for the answer; one that several members share counts once. */
export interface NewRules {
  readonly members: number;
  readonly gain: number;
  readonly lose: number;
  /** Get another level that is neither higher nor lower. */
  readonly move: number;
}

export interface WaitingMember {
  readonly memberId: number;
  readonly effect: NewRulesEffect;
  /** Hidden without the personal-data permission. */
  readonly name: string | null;
  /** Masked without the personal-data permission. */
  readonly email: string | null;
  /** Names of the levels that purchases give without and with the new rules, highest first; none: the fallback. */
  readonly before: readonly string[];
  readonly after: readonly string[];
}

export type WaitingMemberQuery = PageQuery;

/** They keep what they have. */
export interface DeclinedNewRules {
  readonly members: number;
}
