import type { Core } from '@strapi/strapi';
import { kartraDate } from '../../core/entitlements/calendar';
import type { MoneyEvent } from '../../core/kartra/event';
import { hashFact } from '../../core/kartra/fact-hash';
import { database } from '../../repositories/database';
import { recordFacts } from '../../repositories/events';
import type { EventRow } from '../../repositories/event-row';
import type { WebhookLogRow } from '../../repositories/webhook-logs';
import { identifyBuyers, NO_ONE } from '../engine';
import { nowOf } from '../background';

/** One event of the webhook, and the row of the ledger that has it; null: it names no product to enter it under. */
export interface Entry {
  readonly event: MoneyEvent;
  readonly fact: EventRow | null;
  /** The lead, where it turned up with another address than the member's first; null: it did not. */
  readonly leadAtAnotherAddress: string | null;
  /** This webhook was the first to bring it. */
  readonly isNew: boolean;
}
export type Entries = readonly [Entry, ...Entry[]];
export type FreshEntry = Entry & { readonly fact: EventRow; readonly isNew: true };

export const isFresh = (entry: Entry): entry is FreshEntry => entry.fact !== null && entry.isNew;

/** A webhook about money. */
export interface Reported {
  readonly log: WebhookLogRow;
  readonly events: readonly [MoneyEvent, ...MoneyEvent[]];
}

/**
 * The facts of these webhooks and the ties of their buyers, before anything is decided: they hold whatever becomes of it.
 * In the order of the webhooks.
 */
export async function enterLedger(
  strapi: Core.Strapi,
  reported: readonly Reported[],
  salt: string
): Promise<Entries[]> {
  const now = nowOf(strapi);
  const events = reported.flatMap(({ log, events: own }) =>
    own.flatMap((event) => (event.productId === null ? [] : [{ ...event, log, event }]))
  );
  const [first] = reported;
  const people = first
    ? await identifyBuyers(strapi, {
        connectionId: first.log.connectionId,
        now,
        named: events.map(({ buyer, log }) => ({ buyer, isTest: log.isTest })),
      })
    : [];
  const facts = events.map(({ log, event, buyer: _buyer, productId, ...fields }, index) => {
    const { memberId, leadToken, emailToken } = people[index] ?? NO_ONE;
    return {
      ...fields,
      ...{ memberId, leadToken, emailToken },
      productId: productId ?? '',
      connectionId: log.connectionId,
      factHash: hashFact(event, salt),
      webhookLogId: log.id,
      arrivedOn: kartraDate(log.receivedAt),
      recordedAt: now,
    };
  });
  const rows = await recordFacts(database(strapi), facts);
  const entryOf = new Map(
    events.map(({ event, log }, index): [MoneyEvent, Entry] => {
      const fact = rows.get(facts[index]?.factHash ?? '') ?? null;
      const person = people[index] ?? NO_ONE;
      const leadAtAnotherAddress = person.isAtAnotherAddress ? person.leadToken : null;
      return [event, { event, fact, leadAtAnotherAddress, isNew: fact?.webhookLogId === log.id }];
    })
  );
  return reported.map(({ events: [one, ...others] }) => {
    const entries: [Entry, ...Entry[]] = [entryOf.get(one) ?? withoutProduct(one)];
    for (const event of others) {
      const entry = entryOf.get(event) ?? withoutProduct(event);
      // The same transaction listed twice counts once.
      const isKnown = entries.some(({ fact }) => fact !== null && fact.id === entry.fact?.id);
      if (!isKnown) entries.push(entry);
    }
    return entries;
  });
}

const withoutProduct = (event: MoneyEvent): Entry => ({
  event,
  fact: null,
  leadAtAnotherAddress: null,
  isNew: true,
});
