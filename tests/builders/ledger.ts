/** Events and purchases as the fold puts them together, from facts with a name. */
import { Draft, type Family } from '../../server/src/core/entitlements/drafts';
import { gatherEvents } from '../../server/src/core/entitlements/events';
import type { Fact, LedgerEvent } from '../../server/src/core/entitlements/fact';
import type { FactContent } from '../model/histories';
import { named } from '../model/named-facts';

/** The event that one fact tells of; Dana's, unless it says whose. Its key is its name. */
export function eventOf(
  name: string,
  kind: Fact['kind'],
  fields: Partial<FactContent> = {}
): LedgerEvent {
  const [event] = gatherEvents([named(name, kind, fields)]);
  if (!event) throw new Error('A fact tells of one event.');
  return event;
}

/** A purchase of these payments, of the product of the first. */
export function draftOf(...payments: readonly LedgerEvent[]): Draft {
  const draft = new Draft(null, payments[0]?.productId ?? '');
  for (const payment of payments) draft.pay(payment);
  return draft;
}

/** The same, as a line of a subscription that its payments name. */
export function lineOf(...payments: readonly [LedgerEvent, ...LedgerEvent[]]): Draft {
  const family: Family = {
    internalIds: new Set(payments.flatMap(({ internalIds }) => [...internalIds])),
    payments: [...payments],
    mergedInto: null,
  };
  const draft = new Draft(family, payments[0].productId);
  for (const payment of payments) draft.pay(payment);
  return draft;
}

export const namesOf = (events: readonly LedgerEvent[]): string =>
  events.map(({ key }) => key).join(' ');
