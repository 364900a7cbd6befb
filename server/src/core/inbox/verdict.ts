import type { Purchase } from '../entitlements/fact';
import type { Term } from '../entitlements/term';
import type { MappingRule } from '../rules/mappings';
import { roleName, type Rules } from '../rules/rules';
import type { MessageValues } from '../wording/sentence';
import type { ReportedResult } from './case';
import { effectOf, type Effect } from './effect';
import { judge } from './judge';
import type { Outcome } from './outcome';
import { once, readCases, type DecidedWorld, type JudgedFact, type SeenCase } from './read-case';
import { valuesOf } from './values';

export interface Verdict {
  readonly outcome: Outcome;
  readonly purchase: Purchase | null;
  readonly term: Term | null;
  readonly memberId: number | null;
  readonly duplicateOf: number | null;
  readonly mapping: MappingRule | null;
  /** What the sentence says beside its words, and what the account had and has. Costs more than the outcome. */
  told(): {
    readonly values: MessageValues;
    readonly effect: Effect | null;
  };
}

/** What the webhook that brought this fact did. */
export function judgeFact(world: DecidedWorld, fact: JudgedFact, now: number): Verdict {
  const [first, ...others] = readCases(world, fact, now);
  // An ending may end several lines of one subscription: the one that it changed says most.
  const verdict = judgeCase(world, fact, first, now);
  return (
    [verdict, ...others.map((seen) => judgeCase(world, fact, seen, now))].find(
      ({ outcome }) => outcome.reason !== 'no-change'
    ) ?? verdict
  );
}

function judgeCase(
  { rules }: DecidedWorld,
  fact: JudgedFact,
  seen: SeenCase,
  now: number
): Verdict {
  const { asked, memberId, mapping, memberResult, change, isDenied } = seen;
  const outcome = judge(asked);
  const before = fact.roleBefore
    ? fact.roleBefore.name
    : roleName(rules, memberResult?.roleBefore ?? null);
  return {
    outcome,
    purchase: asked.purchase,
    term: asked.term,
    memberId,
    duplicateOf: asked.duplicateOf,
    mapping,
    told: once(() => ({
      values: valuesOf(asked, { rules, memberResult, change, before, isDenied, now }),
      effect: outcome.state === 'ignored' ? null : effectOn(rules, memberResult, before),
    })),
  };
}

function effectOn(
  rules: Rules,
  memberResult: ReportedResult | null,
  before: string | null
): Effect | null {
  if (!memberResult?.account.user) return null;
  const after = roleName(rules, memberResult.roleAfter);
  return effectOf({ before, after, accountCreated: memberResult.account.created });
}
