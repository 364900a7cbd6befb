import type { Core } from '@strapi/strapi';
import { nameProduct } from '../../core/wording/names';
import { isLive } from '../../core/entitlements/term';
import type { MoneyEvent } from '../../core/kartra/event';
import { meaningOf } from '../../core/kartra/meaning';
import { decodeStored } from '../../core/kartra/stored-body';
import { normaliseEmail } from '../../core/members/email';
import { areAllGone } from '../../core/rules/roles';
import { findConnection } from '../../repositories/connections';
import { database, type Database } from '../../repositories/database';
import type { LogResult } from '../../repositories/webhook-log-queue';
import type { WebhookLogRow } from '../../repositories/webhook-logs';
import { describeError } from '../../utils/describe-error';
import { ProcessingError } from '../../utils/errors';
import { finishWebhooks, saveResults, type AttemptLease } from './finish-webhooks';
import { enterLedger, isFresh, type Entries, type Entry } from './enter-ledger';
import {
  isSomebodys,
  recomputeMember,
  recomputeNeighborhood,
  rulesOf,
  judgeNewFacts,
  type Verdict,
  type MemberResult,
  type Recomputed,
  type ConnectionRules,
} from '../engine';
import { describeEvent, resultOfEntries, resultOfMention, valuesOfTest } from './webhook-results';
import { nowOf } from '../background';

/**
 * One webhook, from its bytes to the member's role. Its facts go into the ledger first and stay there; then each is
 * folded, decided and written in a transaction of its own, the last of which finishes the log. Done twice it changes
 * nothing the second time.
 */
export async function applyWebhook(
  strapi: Core.Strapi,
  log: WebhookLogRow,
  lease: AttemptLease
): Promise<void> {
  // 1. Bytes → meaning. What is not about money ends here.
  const meaning = meaningOf(decodeStored({ ...log, body: log.body ?? '' }));
  if (meaning.type !== 'money') return finishAlone(strapi, log, lease, resultOfMention(meaning));

  // 2. A test that would touch a real person ends here too.
  const { events } = meaning;
  const connection = await findConnection(database(strapi));
  if (log.isTest && (await wouldTouchSomebody(strapi, connection.id, events[0]))) {
    return finishAlone(strapi, log, lease, {
      ...describeEvent(events[0]),
      state: 'ignored',
      reason: 'test',
      code: 'ignored.test',
      values: valuesOfTest(log),
    });
  }
  // 3. Buyers → members, events → facts. What is known already is not decided again.
  const [entries] = await enterLedger(strapi, [{ log, events }], connection.salt);
  if (!entries) throw new Error('A webhook has no entry in the ledger.');
  if (!entries.some(isFresh)) {
    const decided = { entries, verdicts: new Map<Entry, Verdict>(), now: nowOf(strapi) };
    return finishAlone(strapi, log, lease, resultOfEntries(log, decided));
  }
  // 4. Each fact: lock, fold, decide, move the role, judge. The last transaction finishes the log.
  const rules = rulesOf(connection);
  const results = await decideEach(strapi, log, entries, rules, (db, verdicts) =>
    finishWebhooks(db, [{ log, entries, verdicts }], lease, nowOf(strapi))
  );
  // 5. After the commit: webhooks of other products that waited for an account of these members.
  const owners = new Set(results.filter(hasNewAccount).map(({ member }) => member.id));
  for (const memberId of owners) await lookAgainElsewhere(strapi, rules, memberId, log.id);
}

/**
 * Decides the facts that this webhook brought, one after the other; `finish` joins the last transaction. One that
 * cannot be applied now does not stop the others, and lets the whole webhook be tried again.
 */
async function decideEach(
  strapi: Core.Strapi,
  log: WebhookLogRow,
  entries: Entries,
  connection: ConnectionRules,
  finish: (db: Database, verdicts: ReadonlyMap<Entry, Verdict>) => Promise<void>
): Promise<readonly MemberResult[]> {
  const fresh = entries.filter(isFresh);
  const verdicts = new Map<Entry, Verdict>();
  const results: MemberResult[] = [];
  let failure: ProcessingError | null = null;
  for (const [index, entry] of fresh.entries()) {
    const { fact, event, leadAtAnotherAddress } = entry;
    const isLast = index === fresh.length - 1;
    let resultsNow: readonly MemberResult[] = [];
    try {
      await recomputeNeighborhood(
        strapi,
        {
          connection,
          seed: {
            productIds: [fact.productId],
            memberIds: fact.memberId === null ? [] : [fact.memberId],
            factHashes: [fact.factHash],
          },
          newFacts: [fact.factHash],
          leadsAtAnotherAddress: leadAtAnotherAddress === null ? [] : [leadAtAnotherAddress],
          cause: { webhookLogId: log.id, actor: null },
          now: nowOf(strapi),
        },
        async (db, recomputed) => {
          const asked = [{ row: fact, email: event.buyer.email }];
          const [verdict] = await judgeNewFacts(db, recomputed, asked, nowOf(strapi));
          if (!verdict) throw new Error('A fact was not judged.');
          refuseMissingRole(verdict, recomputed);
          verdicts.set(entry, verdict);
          resultsNow = [...recomputed.results.values()];
          if (isLast && failure === null) await finish(db, verdicts);
        }
      );
      results.push(...resultsNow);
    } catch (error) {
      if (!(error instanceof ProcessingError)) throw error;
      failure ??= error;
    }
  }
  if (failure) throw failure;
  return results;
}

/** A member whose webhooks waited for an account now has one. */
export const hasNewAccount = ({ member, account }: MemberResult): boolean =>
  member.heldReason !== null && account.user !== null && account.user.id !== member.userId;

/** The member's other products were waiting for this account too; re-evaluate their webhooks. */
export async function lookAgainElsewhere(
  strapi: Core.Strapi,
  connection: ConnectionRules,
  memberId: number,
  logId: number
): Promise<void> {
  const cause = { webhookLogId: logId, actor: null };
  try {
    await recomputeMember(strapi, { connection, memberId, cause, now: nowOf(strapi) });
  } catch (error) {
    // The webhook itself is done, and the member has what is due: only the other rows still say that they wait.
    strapi.log.warn(
      `[kartra] What else waits for member ${memberId} was not looked at: ${describeError(error)}.`
    );
  }
}

/** A member or user came to have the address after the test was asked for. */
async function wouldTouchSomebody(
  strapi: Core.Strapi,
  connectionId: number,
  { buyer }: MoneyEvent
): Promise<boolean> {
  const email = normaliseEmail(buyer.email);
  return email.ok && (await isSomebodys(strapi, connectionId, email.email));
}

/** All mapped roles were deleted: nothing can be given until an administrator chooses another. */
export function refuseMissingRole(
  { term, purchase, result }: Verdict,
  { rules }: Recomputed
): void {
  if (!term || !isLive(term)) return;
  const mapping = rules.mappings.find(({ id }) => id === result.mappingId);
  if (!mapping || !areAllGone(mapping.roleIds, rules.roles)) return;
  const product = nameProduct(purchase?.productId ?? '', null);
  throw new ProcessingError('role-missing', `The role that ${product} gives was deleted.`, product);
}

/** Nothing to decide: the row is finished without touching any member. */
async function finishAlone(
  strapi: Core.Strapi,
  log: WebhookLogRow,
  lease: AttemptLease,
  result: LogResult
): Promise<void> {
  await saveResults(database(strapi), [{ log, result }], lease, nowOf(strapi));
}
