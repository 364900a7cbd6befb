import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';

import type { Overview } from '../../contracts/overview';
import { buildPerson, buildTransaction } from '../builders/kartra';
import { ok } from '../helpers/admin-client';
import { startCleanUp } from '../helpers/clean-up';
import { createSqliteDatabase, type TestDatabase } from '../helpers/databases';
import { EARLIER, isVersionAvailable, unpackVersion } from '../helpers/earlier-version';
import { waitFor } from '../helpers/wait-for';
import { differences, waitUntilDecided } from './ledger';
import { isLong, PRODUCT, setUpShop } from './shop';
import { startTraffic, type Sent, type Traffic } from './traffic';
import { startVoyage, type Voyage } from './voyage';

const FIXTURE = path.resolve(__dirname, '../fixtures/earlier-version');

/** Unique indexes that slipped away, and what they keep from being there twice. */
const MISSING = [
  ['kartra_webhook_logs', 'kartra_logs_dedupe_uq'],
  ['kartra_events', 'kartra_events_hash_uq'],
  ['kartra_members', 'kartra_members_origin_uq'],
  ['kartra_member_identities', 'kartra_identities_uq'],
] as const;
const INDEXES = MISSING.map(([, index]) => index);

function earlierDatabase(): TestDatabase {
  const copy = path.join(tmpdir(), `kartra-earlier-${process.pid}.db`);
  writeFileSync(copy, gunzipSync(readFileSync(path.join(FIXTURE, 'site.db.gz'))));
  try {
    return createSqliteDatabase({ durable: true, copyOf: copy });
  } finally {
    rmSync(copy);
  }
}

interface Noted {
  readonly type: Sent['transaction']['type'];
  readonly orderId: string;
  readonly parentId: string;
  readonly email: string;
  readonly answer: number;
}

/** What was posted to the earlier version, and what it answered. */
function earlierTraffic(): Traffic {
  const traffic = startTraffic();
  const noted = JSON.parse(readFileSync(path.join(FIXTURE, 'sent.json'), 'utf8')) as Noted[];
  for (const { answer, email, ...transaction } of noted) {
    const person = buildPerson({ email, leadId: /\d+/.exec(email)?.[0] ?? '' });
    const sent = buildTransaction({ ...transaction, person, productId: PRODUCT });
    traffic.sent.push({ transaction: sent, answer });
  }
  return traffic;
}

async function plantDuplicates(voyage: Voyage): Promise<void> {
  for (const [table, index] of MISSING) await voyage.plantDuplicate(table, index);
}

/** Nobody is changed by the rules of a new version before an administrator says so. */
async function answerNewRules(voyage: Voyage, site: Awaited<ReturnType<Voyage['start']>>) {
  await waitFor(async () =>
    (await voyage.reader.rows('kartra_members')).every(
      (row) => row['rules_version'] !== null || row['rules_effect'] !== null
    )
  );
  await waitUntilDecided(voyage.reader, 60_000);
  const admin = await site.admin();
  const { newRules } = ok(await admin.get<Overview>('/kartra/overview'));
  if (newRules) ok(await admin.post('/kartra/new-rules/apply'));
}

/** Everybody stands where the facts put them; what was given up or refused stays so, and so does the planted fact. */
async function expectAllWell({ reader }: Voyage, traffic: Traffic): Promise<void> {
  await waitUntilDecided(reader, 60_000);
  const roles = await reader.rows('up_roles');
  const idOf = (name: string) => Number(roles.find((role) => role['name'] === name)?.['id']);
  const levels = { level: idOf('Gold'), fallback: idOf('Authenticated') };
  const [planted] = await reader.rows('kartra_events');
  const known = [
    / is (dead|rejected)$/,
    new RegExp(`^sale ${String(planted?.['order_id'])} counts`),
  ];
  const found = await differences(reader, traffic.sent, levels);
  expect(found.filter((line) => !known.some((pattern) => pattern.test(line)))).toEqual([]);
  expect(new Set(traffic.sent.map(({ answer }) => answer))).toEqual(new Set([200]));
}

const countStates = async ({ reader }: Voyage) => {
  const counts: Record<string, number> = {};
  for (const { state } of await reader.rows('kartra_webhook_logs'))
    counts[String(state)] = (counts[String(state)] ?? 0) + 1;
  return counts;
};

describe('the database of an earlier version', () => {
  const cleanUp = startCleanUp();
  afterAll(() => cleanUp.run());

  it('is taken over whole: no row lost, the queue goes on, missing unique indexes are back', async () => {
    const database = earlierDatabase();
    cleanUp.add(() => database.drop());
    const voyage = startVoyage(database, cleanUp);
    const traffic = earlierTraffic();
    const states = await countStates(voyage);
    const before = await voyage.snapshot();
    const facts = await voyage.reader.rows('kartra_events');
    await plantDuplicates(voyage);

    const site = await voyage.start();
    expect(await voyage.gone(before)).toEqual([]);
    expect(await voyage.indexes()).toEqual(expect.arrayContaining(INDEXES));
    // A repetition that says nothing more is gone.
    const identities = (await voyage.reader.rows('kartra_member_identities')).map(
      (row) => row['value_hash']
    );
    expect(new Set(identities).size).toBe(identities.length);
    await waitUntilDecided(voyage.reader, 60_000);
    // Three that a dead process had left are decided; the log that was there twice is kept as one of its own.
    expect(await countStates(voyage)).toEqual({
      applied: (states['applied'] ?? 0) + 4,
      dead: states['dead'],
      held: states['held'],
      ignored: states['ignored'],
      rejected: states['rejected'],
    });

    ok(await (await site.admin()).post('/kartra/connection/enable'));
    await answerNewRules(voyage, site);
    // Not more refunds: whoever bought last was given a level by hand.
    await voyage.post(traffic, 3, 1);
    await expectAllWell(voyage, traffic);
    expect(await voyage.gone(before)).toEqual([]);
    // Facts are as they were, to the last column that the earlier version knew.
    const kept = new Map(
      (await voyage.reader.rows('kartra_events')).map((row) => [row['id'], row])
    );
    for (const fact of facts) expect(kept.get(fact['id'])).toMatchObject(fact);
    await voyage.end();
  }, 180_000);
});

const describeWithHistory = isVersionAvailable(EARLIER) ? describe : describe.skip;

if (isLong)
  describeWithHistory('from an earlier version to this one, back, and again to this one', () => {
    const cleanUp = startCleanUp();
    afterAll(() => cleanUp.run());

    it('no row is lost, and everybody stands where the facts put them', async () => {
      const earlier = unpackVersion(EARLIER);
      cleanUp.add(() => earlier.remove());
      const database = createSqliteDatabase({ durable: true, copyOf: null });
      cleanUp.add(() => database.drop());
      const traffic = startTraffic();

      const voyage = startVoyage(database, cleanUp);
      let site = await voyage.start(earlier.root);
      const shop = await setUpShop(database, await site.admin());
      cleanUp.add(() => shop.reader.close());
      await voyage.post(traffic, 8, 0);
      await waitUntilDecided(voyage.reader, 60_000);
      ok(await (await site.admin()).post('/kartra/connection/disable', { mode: 'pause' }));
      await voyage.post(traffic, 4, 3);
      await voyage.end();
      const old = await voyage.snapshot();
      await plantDuplicates(voyage);

      site = await voyage.start();
      expect(await voyage.gone(old)).toEqual([]);
      ok(await (await site.admin()).post('/kartra/connection/enable'));
      await voyage.post(traffic, 3, 2);
      await waitUntilDecided(voyage.reader, 60_000);
      await voyage.end();
      const upgraded = await voyage.snapshot();

      await voyage.start(earlier.root);
      await voyage.post(traffic, 3, 2);
      await waitUntilDecided(voyage.reader, 60_000);
      await voyage.end();
      expect(await voyage.gone(upgraded)).toEqual([]);
      const rolledBack = await voyage.snapshot();

      await answerNewRules(voyage, await voyage.start());
      await voyage.post(traffic, 3, 2);
      await expectAllWell(voyage, traffic);
      expect(await voyage.gone(rolledBack)).toEqual([]);
      expect(await voyage.indexes()).toEqual(expect.arrayContaining(INDEXES));
      await voyage.end();
    }, 600_000);
  });
