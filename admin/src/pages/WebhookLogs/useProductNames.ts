import { useApi } from '../../api/client';
import { useAccess } from '../../hooks/useAccess';
import { useResource } from '../../hooks/useResource';

import type { Offer } from '../../../../contracts/offer';

const noOffers = (): Promise<readonly Offer[]> => Promise.resolve([]);

/** Names by product id, where the role may see what was sold; asked for only when they are wanted. */
export function useProductNames(isWanted: boolean): ReadonlyMap<string, string | null> {
  const api = useApi();
  const access = useAccess();
  const isAsked = isWanted && access.seeIntegration;
  const offers = useResource(isAsked ? 'offers' : '', isAsked ? api.offers : noOffers).data ?? [];
  return new Map(offers.map(({ productId, productName }) => [productId, productName]));
}
