import type { Core } from '@strapi/strapi';
import { nameProduct } from '../core/activity/sentences';
import { kartraDate } from '../core/entitlements/calendar';
import { isLive } from '../core/entitlements/term';
import type { Meaning, Mention, MoneyEvent } from '../core/kartra/event';
import { hashFact } from '../core/kartra/fact-hash';
import { readText } from '../core/kartra/fields';
import { meaningOf } from '../core/kartra/meaning';
import { decodeStored } from '../core/kartra/stored-body';
import { normaliseEmail } from '../core/members/email';
import { findConnection } from '../repositories/connections';
import { database, type Database } from '../repositories/database';
import { countOffer } from '../repositories/discovered-offers';
import { recordFact, type EventRow } from '../repositories/events';
import { queueEvent } from '../repositories/outbox-messages';
import { finishLog, type LogResult } from '../repositories/webhook-log-queue';
import type { WebhookLogRow } from '../repositories/webhook-logs';
import { describeError } from '../utils/describe-error';
import { LeaseLostError, ProcessingError } from '../utils/errors';
import { identifyBuyer } from './accounts';
import { withAttempt } from './attempts';
import { isSomebodys } from './test-members';
import { tellOutcome } from './outcomes';
import type { Standing } from './member-access';
import { recomputeMember, recomputeProduct, type ConnectionRules, type Settled } from './recompute';
import { judgeNewFact, type Verdict } from './verdicts';

export interface Lease {
  readonly token: string;
  readonly startedAt: number;
  /** Who tries, for the list of attempts: `at-once`, `automatic`, or an administrator's name. */
  readonly by: string;
}

/**
 * One webhook, from its bytes to the member's role. The fact goes into the ledger first and stays there; then one
 * transaction folds, decides, writes and finishes the log. Done twice it changes nothing the second time.
 */
export async function applyWebhook(
  strapi: Core.Strapi,
  log: WebhookLogRow,
  lease: Lease
): Promise<void> {
  const meaning = meaningOf(decodeStored({ ...log, body: log.body ?? '' }));
  if (meaning.type !== 'money') return finishAlone(strapi, log, lease, resultOfMention(meaning));
  const { event } = meaning;
  const { productId } = event;
  if (productId === null) {
    return finishAlone(strapi, log, lease, {
      ...describeEvent(event),
      state: 'held',
      reason: 'incomplete',
      code: 'held.incomplete.product',
      values: {},
    });
  }

  const connection = await findConnection(database(strapi));
  if (log.isTest && (await wouldTouchSomebody(strapi, connection.id, event))) {
    return finishAlone(strapi, log, lease, {
      ...describeEvent(event),
      state: 'ignored',
      reason: 'test',
      code: 'ignored.test',
      values: valuesOfTest(log),
    });
  }
  const fact = await enterLedger(strapi, log, { ...event, productId }, connection.salt);
  if (fact.webhookLogId !== log.id) {
    return finishAlone(strapi, log, lease, {
      ...describeEvent(event),
      state: 'ignored',
      reason: 'duplicate',
      code: 'ignored.duplicate',
      duplicateOf: fact.webhookLogId,
      memberId: fact.memberId,
      values: { n: fact.webhookLogId },
    });
  }

  const rules = { id: connection.id, fallbackRoleId: connection.settings.fallbackRoleId };
  let standings: readonly Standing[] = [];
  await recomputeProduct(
    strapi,
    {
      connection: rules,
      productId,
      seed: {
        memberIds: fact.memberId === null ? [] : [fact.memberId],
        factHashes: [fact.factHash],
      },
      newFact: fact.factHash,
      cause: { webhookLogId: log.id, actor: null },
      now: Date.now(),
    },
    async (db, settled) => {
      await finish(db, log, lease, { ...event, productId }, fact, settled);
      standings = [...settled.standings.values()];
    }
  );
  for (const standing of standings.filter(hasNewAccount)) {
    await lookAgainElsewhere(strapi, rules, standing.member.id, log.id);
  }
}

/** Somebody for whom something waited has an account now. */
const hasNewAccount = ({ member, account }: Standing): boolean =>
  member.heldReason !== null && account.user !== null && account.user.id !== member.userId;

/** What was bought of other products waits no longer for the account: their webhooks are told so. */
async function lookAgainElsewhere(
  strapi: Core.Strapi,
  connection: ConnectionRules,
  memberId: number,
  logId: number
): Promise<void> {
  const cause = { webhookLogId: logId, actor: null };
  try {
    await recomputeMember(strapi, { connection, memberId, cause, now: Date.now() });
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

/** Who sent it; noted with the row when it was made. */
const valuesOfTest = (log: WebhookLogRow): Record<string, unknown> => {
  const { name } = JSON.parse(log.values ?? '{}') as { name?: string };
  return { name: name ?? null };
};

/** A test is told as a test, whatever came of it; what a real webhook would have been stands beside it. */
const resultOf = (log: WebhookLogRow, { outcome, result }: Verdict): LogResult =>
  log.isTest
    ? {
        ...result,
        state: 'ignored',
        reason: 'test',
        code: 'ignored.test',
        values: { ...result.values, ...valuesOfTest(log), outcome: outcome.code },
      }
    : result;

type ProductEvent = MoneyEvent & { readonly productId: string };

/** The fact and the ties of its buyer, before the transaction that decides: they hold whatever becomes of it. */
async function enterLedger(
  strapi: Core.Strapi,
  log: WebhookLogRow,
  event: ProductEvent,
  salt: string
): Promise<EventRow> {
  const { buyer, ...fields } = event;
  const now = Date.now();
  const { connectionId } = log;
  const person = await identifyBuyer(strapi, { connectionId, buyer, isTest: log.isTest, now });
  return recordFact(database(strapi), {
    ...fields,
    ...person,
    connectionId,
    factHash: hashFact(event, salt),
    webhookLogId: log.id,
    arrivedOn: kartraDate(log.receivedAt),
    recordedAt: now,
  });
}

async function finish(
  db: Database,
  log: WebhookLogRow,
  lease: Lease,
  event: ProductEvent,
  fact: EventRow,
  settled: Settled
): Promise<void> {
  const now = Date.now();
  const verdict = await judgeNewFact(db, settled, fact, {
    webhookLogId: log.id,
    email: event.buyer.email,
    now,
  });
  refuseMissingRole(verdict, settled);
  await tellOutcome(db, log.connectionId, log.id, verdict, now);
  await save(db, log, lease, {
    ...describeEvent(event),
    ...resultOf(log, verdict),
    factHash: fact.factHash,
  });
  if (verdict.outcome.reason === 'duplicate' || log.isTest) return;
  const { productId, pricePoint, productName } = event;
  const isNew = await countOffer(db, {
    connectionId: log.connectionId,
    productId,
    pricePoint,
    productName,
    at: log.receivedAt,
  });
  if (!isNew) return;
  await queueEvent(db, {
    connectionId: log.connectionId,
    memberId: null,
    at: now,
    topic: 'kartra.offer.discovered',
    payload: { productId, productName, pricePoint, webhookLogId: log.id },
  });
}

/** A mapped role that was deleted: nothing can be given until somebody chooses another. */
function refuseMissingRole({ term, result }: Verdict, { rules, productId }: Settled): void {
  if (!term || !isLive(term)) return;
  const mapping = rules.mappings.find(({ id }) => id === result.mappingId);
  if (!mapping || rules.roles.all.some(({ id }) => id === mapping.roleId)) return;
  throw new ProcessingError(
    'role-missing',
    `The role that ${nameProduct(productId, null)} gives was deleted.`
  );
}

/** What the list shows of an event; the fact itself is in the ledger. */
const describeEvent = (event: MoneyEvent): LogResult => ({
  ...describeMention(event),
  kind: event.kind,
});

/** What says nothing that could be decided: ignored, or held for a person to read. */
function resultOfMention(mention: Exclude<Meaning, { type: 'money' }>): LogResult {
  const { type, action } = mention;
  const told = { ...describeMention(mention), action, values: { action } };
  switch (type) {
    case 'not-money':
      return { ...told, state: 'ignored', reason: 'not-money', code: 'ignored.not-money' };
    case 'known-type':
      return {
        ...told,
        state: 'ignored',
        reason: 'not-money',
        code: 'ignored.not-money.known-type',
      };
    case 'unknown-type': {
      const code = action === null ? 'held.unknown-type.missing' : 'held.unknown-type';
      return { ...told, state: 'held', reason: 'unknown-type', code };
    }
    default:
      return type satisfies never;
  }
}

function describeMention(mention: Omit<Mention, 'action'>): LogResult {
  const { buyer, surface, productId, productName, pricePoint } = mention;
  const email = normaliseEmail(buyer.email);
  return {
    surface,
    productId,
    productName,
    pricePoint,
    email: email.ok ? email.email : buyer.email,
    buyerName: readText([buyer.firstName, buyer.lastName].filter(Boolean).join(' ')),
  };
}

/** Nothing to decide: the row is finished by itself. */
async function finishAlone(
  strapi: Core.Strapi,
  log: WebhookLogRow,
  lease: Lease,
  result: LogResult
): Promise<void> {
  await save(database(strapi), log, lease, result);
}

async function save(
  db: Database,
  log: WebhookLogRow,
  lease: Lease,
  result: LogResult
): Promise<void> {
  const now = Date.now();
  const isMine = await finishLog(db, log, lease.token, {
    ...result,
    nextAttemptAt: null,
    finishedAt: now,
    attemptLog: withAttempt(log, {
      startedAt: new Date(lease.startedAt).toISOString(),
      durationMs: now - lease.startedAt,
      by: lease.by,
      outcome: result.state ?? 'unknown',
      error: null,
    }),
  });
  if (!isMine) throw new LeaseLostError(log.id);
}
