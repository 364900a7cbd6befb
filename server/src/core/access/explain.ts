import type { MessageValue } from '../wording/sentence';
import { sayDay as day } from '../wording/days';
import { isLive } from '../entitlements/term';
import { accountLines } from './explain-account';
import { denialEnds, nextLine, pastOf, type Denied } from './explain-ends';
import { stuckLine } from './explain-stuck';
import { nameSet } from './level-sets';
import {
  capital,
  line,
  sourceOf,
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
        : line(
            'explain.beneath.fallback',
            { level: input.fallback, rank: null, roleId: null },
            `Without it: ${input.fallback ?? 'no role'}, the fallback level.`
          )
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
    lines.push(
      line(
        'explain.waiting',
        { ...sourceValues(purchase) },
        `${capital(sourceOf(purchase))} waits: the product is not mapped.`,
        purchase.webhookLogIds
      )
    );
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
  return [
    line(
      'explain.set',
      told,
      `Access levels now: ${told.levels}. The highest, ${told.level}, decides the Strapi role.`
    ),
  ];
}

type Place = 'now' | 'beneath' | 'also' | 'also-same' | 'denied-source';
type Values = Readonly<Record<string, MessageValue>>;

function giverLine(where: Place, { purchase, override }: Giver, values: Values): Line {
  if (!purchase) return overrideLine(where, override, values);
  const level = String(values['level'] ?? '');
  const source = sourceOf(purchase);
  const texts = {
    now: `${level} because of ${source}.`,
    beneath: `Without it: ${level} because of ${source}.`,
    also: `${capital(source)} gives ${level}; ${String(values['higher'])} is higher.`,
    'also-same': `${capital(source)} gives ${level} too.`,
    'denied-source': `${capital(source)} would give ${level}.`,
  };
  return line(
    `explain.${where}.purchase`,
    { ...values, ...sourceValues(purchase) },
    texts[where],
    purchase.webhookLogIds
  );
}

function overrideLine(where: Place, override: ExplainedOverride, values: Values): Line {
  const level = String(values['level'] ?? '');
  const author = authorOf(override);
  const { givenAt, until, reason } = override;
  const [kind, texts] =
    override.source === 'held-before'
      ? [
          'held-before',
          {
            now: `${level} was held before Kartra and is kept.`,
            beneath: `Without it: ${level} was held before Kartra and is kept.`,
            also: `${level} was also held before Kartra and is kept.`,
            'denied-source': `${level}, held before Kartra, is denied.`,
          },
        ]
      : [
          'given',
          {
            now: `${level} because ${author} gave it on ${day(givenAt)}${termsOf(override)}.`,
            beneath: `Without it: ${level} because ${author} gave it on ${day(givenAt)}${termsOf(override)}.`,
            also: `${capital(author)} also gave ${level} on ${day(givenAt)}${termsOf(override)}.`,
            'denied-source': `${level}, given by ${author} on ${day(givenAt)}, is denied.`,
          },
        ];
  // That it was given as well says enough, whatever is higher.
  const told = where === 'also-same' ? 'also' : where;
  return line(
    `explain.${told}.${kind}`,
    { ...values, author: override.author, givenAt, until, reason },
    texts[told]
  );
}

const authorOf = ({ author }: ExplainedOverride): string => author ?? 'an administrator';

/** Until when, and why. */
const termsOf = ({ until, reason }: ExplainedOverride): string =>
  `${until ? `, until ${day(until)}` : ''}${reason ? `: “${reason}”` : ''}`;

function fallbackLine({ fallback }: ExplainInput, isStuck: boolean): Line {
  const values = { level: fallback, rank: null, roleId: null };
  const level = fallback ?? 'No role';
  return isStuck
    ? line(
        'explain.now.stuck',
        values,
        `${level}, the fallback level, as long as a purchase is stuck.`
      )
    : line(
        'explain.now.fallback',
        values,
        `${level}, the fallback level: no purchase gives an access level now.`
      );
}

function denialLine(
  denial: ExplainedOverride,
  level: string | null,
  rank: ReadonlyMap<number, number>
): Line {
  const what = denial.roleId === null ? 'Every level' : (level ?? 'A level');
  return line(
    'explain.denied',
    {
      level,
      roleId: denial.roleId,
      rank: denial.roleId === null ? null : (rank.get(denial.roleId) ?? null),
      author: denial.author,
      givenAt: denial.givenAt,
      until: denial.until,
      reason: denial.reason,
    },
    `${what} is denied by ${authorOf(denial)} since ${day(denial.givenAt)}${termsOf(denial)}.`
  );
}
