import { randomUUID } from 'node:crypto';
import type {
  TestEventKind,
  TestEventOutcome,
  TestEventResult,
} from '../../../../contracts/test-event';
import { LOG_CODES, partsOf, readCode } from '../../core/inbox/codes';
import { sentenceOf } from '../../core/inbox/sentences';
import { kartraDate } from '../../core/entitlements/calendar';
import { isPayment } from '../../core/entitlements/kinds';
import {
  composeIpn,
  composeOutbound,
  madeUpId,
  surfaceOf,
  type ComposedTransaction,
} from '../../core/kartra/compose';
import { decodeText } from '../../core/kartra/decode';
import { storeBody } from '../../core/kartra/stored-body';
import type { NormalizedEmail } from '../../core/members/email';
import type { Viewer } from '../../core/viewer/viewer';
import { OTHER } from '../../core/wording/other';
import type { MessageValues } from '../../core/wording/sentence';
import { findConnection } from '../../repositories/connections';
import { database, isInfrastructureError, tryAndUndo } from '../../repositories/database';
import { newLease } from '../../repositories/leases';
import { findOffers } from '../../repositories/discovered-offers';
import type { EventRow } from '../../repositories/event-row';
import { findIdentity } from '../../repositories/member-identities';
import { findTestFacts } from '../../repositories/test-members';
import { findLog } from '../../repositories/webhook-log-list';
import { claimLogs } from '../../repositories/webhook-log-queue';
import { storeReceived, type WebhookLogRow } from '../../repositories/webhook-logs';
import { perStrapi } from '../../utils/per-strapi';
import { notFound } from '../../utils/errors';
import { readConfig } from '../../utils/read-config';
import { refuse } from '../../utils/validate';
import { applyWebhook, noteFailure, descriptionOf } from '../receiving';
import { isSomebodys, removeTestMember } from '../engine';
import { showLog } from './webhook-logs';
import { nowOf } from '../background';

export interface TestEvent {
  readonly kind: TestEventKind;
  readonly productId: string;
  readonly pricePoint: string | null;
  readonly email: NormalizedEmail;
}

type Stored = Awaited<ReturnType<typeof findConnection>>;

export interface Asked {
  readonly dryRun: boolean;
  readonly viewer: Viewer;
}

const REVERSALS: readonly TestEventKind[] = ['refund', 'partial-refund', 'chargeback'];

/**
 * A webhook as Kartra would send it, made here and put through the same steps as any other, for a member who is
 * marked as a test: gets no mail, counts nowhere, and can be removed with all that came of it.
 */
export const testEventsOf = perStrapi(({ strapi }) => {
  const config = readConfig(strapi);

  /** Bytes like Kartra's; whatever follows a purchase names the latest one that was tested with this address. */
  const compose = async (connectionId: number, event: TestEvent): Promise<string> => {
    const db = database(strapi);
    const { kind, productId, email } = event;
    const identity = await findIdentity(db, connectionId, 'email', email);
    const facts = identity ? await findTestFacts(db, identity.memberId, productId) : [];
    const offer = (await findOffers(db, connectionId)).find((seen) => seen.productId === productId);
    const transaction: ComposedTransaction = {
      ...purchaseOf(kind, facts),
      kind,
      email,
      firstName: 'Test',
      lastName: 'Member',
      leadId: madeUpId('lead', email),
      productId,
      productName: offer?.productName ?? 'Test product',
      pricePoint: event.pricePoint ?? '1',
      date: dateAfter(facts, nowOf(strapi)),
    };
    return surfaceOf(kind) === 'ipn'
      ? composeIpn(transaction, 'test')
      : composeOutbound(transaction);
  };

  const store = async (connection: Stored, event: TestEvent, by: string) => {
    const body = await compose(connection.id, event);
    const bytes = Buffer.from(body);
    const isForm = surfaceOf(event.kind) === 'ipn';
    const [stored] = await storeReceived(database(strapi), [
      {
        ...descriptionOf(decodeText(body), connection.salt),
        connectionId: connection.id,
        receivedAt: nowOf(strapi),
        contentType: isForm ? 'application/x-www-form-urlencoded' : 'application/json',
        headers: null,
        endpointUsed: null,
        state: 'received',
        reason: null,
        code: 'received',
        values: { name: by },
        dedupeKey: `test:${randomUUID()}`,
        bodyHash: null,
        byteLength: bytes.length,
        isTest: true,
        nonce: randomUUID(),
        ...storeBody(bytes),
      },
    ]);
    if (!stored) throw new Error('The test event was not stored.');
    return stored.id;
  };

  const load = async (id: number): Promise<WebhookLogRow> => {
    const log = await findLog(database(strapi), id);
    if (!log) throw notFound('There is no such webhook.');
    return log;
  };

  const process = async (id: number, by: string): Promise<void> => {
    const lease = newLease(nowOf(strapi), config.leaseMs);
    const [log] = await claimLogs(database(strapi), [{ id }], lease);
    // The sweeper was faster; the answer shows how far it is.
    if (!log) return;
    const attempt = { ...lease, by };
    try {
      await applyWebhook(strapi, log, attempt);
    } catch (error) {
      if (isInfrastructureError(error)) throw error;
      await noteFailure(strapi, error, log, attempt, config);
    }
  };

  return {
    async send(event: TestEvent, asked: Asked): Promise<TestEventResult> {
      const connection = await findConnection(database(strapi));
      if (await isSomebodys(strapi, connection.id, event.email)) {
        throw refuse(['email'], 'test-address-taken');
      }
      const run = async (): Promise<TestEventResult> => {
        const id = await store(connection, event, asked.viewer.actor);
        await process(id, asked.viewer.actor);
        return show(await load(id), asked);
      };
      if (!asked.dryRun) return run();
      return tryAndUndo(strapi, run);
    },

    async removeMember(id: number): Promise<void> {
      if (!(await removeTestMember(strapi, id))) throw notFound('There is no such test member.');
    },
  };
});

function show(log: WebhookLogRow, { dryRun, viewer }: Asked): TestEventResult {
  const shown = showLog(log, viewer);
  const outcome = outcomeOf(log, shown.values);
  if (!dryRun) return { ...shown, dryRun, outcome };
  const { state, reason, code, values, text } = outcome;
  return { ...shown, id: null, dryRun, state, reason, code, values, message: text, outcome };
}

/** What the pipeline said before the row became one of a test. */
function outcomeOf(log: WebhookLogRow, shown: MessageValues): TestEventOutcome {
  const stored = shown['outcome'];
  const told = typeof stored === 'string' ? stored : (log.code ?? log.state);
  const { code, values } = readCode(LOG_CODES, told, shown);
  const { state, reason } = code === OTHER ? log : partsOf(code);
  return { state: state ?? log.state, reason, code, values, text: sentenceOf(code, values) };
}

type PurchaseIds = Pick<ComposedTransaction, 'orderId' | 'parentId' | 'subscription'>;

function purchaseOf(kind: TestEventKind, facts: readonly EventRow[]): PurchaseIds {
  const orderId = madeUpId(randomUUID());
  const paid = facts.findLast((fact) => isPayment(fact.kind as TestEventKind));
  const isNew = kind === 'sale' || !paid;
  const firstOrderId = isNew
    ? kind === 'sale'
      ? orderId
      : madeUpId(randomUUID())
    : Number(paid.originalId);
  const paidNumber = isNew ? 0 : Number(paid.payNumber ?? 1);
  const isReversal = REVERSALS.includes(kind);
  return {
    orderId,
    parentId: !isReversal ? 0 : isNew ? firstOrderId : Number(paid.orderId),
    subscription: {
      id: isNew ? madeUpId(randomUUID()) : Number(paid.internalSubscriptionId),
      processorId: isNew
        ? `sub_test${randomUUID().slice(0, 8)}`
        : (paid.processorSubscriptionId ?? 'N/A'),
      firstOrderId,
      payNumber: Math.max(1, isReversal ? paidNumber : paidNumber + 1),
    },
  };
}

/** Two tests within one second would have no order: the later one is dated after everything before. */
function dateAfter(facts: readonly EventRow[], now: number): string {
  const latest =
    facts
      .flatMap(({ date }) => date ?? [])
      .sort()
      .at(-1) ?? '';
  let at = now;
  while (kartraDate(at) <= latest) at += 1000;
  return kartraDate(at);
}
