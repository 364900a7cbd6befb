import { TABLES } from '../constants';
import type { Database } from './database';
import { eventCodec } from './event-codec';
import type { EventRow } from './event-row';

/** What test events brought for this member and product, oldest first. */
export async function findTestFacts(
  db: Database,
  memberId: number,
  productId: string
): Promise<EventRow[]> {
  const raws = await db
    .table(TABLES.event)
    .where({ member_id: memberId, product_id: productId })
    .whereNull('settles')
    .orderBy('id');
  return raws.map((raw) => eventCodec.fromColumns(raw));
}

const TIED_TO_A_MEMBER = [
  TABLES.activity,
  TABLES.suggestion,
  TABLES.outboxMessage,
  TABLES.override,
  TABLES.entitlement,
  TABLES.event,
  TABLES.memberIdentity,
] as const;

/** All rows that tests made for this member. The only ones that ever leave the ledger: they tell of no purchase. */
export async function deleteTestMember(
  db: Database,
  id: number,
  emails: readonly string[]
): Promise<void> {
  const logs = await db
    .table(TABLES.webhookLog)
    .where({ is_test: true })
    .where((mine) => {
      void mine.where({ member_id: id }).orWhereIn('email', [...emails]);
    })
    .select('id');
  const logIds = logs.map((raw) => Number(raw['id']));
  await db.table(TABLES.activity).whereIn('webhook_log_id', logIds).delete();
  await db.table(TABLES.webhookLog).whereIn('id', logIds).delete();
  for (const table of TIED_TO_A_MEMBER) await db.table(table).where({ member_id: id }).delete();
  await db.table(TABLES.member).where({ id }).delete();
}
