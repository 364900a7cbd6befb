export interface Mapping {
  readonly id: number;
  readonly productId: string;
  /** As last seen in a webhook; null when none came yet. */
  readonly productName: string | null;
  /** Null: all price points. */
  readonly pricePoint: string | null;
  readonly roleId: number;
  readonly roleName: string | null;
  /** The role was deleted: the mapping gives nothing until another is chosen. */
  readonly roleMissing: boolean;
  /** Members whose live purchases it covers. */
  readonly members: number;
  readonly version: number;
  readonly savedAt: string;
  readonly savedBy: string | null;
}

export interface SaveMappingBody {
  /** The number, or the pasted address of the product in Kartra. */
  readonly productId: string;
  readonly pricePoint?: string | null;
  readonly roleId: number;
  readonly version?: number;
}
