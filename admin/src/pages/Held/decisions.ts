import { DECIDED_FOR_A_MEMBER } from '../../../../contracts/lists';

import type { Drift, MemberSummary } from '../../../../contracts/member';
import type { OpenSuggestion } from '../../../../contracts/suggestion';
import type { Offer, WaitingBuyers } from '../../../../contracts/offer';
import type { WebhookLog } from '../../../../contracts/webhook-log';

interface Waiting {
  readonly key: string;
  readonly reason: string;
  /** How many wait for it. */
  readonly people: number;
  /** Since when, as a date that sorts as text. */
  readonly since: string;
}

/** One thing that a person has to decide; several webhooks may wait for the same. */
export type Decision = Waiting &
  (
    | {
        readonly kind: 'offer';
        readonly offer: Offer;
        readonly waiting: WaitingBuyers | null;
        /** Another price point of the product waits too. */
        readonly isOneOfSeveral: boolean;
      }
    | { readonly kind: 'drift'; readonly member: MemberSummary & { readonly drift: Drift } }
    | { readonly kind: 'suggestion'; readonly suggestion: OpenSuggestion }
    | { readonly kind: 'logs'; readonly logs: readonly WebhookLog[] }
  );

export interface Found {
  readonly offers: readonly Offer[];
  readonly buyers: readonly WaitingBuyers[];
  readonly logs: readonly WebhookLog[];
  readonly members: readonly MemberSummary[];
  readonly suggestions: readonly OpenSuggestion[];
}

function heldReasonOf(log: WebhookLog | undefined): string {
  if (log?.state === 'dead') {
    return 'given-up';
  }
  // Part of the money was given back, and the mapping kept access: the owner should know.
  return log?.state === 'applied' ? 'part-refunded' : (log?.reason ?? '');
}

/** One card a decision: most people first, then the longest waiting. */
export function collectDecisions(found: Found): readonly Decision[] {
  const undecided = found.offers.filter(isUndecided);
  return [
    ...undecided.map((offer) => ofOffer(offer, found.buyers, undecided)),
    ...groupLogs(found.logs).map(ofLogs),
    ...found.members.flatMap(ofDrift),
    ...found.suggestions.map(ofSuggestion),
  ].sort((a, b) => b.people - a.people || (a.since < b.since ? -1 : 1));
}

/** What the address asks for; a product is that of an offer, or of the webhooks. */
export function isAskedFor(
  decision: Decision,
  { reason, productId }: { reason?: string; productId?: string }
): boolean {
  const products =
    decision.kind === 'offer'
      ? [decision.offer.productId]
      : decision.kind === 'logs'
        ? decision.logs.map((log) => log.productId)
        : [];
  return (!reason || decision.reason === reason) && (!productId || products.includes(productId));
}

const isUndecided = ({ ignored, roleId, waitingBuyers }: Offer): boolean =>
  !ignored && roleId === null && waitingBuyers > 0;

function ofOffer(
  offer: Offer,
  buyers: readonly WaitingBuyers[],
  undecided: readonly Offer[]
): Decision {
  const waiting = buyers.find(({ offerId }) => offerId === offer.id) ?? null;
  return {
    kind: 'offer',
    key: `offer-${offer.id}`,
    reason: 'unmapped-product',
    people: offer.waitingBuyers,
    since: waiting?.since ?? offer.firstSeenAt,
    offer,
    waiting,
    isOneOfSeveral: undecided.filter(({ productId }) => productId === offer.productId).length > 1,
  };
}

function ofLogs([key, logs]: readonly [string, readonly WebhookLog[]]): Decision {
  const people = new Set(logs.map((log) => log.memberId ?? log.email ?? `log ${log.id}`));
  return {
    kind: 'logs',
    key,
    reason: heldReasonOf(logs[0]),
    people: people.size,
    since: logs.map((log) => log.receivedAt).sort()[0] ?? '',
    logs,
  };
}

function ofDrift(member: MemberSummary): Decision[] {
  const { drift } = member;
  return drift
    ? [
        {
          kind: 'drift',
          key: `drift-${member.id}`,
          reason: 'drift',
          people: 1,
          since: drift.since,
          member: { ...member, drift },
        },
      ]
    : [];
}

const ofSuggestion = (suggestion: OpenSuggestion): Decision => ({
  kind: 'suggestion',
  key: `suggestion-${suggestion.id}`,
  reason: 'second-address',
  people: 1,
  since: suggestion.foundAt,
  suggestion,
});

function groupLogs(logs: readonly WebhookLog[]): readonly (readonly [string, WebhookLog[]])[] {
  const groups = new Map<string, WebhookLog[]>();
  for (const log of logs) {
    const key = keyOf(log);
    groups.set(key, [...(groups.get(key) ?? []), log]);
  }
  return [...groups];
}

function keyOf(log: WebhookLog): string {
  const { reason } = log;
  if (log.state === 'dead') {
    return `given-up-${reason ?? ''}`;
  }
  if (reason === 'paused') {
    return reason;
  }
  return log.memberId !== null && DECIDED_FOR_A_MEMBER.includes(reason)
    ? `${reason ?? ''}-${log.memberId}`
    : `log-${log.id}`;
}
