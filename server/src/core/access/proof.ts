/** How the owner of a mailbox shows that an account with its address is theirs, and no stranger's who registered first (TRUST 2). */
export const PROOFS = [
  /** The plugin made it for a purchase. */
  'created',
  /** Its password was set by a link that was mailed to its address. */
  'claimed',
  /** An administrator linked a member to it. */
  'linked',
  /** An administrator made it. */
  'administrator',
  /** Its address was confirmed through Strapi’s mail. It counts only before the first event for the address. */
  'confirmed',
] as const;
export type ProofKind = (typeof PROOFS)[number];

export interface Proof {
  readonly kind: ProofKind;
  /** Epoch ms. */
  readonly at: number;
}

/**
 * Sign-in providers of users-permissions that hand out an address only after they verified it. The others pass on what
 * was typed there, or leave it to the administrator of a tenant.
 */
const VERIFYING_PROVIDERS = ['google', 'github', 'linkedin'];

/**
 * Whether the account is known to belong to the owner of the mailbox. A confirmation after the first event for the
 * address proves the mailbox, not who chose the password: a stranger registers, the buyer clicks.
 */
export function isProved(
  { provider }: { readonly provider: string | null },
  proof: Proof | null,
  /** Epoch ms of the first event for the address. */
  firstSeenAt: number
): boolean {
  if (provider !== null && VERIFYING_PROVIDERS.includes(provider)) return true;
  if (proof === null) return false;
  return proof.kind !== 'confirmed' || proof.at < firstSeenAt;
}
