import type { Core } from '@strapi/strapi';
import type { Offer } from '../../../../contracts/offer';
import type { Overview } from '../../../../contracts/overview';
import { countAnswers } from '../../core/inbox/decisions';
import type { LostSpan } from '../../core/inbox/lost-spans';
import type { WebhookLogState } from '../../core/inbox/states';
import { EVENT_KINDS, type EventKind } from '../../core/kartra/event';
import { isSilent, usualPause } from '../../core/mail/alerts';
import { asksAboutAccounts } from '../../core/rules/existing-accounts';
import { findAccessLevels } from '../../repositories/access-levels';
import { findConnection, type StoredConnection } from '../../repositories/connections';
import { database, type Database } from '../../repositories/database';
import { countWaitingLogs, type WaitingLogs } from '../../repositories/decisions';
import { countDrifted } from '../../repositories/drift';
import { countEventsOfKind, hasEventOfKind } from '../../repositories/events';
import { findMappings } from '../../repositories/mappings';
import { countMembersByLevel, findFirstMemberIn } from '../../repositories/member-counts';
import { findDroppedPayloads } from '../../repositories/payload-quota';
import { countOpenSuggestions } from '../../repositories/suggestions';
import { findRoles } from '../../repositories/roles';
import {
  countByDay,
  countByState,
  countHeldByReason,
  countLogs,
  findLastReceivedTimes,
  findMoments,
  measurePayloads,
} from '../../repositories/webhook-log-list';
import { perStrapi } from '../../utils/per-strapi';
import { isoOrNull } from '../../utils/iso';
import { readConfig } from '../../utils/read-config';
import { offersOf } from '../catalogue';
import { newRulesOf } from './new-rules';
import { doorCountsOf, lostWebhooksOf } from '../receiving';
import { readMailFacts } from '../messages';
import { readRegistration, readSharedIds } from '../engine';
import { nowOf } from '../background';
import { siteOf } from '../site';

const DAY_MS = 86_400_000;
const DAYS = 14;
/** Measuring reads every row: now and then is enough for a size. */
const MEASURE_MS = 600_000;
/** So many purchases without one ending make it likely that those events are switched off in Kartra. */
const PURCHASES_UNTIL_DOUBT = 20;
/** So many webhooks say what is usual. */
const HABIT = 100;
const NAMED_PRODUCTS = 3;

/** Whether all is well, in numbers: what the panel's first screen and its ticks are made of. */
export const overviewOf = perStrapi(({ strapi }) => {
  let measured: { at: number; storage: Overview['storage'] } | null = null;

  const measure = async (db: Database, now: number): Promise<Overview['storage']> => {
    if (!measured || now - measured.at > MEASURE_MS) {
      const { logs, bytes } = await measurePayloads(db);
      measured = { at: now, storage: { logs, payloadBytes: bytes } };
    }
    return measured.storage;
  };

  return {
    async get(): Promise<Overview> {
      const db = database(strapi);
      const now = nowOf(strapi);
      const { value: connection, pending } = await lostWebhooksOf(strapi).beside(() =>
        doorCountsOf(strapi).beside(() => findConnection(db))
      );
      const moments = await findMoments(db);
      const byState = await countByState(db);
      const seen = await findSeenKinds(db);
      const roles = new Map((await findRoles(strapi, db)).map(({ id, name }) => [id, name]));
      const members = await countMembersByLevel(db, connection.id);
      const levels = await findLevels(db, connection.id, members);
      const offers = await offersOf(strapi).list();
      const waitingLogs = await countWaitingLogs(db);
      const heldByReason = await countHeldByReason(db);
      const drift = await countDrifted(db, connection.id);
      const secondAddresses = await countOpenSuggestions(strapi, db, connection.id);
      return {
        state: siteOf(strapi).isCopy() ? 'copy' : connection.state,
        stateSince: isoOrNull(connection.stateSince),
        site: siteOf(strapi).facts(),
        facts: {
          enabledAt: isoOrNull(connection.facts.enabledAt),
          enabledBy: connection.facts.enabledBy,
          firstWebhookAt: isoOrNull(moments.firstAt),
          lastWebhookAt: isoOrNull(moments.lastAt),
          seen,
          mappings: (await findMappings(db, connection.id)).length,
          firstMemberAt: isoOrNull(await findFirstMemberIn(db, connection.id)),
        },
        lastDay: (await countLogs(db, { from: now - DAY_MS })).total,
        waiting: (byState['received'] ?? 0) + (byState['processing'] ?? 0),
        oldestWaitingAt: isoOrNull(moments.oldestWaitingAt),
        failing: byState['failed'] ?? 0,
        nextAttemptAt: isoOrNull(moments.nextAttemptAt),
        oldestFailingAt: isoOrNull(moments.oldestFailingAt),
        dead: byState['dead'] ?? 0,
        decisions: decisionsOf(
          waitingLogs,
          offers.filter(isUndecided).length + drift + secondAddresses
        ),
        held: sum(Object.values(heldByReason)),
        heldByReason,
        drift,
        secondAddresses,
        newRules: await newRulesOf(strapi).summary(db, connection.id),
        partRefunds: waitingLogs.find(({ state }) => state === 'part-refunded')?.webhooks ?? 0,
        waitingBuyers: sum(offers.map(({ waitingBuyers }) => waitingBuyers)),
        waitingProducts: productsOf(offers),
        unmappedOffers: offers.filter(({ roleId, ignored }) => roleId === null && !ignored).length,
        onlyPurchases: await findOnlyPurchases(db, connection, seen, moments.firstAt),
        sharedIds: await readSharedIds(db, connection.id),
        silence: await findSilence(db, connection, now),
        wrongKeys: showWrongKeys(connection, now),
        lost: showLost(connection, pending),
        byState,
        byDay: await daysOf(db, now),
        members: levels.flatMap((roleId) => {
          const name = roles.get(roleId);
          const count = members.get(roleId);
          return name === undefined || count === undefined ? [] : { roleId, name, count };
        }),
        accounts: await readAccountFacts(strapi, connection),
        mail: await readMailFacts(strapi, db),
        storage: await measure(db, now),
        droppedPayloads: await showDropped(strapi, db, connection.id, now),
      };
    },
  };
});

async function readAccountFacts(
  strapi: Core.Strapi,
  { settings }: StoredConnection
): Promise<Overview['accounts']> {
  const facts = await readRegistration(strapi);
  const { existingAccounts } = settings;
  return { ...facts, asks: asksAboutAccounts({ ...facts, existingAccounts }) };
}

const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);

/** Which kinds of event ever came from Kartra. */
async function findSeenKinds(db: Database): Promise<Record<EventKind, boolean>> {
  const seen: [EventKind, boolean][] = [];
  for (const kind of EVENT_KINDS) seen.push([kind, await hasEventOfKind(db, kind)]);
  return Object.fromEntries(seen) as Record<EventKind, boolean>;
}

/** An offer that gives nothing although it was paid for. */
const isUndecided = ({ roleId, ignored, waitingBuyers }: Offer): boolean =>
  roleId === null && !ignored && waitingBuyers > 0;

/** Roles that members have, highest level first; one that is no level any more comes last. */
async function findLevels(
  db: Database,
  connectionId: number,
  members: ReadonlyMap<number, number>
): Promise<readonly number[]> {
  const levels = (await findAccessLevels(db, connectionId)).map(({ roleId }) => roleId);
  return [...new Set([...levels, ...members.keys()])];
}

function decisionsOf(logs: readonly WaitingLogs[], others: number): Overview['decisions'] {
  return {
    count: others + sum(logs.map(countAnswers)),
    webhooks: sum(logs.map(({ webhooks }) => webhooks)),
    oldestAt:
      logs.length === 0 ? null : isoOrNull(Math.min(...logs.map(({ oldestAt }) => oldestAt))),
  };
}

/** Each product once, whatever its price points. */
function productsOf(offers: readonly Offer[]): Overview['waitingProducts'] {
  const products = new Map<string, Overview['waitingProducts'][number]>();
  for (const { productId, productName, waitingBuyers } of offers) {
    const known = products.get(productId);
    const buyers = (known?.buyers ?? 0) + waitingBuyers;
    products.set(productId, { productId, productName: known?.productName ?? productName, buyers });
  }
  return [...products.values()]
    .filter(({ buyers }) => buyers > 0)
    .sort((a, b) => b.buyers - a.buyers)
    .slice(0, NAMED_PRODUCTS);
}

async function findOnlyPurchases(
  db: Database,
  { facts }: StoredConnection,
  seen: Readonly<Record<EventKind, boolean>>,
  firstAt: number | null
): Promise<Overview['onlyPurchases']> {
  const isRight = facts.seen['only-purchases'] !== undefined;
  if (isRight || firstAt === null || seen['cancellation'] || seen['refund']) return null;
  const count = await countEventsOfKind(db, 'sale');
  return count < PURCHASES_UNTIL_DOUBT ? null : { count, since: new Date(firstAt).toISOString() };
}

async function findSilence(
  db: Database,
  { state, stateSince }: StoredConnection,
  now: number
): Promise<Overview['silence']> {
  if (state !== 'on') return null;
  const times = await findLastReceivedTimes(db, HABIT);
  if (!isSilent(times, stateSince ?? 0, now)) return null;
  return { since: new Date(Math.max(...times)).toISOString(), usualMs: usualPause(times) };
}

function showWrongKeys({ wrongKeys }: StoredConnection, now: number): Overview['wrongKeys'] {
  const today = wrongKeys.find(({ day }) => day === Math.floor(now / DAY_MS));
  return { today: today?.count ?? 0, lastAt: isoOrNull(today?.lastAt ?? null) };
}

function showLost(
  { lostSpans, facts }: StoredConnection,
  pending: LostSpan | null
): Overview['lost'] {
  const checkedAt = facts.seen.lost ?? 0;
  const stored = lostSpans.filter(({ to }) => to > checkedAt);
  const spans = pending ? [...stored, pending] : stored;
  return {
    count: sum(spans.map(({ count }) => count)),
    spans: spans.map(({ from, to, count }) => ({
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
      count,
    })),
  };
}

async function showDropped(
  strapi: Core.Strapi,
  db: Database,
  connectionId: number,
  now: number
): Promise<Overview['droppedPayloads']> {
  const dropped = (await findDroppedPayloads(db, connectionId)).at(-1);
  if (!dropped || dropped.day < Math.floor(now / DAY_MS) - 1) return null;
  const { day, count, bytes } = dropped;
  const bytesPerDay = readConfig(strapi).payloadBytesPerDay;
  return { day: new Date(day * DAY_MS).toISOString().slice(0, 10), count, bytes, bytesPerDay };
}

async function daysOf(db: Database, now: number): Promise<Overview['byDay']> {
  const today = Math.floor(now / DAY_MS);
  const first = today - DAYS + 1;
  const counts = await countByDay(db, first * DAY_MS);
  const totalOf = (day: number, states: readonly WebhookLogState[]) =>
    sum(
      counts
        .filter((count) => count.day === day && states.includes(count.state))
        .map(({ total }) => total)
    );
  return Array.from({ length: DAYS }, (_, index) => first + index).map((day) => ({
    day: new Date(day * DAY_MS).toISOString().slice(0, 10),
    well: totalOf(day, ['applied', 'ignored', 'received', 'processing']),
    held: totalOf(day, ['held']),
    failed: totalOf(day, ['failed', 'dead', 'rejected']),
  }));
}
