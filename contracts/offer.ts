export interface Offer {
  readonly id: number;
  readonly productId: string;
  readonly productName: string | null;
  readonly pricePoint: string | null;
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
  readonly timesSeen: number;
  /** People with a live purchase that no mapping covers. */
  readonly waitingBuyers: number;
  readonly roleId: number | null;
  readonly roleName: string | null;
  /** Who saved the mapping that covers it. */
  readonly mappedBy: string | null;
  readonly ignored: boolean;
}

export interface SaveOfferMappingsBody {
  readonly mappings: readonly { readonly offerId: number; readonly roleId: number }[];
}
