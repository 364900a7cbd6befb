import type { DatabaseReader } from '../helpers/database-reader';
import type { StoredRow } from '../helpers/site';
import { waitFor } from '../helpers/wait-for';
import type { Sent } from './traffic';

const UNFINISHED = new Set(['received', 'processing', 'failed']);

/** Waits until every webhook that was stored is decided; how long that took, in milliseconds. */
export async function waitUntilDecided(
  reader: Pick<DatabaseReader, 'rows'>,
  limitMs?: number
): Promise<number> {
  const start = Date.now();
  const waiting = async () =>
    (await reader.rows('kartra_webhook_logs')).filter(({ state }) => UNFINISHED.has(String(state)));
  await waitFor(
    async () => (await waiting()).length === 0,
    async () => `Still waiting: ${JSON.stringify((await waiting()).slice(0, 3))}`,
    limitMs
  );
  return Date.now() - start;
}

function groupBy(rows: readonly StoredRow[], column: string): Map<string, StoredRow[]> {
  const groups = new Map<string, StoredRow[]>();
  for (const row of rows) {
    const key = String(row[column]);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return groups;
}

interface Expected {
  /** Role of whoever has a live purchase. */
  readonly level: number;
  /** Role of whoever has none any more. */
  readonly fallback: number;
}

/**
 * Compares what was answered with what stands in the database, and lists every difference:
 * an acknowledged webhook that is not in the ledger, one that counted twice, a buyer whose account,
 * role rows or level do not follow from the facts, work that was left lying.
 */
export async function differences(
  reader: DatabaseReader,
  sent: readonly Sent[],
  { level, fallback }: Expected
): Promise<string[]> {
  const found: string[] = [];
  const events = groupBy(await reader.rows('kartra_events'), 'order_id');
  const users = groupBy(await reader.rows('up_users'), 'email');
  const links = groupBy(await reader.rows('up_users_role_lnk'), 'user_id');
  const created = (await reader.rows('kartra_activities')).filter(
    ({ code }) => code === 'account.created'
  );
  const accountsMade = groupBy(created, 'member_id');
  const logs = await reader.rows('kartra_webhook_logs');

  for (const { id, state, lease_token: lease } of logs) {
    const isDone = state === 'applied' || state === 'ignored' || state === 'held';
    if (!isDone) found.push(`webhook ${String(id)} is ${String(state)}`);
    if (lease !== null) found.push(`webhook ${String(id)} still has a lease`);
  }
  for (const [member, lines] of accountsMade)
    if (lines.length > 1) found.push(`member ${member} was given ${lines.length} accounts`);

  const present = (orderId: string) => events.get(orderId)?.length ?? 0;
  const refunds = new Map(
    sent
      .filter(({ transaction }) => transaction.type === 'refund')
      .map(({ transaction }) => [transaction.parentId, transaction.orderId])
  );
  for (const { transaction, answer } of sent) {
    const { orderId, type, person } = transaction;
    const facts = present(orderId);
    if (answer === 200 && facts === 0)
      found.push(`${type} ${orderId} was acknowledged and is lost`);
    if (facts > 1) found.push(`${type} ${orderId} counts ${facts} times`);
    if (type !== 'sale') continue;

    const accounts = users.get(person.email) ?? [];
    const isRefunded = present(refunds.get(orderId) ?? '') > 0;
    const isLive = facts > 0 && !isRefunded;
    if (accounts.length > 1) found.push(`${person.email} has ${accounts.length} accounts`);
    if (isLive && accounts.length === 0) found.push(`${person.email} has no account`);
    for (const account of accounts) {
      const roles = (links.get(String(account['id'])) ?? []).map((row) => row['role_id']);
      const wanted = isLive ? level : fallback;
      if (roles.length !== 1 || Number(roles[0]) !== wanted)
        found.push(`${person.email} has roles [${roles.join()}], not ${wanted}`);
    }
  }
  return found;
}
