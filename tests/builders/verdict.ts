/** What one webhook did, from a real fold: a test says what Ann did and what the site is like. */
import type { AccountStatus } from '../../server/src/core/access/account';
import type { MappingRule } from '../../server/src/core/rules/mappings';
import type { Fact, Settlement } from '../../server/src/core/entitlements/fact';
import { foldFacts } from '../../server/src/core/entitlements/fold';
import { locate } from '../../server/src/core/entitlements/locate';
import type { ReportedResult } from '../../server/src/core/inbox/case';
import {
  readCases,
  type ArrivedFact,
  type DecidedWorld,
  type JudgedFact,
} from '../../server/src/core/inbox/read-case';
import { judgeFact } from '../../server/src/core/inbox/verdict';
import type { Rules } from '../../server/src/core/rules/rules';
import { accountIn, ANN, decide, DEFAULT, denial, GOLD, holding, mapping, RULES } from './member';
import { named, one } from '../model/named-facts';

const NOW = Date.UTC(2026, 2, 20);

interface Site {
  readonly mappings?: readonly MappingRule[];
  readonly ignoredOffers?: Rules['ignoredOffers'];
  readonly memberResult?: ReportedResult | null;
  readonly amount?: string;
  readonly settlements?: readonly Settlement[];
  readonly foldBefore?: (first: ArrivedFact) => ReturnType<typeof foldFacts>;
}

export const ofAnn = (
  name: string,
  kind: Fact['kind'],
  fields: Parameters<typeof named>[2] = {}
): Fact => named(name, kind, { ...one, memberId: ANN, ...fields });

/** Ann in Gold, by her purchase. */
export function memberResult(
  told: {
    readonly roleBefore?: number | null;
    readonly user?: object | null;
    readonly status?: AccountStatus;
    readonly created?: boolean;
    readonly key?: string;
    readonly isDenied?: boolean;
  } = {}
): ReportedResult {
  const { roleBefore = DEFAULT, status = 'ready', created = false, key = 'A' } = told;
  const user = told.user === undefined ? { id: 1 } : told.user;
  return {
    ...decide({
      account: accountIn(roleBefore),
      entitlements: [holding([GOLD], { purchaseKey: key })],
      overrides: told.isDenied === true ? [denial(null)] : [],
      rules: RULES,
    }),
    entitlements: [],
    member: { userGoneAt: null },
    account: { status, user, created },
    isByNewRules: false,
  };
}

/** Facts in order of arrival, each brought by a webhook of its own: the first by number 1. */
export function worldOf(facts: readonly Fact[], told: Site = {}): DecidedWorld {
  const rows = facts.map((fact, index) => ({
    id: index + 1,
    factHash: fact.hash,
    webhookLogId: index + 1,
    amount: told.amount ?? null,
  }));
  const ledger = foldFacts(facts, told.settlements ?? []);
  const rowOf = new Map(rows.map((row) => [row.factHash, row]));
  const rules = {
    ...RULES,
    mappings: told.mappings ?? [mapping([GOLD])],
    ignoredOffers: told.ignoredOffers ?? [],
  };
  const known = told.memberResult === undefined ? memberResult() : told.memberResult;
  return {
    rowOf,
    ledger,
    locate: locate(ledger),
    rules,
    results: new Map(known ? [[ANN, known]] : []),
    foldBefore:
      told.foldBefore ??
      ((first) =>
        foldFacts(
          facts.filter(({ hash }) => (rowOf.get(hash)?.id ?? 0) < first.id),
          []
        )),
  };
}

const askedFor = (
  { rowOf }: DecidedWorld,
  name: string,
  asked: Partial<JudgedFact>
): JudgedFact => ({
  hash: name,
  webhookLogId: rowOf.get(name)?.webhookLogId ?? 0,
  email: 'ann@example.com',
  ...asked,
});

/** What the webhook that brought this fact did. */
export function judged(
  facts: readonly Fact[],
  name: string,
  told: Site = {},
  asked: Partial<JudgedFact> = {}
) {
  const world = worldOf(facts, told);
  const verdict = judgeFact(world, askedFor(world, name, asked), NOW);
  return { ...verdict, ...verdict.told() };
}

/** What is judged: the event of this fact, as its first purchase has it. */
export function seen(facts: readonly Fact[], name: string, told: Site = {}) {
  const world = worldOf(facts, told);
  return readCases(world, askedFor(world, name, {}), NOW)[0];
}
