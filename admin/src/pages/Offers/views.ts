import type { Offer } from '../../../../contracts/offer';

export const VIEWS = ['unmapped', 'mapped', 'ignored'] as const;
export type OfferView = (typeof VIEWS)[number];

export function belongsTo(offer: Offer, view: OfferView): boolean {
  if (offer.ignored) {
    return view === 'ignored';
  }
  return view === (offer.roleId === null ? 'unmapped' : 'mapped');
}
