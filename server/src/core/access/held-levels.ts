import type { Outlook } from '../entitlements/outlook';

/** Access levels that a user holds now, whatever gave them; what `/me`, the policy and the service answer from. */

export interface Level {
  readonly roleId: number;
  readonly name: string;
  /** As the content API names it (`gold`). */
  readonly type: string;
  /** 1 is the highest. */
  readonly rank: number;
}

export type HeldState = 'active' | 'completed' | 'past-due' | 'leaving' | 'given';

export interface HeldLevel extends Level {
  readonly state: HeldState;
  /** Epoch ms; null: no end is known. */
  readonly until: number | null;
  /** What the payments of the purchase behind it let expect; null: there is none, or it wasn't asked for. */
  readonly outlook: Outlook | null;
}

export interface Grant {
  readonly roleId: number;
  readonly state: HeldState;
  readonly until: number | null;
  readonly outlook: Outlook | null;
}

const STRENGTH: readonly HeldState[] = ['active', 'completed', 'given', 'past-due', 'leaving'];

/** Each level once, with the best that is known of it; highest first. */
export function heldLevels(levels: readonly Level[], grants: readonly Grant[]): HeldLevel[] {
  return [...levels]
    .sort((a, b) => a.rank - b.rank)
    .flatMap((level) => {
      const [best] = grants
        .filter(({ roleId }) => roleId === level.roleId)
        .sort(
          (a, b) =>
            STRENGTH.indexOf(a.state) - STRENGTH.indexOf(b.state) ||
            (b.until ?? Number.POSITIVE_INFINITY) - (a.until ?? Number.POSITIVE_INFINITY)
        );
      return best ? { ...level, state: best.state, until: best.until, outlook: best.outlook } : [];
    });
}

export interface Requirement {
  /** Types of levels, any of which will do. */
  readonly anyOf?: readonly string[] | undefined;
  /** Type of the lowest level that will do, by rank. */
  readonly atLeast?: string | undefined;
}

/** Whether these levels meet the requirement; both parts where both are given. An unknown type is never met. */
export function meets(
  held: readonly HeldLevel[],
  levels: readonly Level[],
  { anyOf, atLeast }: Requirement
): boolean {
  const hasAny = anyOf === undefined || held.some(({ type }) => anyOf.includes(type));
  const floor = levels.find(({ type }) => type === atLeast);
  const isHighEnough =
    atLeast === undefined || (floor !== undefined && held.some(({ rank }) => rank <= floor.rank));
  return hasAny && isHighEnough && (anyOf !== undefined || atLeast !== undefined);
}
