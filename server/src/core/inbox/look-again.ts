import type { Locate, Located } from '../entitlements/locate';
import { termOf } from '../entitlements/term';
import type { EventKind } from '../kartra/event';
import { mappingFor } from '../rules/mappings';
import { GUIDE_POLICY } from '../rules/policy';
import type { Rules } from '../rules/rules';
import type { Told } from './most-telling';
import type { Other } from '../wording/other';
import type { LogCode } from './codes';
import type { OutcomeCode } from './outcome';

/** What a webhook said before. */
export type ToldBefore = Told & { readonly code: LogCode | Other | null };

const MEANT_NOTHING = [
  'failed',
  'refund',
  'partial-refund',
] as const satisfies readonly EventKind[];

/** Charges and refunds that meant nothing may find their purchase later. */
export const maySayNothing = (kind: string): boolean => MEANT_NOTHING.some((one) => one === kind);

const SAID_NOTHING: ReadonlySet<string> = new Set<OutcomeCode>([
  'applied.no-change.nothing-bought',
  'applied.no-change.nothing-refunded',
]);

/** What everything known came to, in Epoch ms: `now`. */
export interface LookedAt {
  readonly locate: Locate;
  readonly results: ReadonlyMap<number, unknown>;
  readonly rules: Pick<Rules, 'mappings'>;
  readonly now: number;
}

/**
 * A cancellation of whose purchase nothing says until when it is paid. It may have been known: the paid period was taken
 * off the mapping since, and then an administrator has to say it (RULES M6).
 */
export function hasNoKnownEnd(
  { rules, now }: Pick<LookedAt, 'rules' | 'now'>,
  located: Located | null
): boolean {
  if (located?.event.kind !== 'cancellation') return false;
  return located.purchases.some(({ history, productId, pricePoint }) => {
    const policy = mappingFor(rules.mappings, productId, pricePoint) ?? GUIDE_POLICY;
    return termOf(history, policy, now).endsBecause === 'unknown-period';
  });
}

/** Whether something else may have become of a decided webhook: what certainly stayed as it was is left alone. */
export function mayChange(
  world: LookedAt,
  /** As its row says. */
  knownMemberId: number | null,
  factHash: string,
  { state, reason, code }: ToldBefore
): boolean {
  const located = world.locate(factHash);
  const memberId = located?.purchases[0]?.memberId ?? knownMemberId;
  // A stranger that shares an id: their own neighborhood decides.
  if (!located || (memberId !== null && !world.results.has(memberId))) return false;
  const why = located.unmatched?.why;
  if (state === 'applied' && reason === 'leaving') {
    return located.unmatched !== null || hasNoKnownEnd(world, located);
  }
  if (state === 'applied') return located.unmatched !== null || SAID_NOTHING.has(code ?? '');
  if (state === 'ignored') return reason === 'offer-ignored';
  if (reason === 'unmatched-purchase') return why !== 'unmatched';
  if (reason === 'conflicting-id') return why !== 'conflicting-id';
  return state === 'held';
}
