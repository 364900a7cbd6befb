import { rootOf, type Draft } from './drafts';
import type { LedgerEvent, SharedId } from './fact';
import { compareText } from './order';
import { namesSomeone, PersonIndex, relationOf } from './persons';

/** Ids that payments of strangers carry: they prove nothing, and their owner should know (RULES M2). */
export function sharedIdsOf(drafts: readonly Draft[]): SharedId[] {
  const carriers = new Map<
    string,
    { readonly space: SharedId['space']; readonly id: string; readonly drafts: Set<Draft> }
  >();
  const add = (space: SharedId['space'], id: string, draft: Draft): void => {
    const key = `${space}\u0000${id}`;
    const known = carriers.get(key);
    if (known) known.drafts.add(draft);
    else carriers.set(key, { space, id, drafts: new Set([draft]) });
  };
  for (const draft of drafts) {
    for (const family of draft.families) {
      for (const id of rootOf(family).internalIds) add('internal-subscription', id, draft);
    }
    for (const { processorIds, orderId } of draft.payments) {
      for (const id of processorIds) add('processor-subscription', id, draft);
      if (orderId !== null) add('order', orderId, draft);
    }
  }
  return [...carriers.values()]
    .flatMap(({ space, id, drafts: sharing }) => {
      if (sharing.size < 2) return [];
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
