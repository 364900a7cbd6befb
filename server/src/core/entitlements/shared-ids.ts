import { rootOf, type Draft } from './drafts';
import type { LedgerEvent, SharedId } from './fact';
import { compareText } from './order';
import { namesSomeone, PersonIndex, relationOf } from './persons';

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
    for (const family of draft.families) {
      for (const id of rootOf(family).internalIds) add('internal-subscription', id, draft);
    }
    for (const { processorIds, orderId, originalIds, parentIds } of draft.payments) {
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

/** Purchases are in order of their beginning; a buyer who may be one that was counted is not counted. */
function countBuyers(drafts: ReadonlySet<Draft>): number {
  const index = new PersonIndex<LedgerEvent>();
  const half: LedgerEvent[] = [];
  let count = 0;
  for (const { firstPayment: buyer } of drafts) {
    if (index.first('', buyer, () => true)) continue;
    const isWhole = buyer.leadToken !== null && buyer.emailToken !== null;
    // Someone with a lead and an e-mail can be compared with everyone who names either.
    const unclear = isWhole ? half.filter((other) => !namesSomeone(other)) : index.all('');
    if (unclear.some((other) => relationOf(other, buyer) === 'unknown')) continue;
    index.add('', buyer, buyer);
    if (!isWhole) half.push(buyer);
    count += 1;
  }
  return count;
}
