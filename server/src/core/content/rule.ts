import { meets, type HeldLevel, type Level, type Requirement } from '../access/held-levels';

/** Who may read a type. Levels are named by the type of their role, as the content API names roles (`gold`). */
export type ProtectRule =
  | {
      /** Any of these levels will do. */
      readonly anyOf: readonly string[];
      readonly atLeast?: undefined;
    }
  | {
      /** This level will do, and each that ranks above it. */
      readonly atLeast: string;
      readonly anyOf?: undefined;
    };

export interface Protection {
  readonly uid: string;
  readonly rule: ProtectRule;
  /** Fields that everyone may read; none: not even that an entry exists can be seen. */
  readonly teaser: readonly string[];
}

/** The levels that a rule names. */
export const levelsNamed = ({ anyOf, atLeast }: Requirement): readonly string[] => [
  ...(anyOf ?? []),
  ...(atLeast === undefined ? [] : [atLeast]),
];

/** What is left to read of the type for a person with these levels; null: all of it. */
export const teaserFor = (
  { rule, teaser }: Protection,
  held: readonly HeldLevel[],
  levels: readonly Level[]
): readonly string[] | null => (meets(held, levels, rule) ? null : teaser);
