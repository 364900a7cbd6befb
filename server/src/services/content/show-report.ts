import type { ContentAccess } from '../../../../contracts/content-access';
import { levelsNamed } from '../../core/content/rule';
import type { AccessReport } from './report';

/** As the panel shows it: levels by their names, those that the site has not by the word in its code. */
export function showReport(
  { types, levels }: AccessReport,
  nameOf: (levelType: string) => string
): ContentAccess {
  return {
    types: types.map(({ uid, name, by, rule, teaser, openings, unknownLevels }) => ({
      ...{ uid, name, by },
      levels: levelsNamed(rule)
        .filter((level) => !unknownLevels.includes(level))
        .map(nameOf),
      orAbove: rule.atLeast !== undefined,
      unknownLevels: [...unknownLevels],
      teaser: [...teaser],
      openings: [...openings],
    })),
    levels: levels.map(({ role, risks }) => ({ role, risks: [...risks] })),
  };
}
