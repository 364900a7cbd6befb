import type { Ledger, LedgerEvent } from './fact';

/**
 * Whether these members have nothing to do with each other: no event and no purchase is about two of them. Then folding
 * them together says of each what folding them one by one would say.
 */
export function areApart(
  { purchases, unmatched }: Pick<Ledger, 'purchases' | 'unmatched'>,
  memberIds: readonly number[]
): boolean {
  const asked = new Set(memberIds);
  const isOfOne = (events: readonly LedgerEvent[]): boolean => {
    const owners = events.flatMap(({ facts }) =>
      facts.flatMap(({ memberId }) => (memberId !== null && asked.has(memberId) ? memberId : []))
    );
    return new Set(owners).size <= 1;
  };
  return (
    purchases.every(({ events }) => isOfOne(events)) &&
    unmatched.every(({ event }) => isOfOne([event]))
  );
}
