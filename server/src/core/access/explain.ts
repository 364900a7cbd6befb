import type { MessageValue } from '../wording/sentence';
import { isLive } from '../entitlements/term';
import { accountLines } from './explain-account';
import { denialEnds, nextLine, pastOf, type Denied } from './explain-ends';
import { stuckLine } from './explain-stuck';
import { nameSet } from './level-sets';
import {
  line,
  sourceValues,
  type ExplainedOverride,
  type ExplainedPurchase,
  type ExplainInput,
  type Giver,
  type Line,
} from './explain-sources';

/**
 * Why a member has the level they have, one sentence a line: what is true of the account where it is something else,
 * then what purchases and overrides say: now, next, beneath, stuck, past, against, waiting. The highest rank among the
 * lines that give a level, less what a line denies, is the level of the line that says now.
 */
export function explainAccess(input: ExplainInput): Line[] {
  const rank = new Map(input.levels.map(({ roleId }, index) => [roleId, index + 1]));
  const nameOf = (roleId: number | null) =>
    input.levels.find((level) => level.roleId === roleId)?.name ?? null;
  const gives = ({ state, endReason }: ExplainedPurchase) => isLive({ state, reason: endReason });
  const stuck = input.purchases.flatMap((purchase) =>
    purchase.stuck === null ? [] : { purchase, reason: purchase.stuck }
  );
  const live = input.purchases.filter((purchase) => gives(purchase) && purchase.stuck === null);
  const denials = input.overrides.filter(({ effect }) => effect === 'deny');
  const isDenied = (roleId: number) =>
    denials.some((denial) => denial.roleId === null || denial.roleId === roleId);

  const given = [
    ...live.map((purchase) => ({ roleIds: purchase.roleIds, purchase, override: null })),
    ...input.overrides.flatMap((override) =>
      override.effect === 'grant' && override.roleId !== null
        ? { roleIds: [override.roleId], purchase: null, override }
        : []
    ),
  ];
  /** Of what each gives, the part that this holds for; highest first. */
  const giversOf = (counts: (roleId: number) => boolean): Giver[] =>
    given
      .flatMap((giver) => {
        const roleIds = giver.roleIds.filter((roleId) => rank.has(roleId) && counts(roleId));
        const [roleId] = roleIds;
        return roleId === undefined ? [] : { ...giver, roleId, roleIds };
      })
      .sort((a, b) => (rank.get(a.roleId) ?? 0) - (rank.get(b.roleId) ?? 0));
  const counting = giversOf((roleId) => !isDenied(roleId));
  const [first, ...rest] = counting;
  const denied = deniedOf(giversOf(isDenied), denials);

  const values = (giver: Giver) => ({
    level: nameSet(giver.roleIds.map(nameOf)),
    rank: rank.get(giver.roleId) ?? null,
    roleId: giver.roleId,
  });
  const lines: Line[] = accountLines(input, nameOf(first?.roleId ?? null));
  if (first) {
    const level = nameOf(first.roleId);
    const [second, ...others] = rest;
    lines.push(giverLine('now', first, values(first)));
    lines.push(...setLines(counting, input.levels));
    lines.push(nextLine([first, ...rest], denied, nameOf, input.fallback));
    lines.push(
      second
        ? giverLine('beneath', second, values(second))
        : line('explain.beneath.fallback', { level: input.fallback, rank: null, roleId: null })
    );
    for (const giver of others) {
      const where = giver.roleId === first.roleId ? 'also-same' : 'also';
      lines.push(giverLine(where, giver, { ...values(giver), higher: level }));
    }
  } else {
    lines.push(fallbackLine(input, stuck.length > 0));
    lines.push(...denialEnds(denied, nameOf));
  }
  for (const { purchase, reason } of stuck) lines.push(stuckLine(purchase, reason));
  lines.push(
    ...pastOf(
      input.purchases.filter((purchase) => !gives(purchase) && purchase.stuck === null),
      nameOf
    )
  );
  for (const denial of denials) lines.push(denialLine(denial, nameOf(denial.roleId), rank));
  for (const giver of giversOf(isDenied)) {
    lines.push(giverLine('denied-source', giver, values(giver)));
  }
  for (const purchase of live.filter(({ roleIds }) => roleIds.length === 0)) {
    lines.push(line('explain.waiting', sourceValues(purchase), purchase.webhookLogIds));
  }
  return lines;
}

/** What would give a level if a denial ended, and when that is; of several denials of one level the last end counts. */
function deniedOf(givers: readonly Giver[], denials: readonly ExplainedOverride[]): Denied[] {
  return givers.flatMap((giver) => {
    const against = denials.filter(({ roleId }) => roleId === null || roleId === giver.roleId);
    const ends = against.flatMap(({ until }) => until ?? []).sort();
    const until = ends.length === against.length ? ends.at(-1) : undefined;
    return until === undefined ? [] : { giver, until };
  });
}

/** Where something gives several levels: all that count now, as the first sentence tells of one giver only. */
function setLines(counting: readonly Giver[], levels: ExplainInput['levels']): Line[] {
  if (counting.every(({ roleIds }) => roleIds.length < 2)) return [];
  const held = levels.filter(({ roleId }) =>
    counting.some(({ roleIds }) => roleIds.includes(roleId))
  );
  const told = { levels: nameSet(held.map(({ name }) => name)), level: held[0]?.name ?? null };
  return [line('explain.set', told)];
}

type Place = 'now' | 'beneath' | 'also' | 'also-same' | 'denied-source';
type Values = Readonly<Record<string, MessageValue>>;

function giverLine(where: Place, { purchase, override }: Giver, values: Values): Line {
  if (!purchase) return overrideLine(where, override, values);
  return line(
    `explain.${where}.purchase`,
    { ...values, ...sourceValues(purchase) },
    purchase.webhookLogIds
  );
}

function overrideLine(where: Place, override: ExplainedOverride, values: Values): Line {
  const { author, givenAt, until, reason, source } = override;
  // Only a purchase is compared with what is higher.
  const place = where === 'also-same' ? 'also' : where;
  const kind = source === 'held-before' ? 'held-before' : 'given';
  return line(`explain.${place}.${kind}`, { ...values, author, givenAt, until, reason });
}

const fallbackLine = ({ fallback }: ExplainInput, isStuck: boolean): Line =>
  line(isStuck ? 'explain.now.stuck' : 'explain.now.fallback', {
    level: fallback,
    rank: null,
    roleId: null,
  });

const denialLine = (
  { roleId, author, givenAt, until, reason }: ExplainedOverride,
  level: string | null,
  rank: ReadonlyMap<number, number>
): Line =>
  line('explain.denied', {
    level,
    roleId,
    rank: roleId === null ? null : (rank.get(roleId) ?? null),
    author,
    givenAt,
    until,
    reason,
  });
