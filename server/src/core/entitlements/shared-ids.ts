import type { Draft } from './drafts';
import type { LedgerEvent, Person, SharedId } from './fact';
import { compareText } from './order';
import { PersonIndex } from './persons';

/** Ids that payments of strangers carry: they prove nothing, and their owner should know (RULES M2). */
export function sharedIdsOf(drafts: readonly Draft[]): SharedId[] {
  /** By id: the first purchase that carries it, and all of them once there is a second one. */
  const first = new Map<string, Draft>();
  const shared = new Map<string, Omit<SharedId, 'buyers'> & { readonly drafts: Set<Draft> }>();
  const add = (space: SharedId['space'], id: string, draft: Draft): void => {
    const key = `${space}\u0000${id}`;
    const known = first.get(key);
    if (!known) first.set(key, draft);
    if (!known || known === draft) return;
    const sharing = shared.get(key);
    if (sharing) sharing.drafts.add(draft);
    else shared.set(key, { space, id, drafts: new Set([known, draft]) });
  };
  for (const draft of drafts) {
    for (const { internalIds, processorIds, orderId, originalIds, parentIds } of draft.payments) {
      for (const id of internalIds) add('internal-subscription', id, draft);
      for (const id of processorIds) add('processor-subscription', id, draft);
      if (orderId !== null) add('order', orderId, draft);
      for (const id of [...originalIds, ...parentIds]) add('order', id, draft);
    }
  }
  return [...shared.values()]
    .flatMap(({ space, id, drafts: sharing }) => {
      const buyers = countBuyers(sharing);
      return buyers > 1 ? { space, id, buyers } : [];
    })
    .sort((a, b) => compareText(a.space, b.space) || compareText(a.id, b.id));
}

/**
 * A buyer who may be one that was counted is not counted. Purchases are in order of their beginning; those that say more
 * about their buyer come first, or one that says nothing would hide all the others.
 */
function countBuyers(drafts: ReadonlySet<Draft>): number {
  const index = new PersonIndex<LedgerEvent>();
  const counted = { both: 0, lead: 0, email: 0, nothing: 0 };
  const buyers = [...drafts].map(({ firstPayment }) => firstPayment);
  for (const buyer of buyers.sort((a, b) => rankOf(a) - rankOf(b))) {
    const named = namedBy(buyer);
    if (index.first('', buyer, () => true)) continue;
    if (INCOMPARABLE[named].some((other) => counted[other] > 0)) continue;
    index.add('', buyer, buyer);
    counted[named] += 1;
  }
  return counted.both + counted.lead + counted.email + counted.nothing;
}

type Named = 'both' | 'lead' | 'email' | 'nothing';

const rankOf = (buyer: Person): number => Object.keys(INCOMPARABLE).indexOf(namedBy(buyer));

/** Has no lead or address in common with the others who name this id, so they may be the same person. */
const INCOMPARABLE: Readonly<Record<Named, readonly Named[]>> = {
  both: ['nothing'],
  lead: ['email', 'nothing'],
  email: ['lead', 'nothing'],
  nothing: ['both', 'lead', 'email', 'nothing'],
};

function namedBy({ leadToken, emailToken }: Person): Named {
  if (leadToken !== null && emailToken !== null) return 'both';
  if (leadToken !== null) return 'lead';
  return emailToken === null ? 'nothing' : 'email';
}
