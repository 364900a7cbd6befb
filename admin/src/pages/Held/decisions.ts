import type { Drift, MemberSummary, OpenSuggestion } from '../../../../contracts/member';
import type { Offer } from '../../../../contracts/offer';
import type { WebhookLog } from '../../../../contracts/webhook-log';

/** One thing that a person has to decide; several webhooks may wait for the same. */
export type Decision =
  | { readonly kind: 'offer'; readonly key: string; readonly offer: Offer }
  | {
      readonly kind: 'drift';
      readonly key: string;
      readonly member: MemberSummary & { readonly drift: Drift };
    }
  | { readonly kind: 'suggestion'; readonly key: string; readonly suggestion: OpenSuggestion }
  | { readonly kind: 'logs'; readonly key: string; readonly logs: readonly WebhookLog[] };

/** Part of the money was given back, and the mapping kept access: the owner is told. */
export const isPartRefund = (log: WebhookLog): boolean =>
  log.code === 'applied.no-change.part-refunded';

export function heldReasonOf(log: WebhookLog | undefined): string {
  if (log?.state === 'dead') {
    return 'given-up';
  }
  return log && isPartRefund(log) ? 'part-refunded' : (log?.reason ?? '');
}

/** These wait for the same answer as the other webhooks of their member. */
const BY_MEMBER = ['unconfirmed-account', 'account-deleted', 'account-vetoed', 'protected-role'];

/** One card a decision: most people first, then the longest waiting. */
export function collectDecisions(
  offers: readonly Offer[],
  logs: readonly WebhookLog[],
  members: readonly MemberSummary[],
  suggestions: readonly OpenSuggestion[]
): readonly Decision[] {
  const groups = new Map<string, WebhookLog[]>();
  for (const log of logs) {
    if (log.reason !== 'unmapped-product') {
      const key = keyOf(log);
      groups.set(key, [...(groups.get(key) ?? []), log]);
    }
  }
  const waiting = offers
    .filter((offer) => !offer.ignored && offer.roleId === null && offer.waitingBuyers > 0)
    .sort((a, b) => b.waitingBuyers - a.waitingBuyers);
  const others = [...groups].sort(
    ([, a], [, b]) => b.length - a.length || (a.at(-1)?.id ?? 0) - (b.at(-1)?.id ?? 0)
  );
  return [
    ...waiting.map((offer): Decision => ({ kind: 'offer', key: `offer-${offer.id}`, offer })),
    ...others.map(([key, group]): Decision => ({ kind: 'logs', key, logs: group })),
    ...members.flatMap((member): Decision[] =>
      member.drift
        ? [{ kind: 'drift', key: `drift-${member.id}`, member: { ...member, drift: member.drift } }]
        : []
    ),
    ...suggestions.map(
      (suggestion): Decision => ({
        kind: 'suggestion',
        key: `suggestion-${suggestion.id}`,
        suggestion,
      })
    ),
  ];
}

function keyOf(log: WebhookLog): string {
  const reason = log.reason ?? '';
  if (log.state === 'dead') {
    return `given-up-${reason}`;
  }
  if (reason === 'paused') {
    return reason;
  }
  return log.memberId !== null && BY_MEMBER.includes(reason)
    ? `${reason}-${log.memberId}`
    : `log-${log.id}`;
}
