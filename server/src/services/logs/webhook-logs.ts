import type { Core } from '@strapi/strapi';
import type {
  MappingUsed,
  WebhookLog,
  WebhookLogDetail,
  WebhookLogEvent,
} from '../../../../contracts/webhook-log';
import { LOG_CODES, readCode } from '../../core/inbox/codes';
import { SETTLED_BY_PURCHASE } from '../../core/inbox/decisions';
import { sentenceOf } from '../../core/inbox/sentences';
import { locate } from '../../core/entitlements/locate';
import type { Headers } from '../../core/kartra/headers';
import { textOfStored } from '../../core/kartra/stored-body';
import { showAction, showEmail, showHeaders, showName, showPayload } from '../../core/viewer/masks';
import type { Viewer } from '../../core/viewer/viewer';
import { findConnection } from '../../repositories/connections';
import { database, type Database } from '../../repositories/database';
import { findEntitlementsOf } from '../../repositories/entitlements';
import { findFactsOfLogs } from '../../repositories/events';
import type { EventRow } from '../../repositories/event-row';
import { findMapping } from '../../repositories/mappings';
import { findNeighborhood } from '../../repositories/neighborhoods';
import {
  countLogs,
  findLog,
  findLogs,
  findRepeats,
  type LogFilter,
} from '../../repositories/webhook-log-list';
import type { LogEvent, WebhookLogRow } from '../../repositories/webhook-logs';
import { perStrapi } from '../../utils/per-strapi';
import { notFound } from '../../utils/errors';
import { isoOrNull } from '../../utils/iso';
import { showCandidates } from './settlement-candidates';
import { readLevelNames, showLevels } from '../catalogue';
import { foldRows } from '../engine';

/** The webhook logs as people read them. */
export const webhookLogsOf = perStrapi(({ strapi }) => ({
  async list(
    filter: LogFilter,
    page: { readonly page: number; readonly pageSize: number; readonly oldestFirst: boolean },
    viewer: Viewer
  ) {
    const db = database(strapi);
    const offset = (page.page - 1) * page.pageSize;
    const { pageSize: limit, oldestFirst } = page;
    const rows = await findLogs(db, filter, { offset, limit, oldestFirst });
    const { total, isCapped } = await countLogs(db, filter);
    return { rows: rows.map((row) => showLog(row, viewer)), total, isCapped };
  },

  async one(id: number, viewer: Viewer): Promise<WebhookLogDetail> {
    const db = database(strapi);
    const row = await findLog(db, id);
    if (!row) throw notFound('There is no such webhook.');
    const facts = await findFactsOfLogs(db, [id]);
    const fact = shownFactOf(row, facts);
    return {
      ...showLog(row, viewer),
      attemptLog: row.attemptLog,
      event: fact
        ? {
            orderId: fact.orderId,
            parentId: fact.parentId,
            originalId: fact.originalId,
            subscriptionId: fact.internalSubscriptionId,
            processorSubscriptionId: fact.processorSubscriptionId,
            payNumber: fact.payNumber,
            date: fact.date,
          }
        : null,
      purchase: fact && row.memberId !== null ? await findPurchase(db, row, fact) : null,
      payload: payloadOf(row, viewer),
      payloadDeletedAt: isoOrNull(row.payloadDeletedAt),
      contentType: row.contentType,
      headers: headersOf(row, viewer),
      answeredInMs: row.answeredInMs,
      webhookKeyName: await findKeyName(db, row),
      byteLength: row.byteLength,
      mappingUsed: await findMappingUsed(strapi, db, row),
      repeats: row.memberId === null ? [] : await findRepeats(db, id, row.memberId),
      candidates:
        fact && row.state === 'held' && SETTLED_BY_PURCHASE.includes(row.reason)
          ? await showCandidates(db, row, fact, viewer)
          : [],
    };
  },
}));

function payloadOf(row: WebhookLogRow, viewer: Viewer): string | null {
  if (row.body === null) return null;
  const text = textOfStored({ body: row.body, bodyEncoding: row.bodyEncoding });
  return showPayload(viewer, text);
}

function headersOf({ headers }: WebhookLogRow, viewer: Viewer): Headers | null {
  if (headers === null) return null;
  return showHeaders(viewer, headers);
}

/** Of several facts that of the event by which the webhook is shown. */
export const shownFactOf = (row: WebhookLogRow, facts: readonly EventRow[]): EventRow | undefined =>
  facts.find(({ factHash }) => factHash === row.factHash) ?? facts[0];

/** Earlier versions wrote `current` and `previous`, which say little about which URL that was. */
const keyIdOf = ({ endpointUsed }: WebhookLogRow): number | null =>
  /^\d+$/.test(endpointUsed ?? '') ? Number(endpointUsed) : null;

async function findKeyName(db: Database, row: WebhookLogRow): Promise<string | null> {
  const id = keyIdOf(row);
  if (id === null) return null;
  const { webhookKeys } = await findConnection(db);
  return webhookKeys.find((key) => key.id === id)?.name ?? null;
}

/** By everything known now. */
async function findPurchase(
  db: Database,
  { connectionId, memberId }: WebhookLogRow,
  { productId, factHash }: EventRow
): Promise<WebhookLogDetail['purchase']> {
  const seed = { productIds: [productId], memberIds: [], factHashes: [factHash] };
  const { rows } = await findNeighborhood(db, connectionId, seed);
  const purchase = locate(await foldRows(rows))(factHash)?.purchases[0];
  if (!purchase || memberId === null) return null;
  const entitlements = await findEntitlementsOf(db, [memberId]);
  const found = entitlements.find(
    (row) => row.productId === purchase.productId && row.purchaseKey === purchase.key
  );
  return found ? { id: found.id, orderId: purchase.firstPayment.orderId } : null;
}

/** By which mapping it was decided; null: by none, or by one that was deleted. */
async function findMappingUsed(
  strapi: Core.Strapi,
  db: Database,
  row: WebhookLogRow
): Promise<MappingUsed | null> {
  const mapping = row.mappingId === null ? null : await findMapping(db, row.mappingId);
  if (!mapping) return null;
  const { roleName, roles } = showLevels(mapping, await readLevelNames(strapi, db));
  return {
    id: mapping.id,
    roleName,
    roles,
    savedAt: new Date(mapping.savedAt).toISOString(),
    savedBy: mapping.savedBy,
    isSavedSince: mapping.version !== row.mappingVersion,
  };
}

const acceptedOf = ({ acceptedAt, acceptedBy, acceptedReason }: WebhookLogRow) =>
  acceptedAt === null
    ? null
    : { at: new Date(acceptedAt).toISOString(), by: acceptedBy, reason: acceptedReason };

function showEvent(event: LogEvent, buyer: string | null): WebhookLogEvent {
  const { state, code, kind, productId, productName, pricePoint } = event;
  const values = { ...event.values, buyer };
  const order = event.values['order'];
  return {
    state,
    reason: event.reason,
    message: sentenceOf(code, values),
    code,
    values,
    kind,
    productId,
    productName,
    pricePoint,
    orderId: typeof order === 'string' ? order : null,
    memberId: event.memberId,
    effect: event.effect,
    duplicateOf: event.duplicateOf,
  };
}

export function showLog(row: WebhookLogRow, viewer: Viewer): WebhookLog {
  const email = showEmail(viewer, row.email);
  const buyerName = showName(viewer, row.buyerName);
  // A row without a code is one that no version wrote: its state is all there is.
  const told =
    row.code === null
      ? readCode(LOG_CODES, row.state, row.values)
      : { code: row.code, values: row.values };
  const { action } = told.values;
  const values = {
    ...told.values,
    ...(typeof action === 'string' ? { action: showAction(viewer, action) } : {}),
    buyer: buyerName ?? email,
    ...(row.state === 'failed' ? { nextAt: isoOrNull(row.nextAttemptAt) } : {}),
    ...(row.state === 'dead' ? { triedUntil: isoOrNull(row.finishedAt) } : {}),
  };
  const code = row.state === 'processing' ? 'processing' : told.code;
  return {
    id: row.id,
    receivedAt: new Date(row.receivedAt).toISOString(),
    state: row.state,
    reason: row.reason,
    message: sentenceOf(code, values),
    code,
    values,
    kind: row.kind,
    surface: row.surface,
    productId: row.productId,
    productName: row.productName,
    pricePoint: row.pricePoint,
    email,
    buyerName,
    memberId: row.memberId,
    isTest: row.isTest,
    webhookKeyId: keyIdOf(row),
    effect: row.effect,
    events: row.events.map((event) => showEvent(event, buyerName ?? email)),
    deliveries: row.deliveries,
    attempts: row.attempts,
    nextAttemptAt: isoOrNull(row.nextAttemptAt),
    duplicateOf: row.duplicateOf,
    accepted: acceptedOf(row),
  };
}
