import { effectOfAll } from '../../core/inbox/effect';
import { mostTelling } from '../../core/inbox/most-telling';
import type { LogResult } from '../../repositories/webhook-log-queue';
import type { LogEvent } from '../../repositories/webhook-logs';

/** One event of several, as it is kept with the row of its webhook. */
export const toLogEvent = (result: LogResult, decidedAt: number): LogEvent => ({
  factHash: result.factHash ?? null,
  kind: result.kind ?? null,
  productId: result.productId ?? null,
  productName: result.productName ?? null,
  pricePoint: result.pricePoint ?? null,
  state: result.state ?? 'ignored',
  reason: result.reason ?? null,
  code: result.code ?? 'received',
  values: result.values ?? {},
  effect: result.effect ?? null,
  memberId: result.memberId ?? null,
  duplicateOf: result.duplicateOf ?? null,
  mappingId: result.mappingId ?? null,
  mappingVersion: result.mappingVersion ?? null,
  decidedAt,
});

/** The row of a webhook with several events: the most important one first, and what all of them did to its member. */
export function resultOfSeveral(events: readonly [LogEvent, ...LogEvent[]]): LogResult {
  const { decidedAt, ...shown } = mostTelling(events);
  const ofMember = events
    .filter(({ memberId }) => memberId === shown.memberId)
    .toSorted((one, other) => one.decidedAt - other.decidedAt);
  return {
    ...shown,
    effect: effectOfAll(ofMember.map(({ effect }) => effect)),
    finishedAt: decidedAt,
    events,
  };
}
