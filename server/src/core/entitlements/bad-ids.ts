import type { Fact, SharedId } from './fact';
import { compareText } from './order';
import { isPayment } from './kinds';

/** From so many addresses on, a lead id that buys under them is no person's any more (RULES M1). */
export const ADDRESSES_OF_A_SHARED_LEAD = 4;

/** A neighborhood with more facts, of more members, is tied together by an id that says nothing (RULES M2). */
const MOST_FACTS = 200;
const MOST_MEMBERS = 20;

/**
 * The ids that an owner should know about: those that payments of strangers share, and of a neighborhood that has grown
 * too large the id that ties most of its members. In order of space and id, each once.
 */
export function badIdsOf(facts: readonly Fact[], sharedIds: readonly SharedId[]): SharedId[] {
  // One of these is the reason for the size.
  if (sharedIds.some(({ buyers }) => buyers > MOST_MEMBERS)) return [...sharedIds];
  const crowded = crowdedId(facts);
  const isKnown = sharedIds.some(({ space, id }) => space === crowded?.space && id === crowded.id);
  return crowded === null || isKnown ? [...sharedIds] : [...sharedIds, crowded].sort(compareIds);
}

const compareIds = (a: SharedId, b: SharedId): number =>
  compareText(a.space, b.space) || compareText(a.id, b.id);

/** Null: the neighborhood is of a usual size, or no id ties any two of its members. */
function crowdedId(facts: readonly Fact[]): SharedId | null {
  const everyone = new Set(facts.flatMap(({ memberId }) => memberId ?? []));
  if (facts.length <= MOST_FACTS || everyone.size <= MOST_MEMBERS) return null;
  const carriers = new Map<
    string,
    { space: SharedId['space']; id: string; members: Set<number> }
  >();
  for (const fact of facts) {
    const { memberId } = fact;
    if (memberId === null) continue;
    for (const [space, id] of idsOf(fact)) {
      const key = `${space}\u0000${id}`;
      const known = carriers.get(key);
      if (known) known.members.add(memberId);
      else carriers.set(key, { space, id, members: new Set([memberId]) });
    }
  }
  const [widest] = [...carriers.values()]
    .map(({ space, id, members }) => ({ space, id, buyers: members.size }))
    .sort((a, b) => b.buyers - a.buyers || compareIds(a, b));
  return widest && widest.buyers > 1 ? widest : null;
}

/** Orders are one space: the parent of a refund is the order of a sale. */
function idsOf(fact: Fact): (readonly [SharedId['space'], string])[] {
  const ids: readonly (readonly [SharedId['space'], string | null])[] = [
    ['internal-subscription', fact.internalSubscriptionId],
    ['processor-subscription', fact.processorSubscriptionId],
    ['order', fact.orderId],
    ['order', fact.parentId],
    ['order', fact.originalId],
  ];
  return ids.flatMap(([space, id]) => (id === null ? [] : [[space, id] as const]));
}

/** Whether this fact names the id. */
export const namesId = (fact: Fact, { space, id }: Pick<SharedId, 'space' | 'id'>): boolean =>
  idsOf(fact).some(([otherSpace, other]) => otherSpace === space && other === id);

/**
 * The webhook that came last of those whose fact satisfies `test`: the same one in whatever order they were applied.
 * Null: there is none.
 */
export const newestLogOf = (facts: readonly Fact[], test: (fact: Fact) => boolean): number | null =>
  facts
    .filter(test)
    .map(({ webhookLogId }) => webhookLogId)
    .sort(descending)[0] ?? null;

const descending = (a: number, b: number): number => b - a;

/** Under how many addresses each lead bought, as far as these facts know. */
export function addressesByLead(facts: readonly Fact[]): ReadonlyMap<string, number> {
  const addresses = new Map<string, Set<string>>();
  for (const { kind, leadToken, emailToken } of facts) {
    if (!isPayment(kind) || leadToken === null || emailToken === null) continue;
    const known = addresses.get(leadToken) ?? new Set();
    addresses.set(leadToken, known.add(emailToken));
  }
  return new Map([...addresses].map(([lead, known]) => [lead, known.size]));
}
