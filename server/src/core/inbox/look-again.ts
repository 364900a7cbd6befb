import type { Locate } from '../entitlements/locate';
import type { EventKind } from '../kartra/event';
import type { Told } from './most-telling';
import type { Other } from '../wording/other';
import type { LogCode } from './codes';
import type { OutcomeCode } from './outcome';

/** What a webhook said before. */
export type ToldBefore = Told & { readonly code: LogCode | Other | null };

const MEANT_NOTHING: ReadonlySet<string> = new Set<EventKind>([
  'failed',
  'refund',
  'partial-refund',
]);

/** Charges and refunds that meant nothing may find their purchase later. */
export const maySayNothing = (kind: string): boolean => MEANT_NOTHING.has(kind);

const SAID_NOTHING: ReadonlySet<string> = new Set<OutcomeCode>([
  'applied.no-change.nothing-bought',
  'applied.no-change.nothing-refunded',
]);

/** Whether something else may have become of a decided webhook: what certainly stayed as it was is left alone. */
export function mayChange(
  world: { readonly locate: Locate; readonly standings: ReadonlyMap<number, unknown> },
  /** As its row says. */
  knownMemberId: number | null,
  factHash: string,
  { state, reason, code }: ToldBefore
): boolean {
  const located = world.locate(factHash);
  const memberId = located?.purchases[0]?.memberId ?? knownMemberId;
  // A stranger that shares an id: their own neighborhood decides.
  if (!located || (memberId !== null && !world.standings.has(memberId))) return false;
  const why = located.unmatched?.why;
  if (state === 'applied') return located.unmatched !== null || SAID_NOTHING.has(code ?? '');
  if (state === 'ignored') return reason === 'offer-ignored';
  if (reason === 'unmatched-purchase') return why !== 'unmatched';
  if (reason === 'conflicting-id') return why !== 'conflicting-id';
  return state === 'held';
}
