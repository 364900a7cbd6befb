import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { KartraEvents } from '../../../contracts/hooks';
import { TABLES } from '../constants';
import { outboxMessage as schema } from '../content-types/outbox-message';
import {
  readUndelivered,
  wordOf,
  type SkipReason,
  type Undelivered,
} from '../core/mail/undelivered';
import { json, oneOf, type Column } from './columns';
import type { Database, Query } from './database';
import { claimRow, type Lease, releaseRow, whereFree } from './leases';
import { rowCodec } from './rows';

/** `skipped`: trying again would not help; `dead`: given up. */
const OUTBOX_STATES = ['queued', 'sent', 'skipped', 'dead'] as const;
export type OutboxState = (typeof OUTBOX_STATES)[number];

export interface OutboxRow {
  id: number;
  connectionId: number;
  /** Sent along, so that a receiver can drop what it got before. */
  messageId: string;
  topic: string;
  /** By topic; null where it can't be read. */
  payload: object | null;
  state: OutboxState;
  attempts: number;
  nextAttemptAt: number | null;
  leaseToken: string | null;
  leaseUntil: number | null;
  queuedAt: number;
  sentAt: number | null;
  /** What became of the last attempt; null: it left, or was not tried yet. */
  error: Undelivered | null;
  memberId: number | null;
}

const undelivered: Column<Undelivered | null> = {
  empty: null,
  unreadable: null,
  write: (why) => why && wordOf(why),
  read: readUndelivered,
};

const codec = rowCodec<OutboxRow>(schema, {
  payload: json(z.looseObject({}).nullable(), null),
  // What another version made of it, this one does not send.
  state: oneOf(OUTBOX_STATES, 'dead'),
  error: undelivered,
});

/** Mails are sent beside the events, so that neither waits for the other. */
export type Lane = 'events' | 'mails';

const MAILS = 'mail.%';

export interface NewMessage {
  readonly connectionId: number;
  readonly topic: string;
  readonly payload: object;
  readonly memberId: number | null;
  readonly at: number;
}

const toColumns = (message: NewMessage, messageId: string) =>
  codec.toColumns({
    connectionId: message.connectionId,
    messageId,
    topic: message.topic,
    payload: message.payload,
    state: 'queued',
    attempts: 0,
    nextAttemptAt: message.at,
    queuedAt: message.at,
    memberId: message.memberId,
  });

/** Written in the transaction whose effect they tell of: sent if and only if that commits. */
export async function queueMessages(db: Database, messages: readonly NewMessage[]): Promise<void> {
  if (messages.length === 0) return;
  await db.insertAll(
    TABLES.outboxMessage,
    messages.map((message) => toColumns(message, randomUUID()))
  );
}

/** Written in the transaction whose effect it tells of: sent if and only if that commits. */
export async function queueMessage(db: Database, message: NewMessage): Promise<void> {
  await db.insert(TABLES.outboxMessage, toColumns(message, randomUUID()));
}

type EventName = keyof KartraEvents;

/** An event for the site's event hub, emitted once the transaction is committed; the message id is added there. */
export async function queueEvent<Name extends EventName>(
  db: Database,
  event: {
    readonly connectionId: number;
    readonly memberId: number | null;
    readonly at: number;
    readonly topic: Name;
    readonly payload: Omit<KartraEvents[Name], 'messageId'>;
  }
): Promise<void> {
  await queueMessage(db, event);
}

/** The same, once for ever for one key. */
export async function queueMessagesOnce(
  db: Database,
  messages: readonly (NewMessage & { readonly key: string })[]
): Promise<void> {
  if (messages.length === 0) return;
  await db.insertIgnore(
    TABLES.outboxMessage,
    messages.map((message) => toColumns(message, message.key))
  );
}

const unsent = (db: Database, now: number): Query =>
  whereFree(db.table(TABLES.outboxMessage).where({ state: 'queued' }), now);

/** Oldest first; those whose sender died are due again when its lease is over. */
export async function findDueMessages(
  db: Database,
  lane: Lane,
  now: number,
  limit: number
): Promise<OutboxRow[]> {
  const raws = await unsent(db, now)
    .where('topic', lane === 'mails' ? 'like' : 'not like', MAILS)
    .where('next_attempt_at', '<=', now)
    .orderBy('id')
    .limit(limit);
  return raws.map((raw) => codec.fromColumns(raw));
}

export const claimMessage = (db: Database, id: number, lease: Lease): Promise<boolean> =>
  claimRow(unsent(db, lease.takenAt).where({ id }), lease, { countIn: 'attempts' });

export async function finishMessage(
  db: Database,
  id: number,
  token: string,
  result: Partial<Pick<OutboxRow, 'state' | 'sentAt' | 'error' | 'nextAttemptAt'>>
): Promise<void> {
  await releaseRow(db, TABLES.outboxMessage, { id, token }, codec.toColumns(result));
}

/** Those that have not left, whether they still may or not. */
const UNSENT = ['queued', 'dead'] as const satisfies readonly OutboxState[];

/** The last message of this topic for a member. */
export async function findLastMessage(
  db: Database,
  memberId: number,
  topic: string
): Promise<OutboxRow | null> {
  const [raw] = await db
    .table(TABLES.outboxMessage)
    .where({ member_id: memberId, topic })
    .orderBy('id', 'desc')
    .limit(1);
  return raw ? codec.fromColumns(raw) : null;
}

/** When messages of this topic were queued for a member since then, and how many still wait. */
export async function countRecentMessages(
  db: Database,
  memberId: number,
  asked: { readonly topic: string; readonly since: number }
): Promise<{ readonly queuedAt: readonly number[]; readonly waiting: number }> {
  const raws = await db
    .table(TABLES.outboxMessage)
    .where({ member_id: memberId, topic: asked.topic })
    .where((recent) => recent.where('queued_at', '>', asked.since).orWhere({ state: 'queued' }))
    .select('queued_at', 'state');
  return {
    queuedAt: raws.map((raw) => Number(raw['queued_at'])),
    waiting: raws.filter((raw) => raw['state'] === 'queued').length,
  };
}

/** Messages of this topic that were sent before a moment, by their keys or by whose members they were for. */
export async function findSentMessages(
  db: Database,
  asked: {
    readonly topic: string;
    readonly before: number;
    readonly keys: readonly string[];
    readonly memberIds: readonly number[];
  }
): Promise<OutboxRow[]> {
  const raws = await db
    .table(TABLES.outboxMessage)
    .where({ topic: asked.topic, state: 'sent' })
    .where('sent_at', '<', asked.before)
    .where((any) =>
      any.whereIn('message_id', [...asked.keys]).orWhereIn('member_id', [...asked.memberIds])
    );
  return raws.map((raw) => codec.fromColumns(raw));
}

export async function countMessages(
  db: Database,
  topic: string
): Promise<Readonly<Record<(typeof UNSENT)[number], number>>> {
  const raws = await db
    .table(TABLES.outboxMessage)
    .where({ topic })
    .whereIn('state', UNSENT)
    .groupBy('state')
    .select('state')
    .count({ total: '*' });
  const count = (state: OutboxState): number =>
    Number(raws.find((raw) => raw['state'] === state)?.['total'] ?? 0);
  return { queued: count('queued'), dead: count('dead') };
}

/** Messages that have not left never will. */
export async function skipQueuedMessages(db: Database, reason: SkipReason): Promise<void> {
  await db
    .table(TABLES.outboxMessage)
    .where({ state: 'queued' })
    .update(codec.toColumns({ state: 'skipped', error: { reason } }));
}

/** Mails to a member that have not left, whatever holds them back. */
export async function deleteUnsentMails(db: Database, memberId: number): Promise<void> {
  await db
    .table(TABLES.outboxMessage)
    .where({ member_id: memberId })
    .whereIn('state', UNSENT)
    .where('topic', 'like', MAILS)
    .delete();
}
