export interface AccessLevel {
  readonly roleId: number;
  readonly name: string;
  /** The role's type, as the content API names it (`gold`). */
  readonly type: string;
  /** 1 is the highest. */
  readonly rank: number;
  /** Users who have this role now. */
  readonly members: number;
}

export interface AssignableRole {
  readonly roleId: number;
  readonly name: string;
  readonly type: string;
  /** Why it can be neither level nor fallback; null when it can. */
  readonly refusal: 'public' | 'manages-users' | null;
  readonly isLevel: boolean;
}

export interface CreateAccessLevelBody {
  readonly name: string;
}

export interface OrderAccessLevelsBody {
  /** Highest first. A level left out stops being one; a mapped one left out is refused. */
  readonly roleIds: readonly number[];
}
