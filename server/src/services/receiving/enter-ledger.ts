import type { Core } from '@strapi/strapi';
import { kartraDate } from '../../core/entitlements/calendar';
import type { MoneyEvent } from '../../core/kartra/event';
import { hashFact } from '../../core/kartra/fact-hash';
import { database } from '../../repositories/database';
import { recordFact } from '../../repositories/events';
import type { EventRow } from '../../repositories/event-row';
import type { WebhookLogRow } from '../../repositories/webhook-logs';
import { identifyBuyer } from '../engine';
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

/** The facts and the ties of their buyers, before anything is decided: they hold whatever becomes of it. */
export async function enterLedger(
  strapi: Core.Strapi,
  log: WebhookLogRow,
  events: readonly [MoneyEvent, ...MoneyEvent[]],
  salt: string
): Promise<Entries> {
  const { connectionId } = log;
  const enter = async (event: MoneyEvent): Promise<Entry> => {
    const { buyer, productId, ...fields } = event;
    if (productId === null) {
      return { event, fact: null, leadAtAnotherAddress: null, isNew: true };
    }
    const now = nowOf(strapi);
    const { isAtAnotherAddress, ...person } = await identifyBuyer(strapi, {
      connectionId,
      buyer,
      isTest: log.isTest,
      now,
    });
    const fact = await recordFact(database(strapi), {
      ...fields,
      ...person,
      productId,
      connectionId,
      factHash: hashFact(event, salt),
      webhookLogId: log.id,
      arrivedOn: kartraDate(log.receivedAt),
      recordedAt: now,
    });
    const leadAtAnotherAddress = isAtAnotherAddress ? person.leadToken : null;
    return { event, fact, leadAtAnotherAddress, isNew: fact.webhookLogId === log.id };
  };
  const [first, ...others] = events;
  const entries: [Entry, ...Entry[]] = [await enter(first)];
  for (const event of others) {
    const entry = await enter(event);
    // The same transaction listed twice counts once.
    const isKnown = entries.some(({ fact }) => fact !== null && fact.id === entry.fact?.id);
    if (!isKnown) entries.push(entry);
  }
  return entries;
}
