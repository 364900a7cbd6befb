import type { Overview } from '../../contracts/overview';
import { ok } from '../helpers/admin-client';
import { startCleanUp, type CleanUp } from '../helpers/clean-up';
import { isServerAvailable } from '../helpers/database-servers';
import { canMakeSmallDisk } from '../helpers/small-disk';
import { waitFor } from '../helpers/wait-for';
import { differences, waitUntilDecided } from './ledger';
import { isLong, PRODUCT, RECOVERY_LIMIT_MS } from './shop';
import { mixOf, runAll, startTraffic } from './traffic';
import {
  mariadb,
  postgres,
  sqliteHere,
  sqliteOnSmallDisk,
  type Patient,
  type TroubleName,
} from './troubles';

const AT_ONCE = 4;
/** Each takes the three seconds after which Kartra is told that its webhook is lost. */
const ROUNDS = isLong ? 20 : 1;
/** A full disk may have room for some more; not for so many. */
const LIMIT = 100;

const lostAt = async ({ admin }: Patient): Promise<number> =>
  ok(await admin.get<Overview>('/kartra/overview')).lost.count;

/** Nothing acknowledged is lost, what is not stored is said to be lost, and all goes on by itself afterwards. */
async function liveThrough(patient: Patient, name: TroubleName): Promise<void> {
  const { address, shop, troubles } = patient;
  const trouble = troubles[name];
  if (!trouble) throw new Error(`This database cannot be made ${name}.`);
  const lostBefore = await lostAt(patient);
  const traffic = startTraffic();
  const post = (sales: number) =>
    runAll(
      mixOf(traffic, PRODUCT, { sales, refunds: 0 }).map(
        (sale) => () => traffic.post(address, shop.path, sale)
      ),
      AT_ONCE
    );
  const isTold = () => traffic.sent.some(({ answer }) => answer === 503);
  await post(12);
  // What was acknowledged last is still worked on.
  await trouble.begin();
  for (let round = 0; round < ROUNDS || !isTold(); round += 1) {
    if (round > LIMIT) throw new Error('The database takes everything.');
    await post(AT_ONCE);
  }
  await trouble.end();
  const back = Date.now();
  await post(5);
  await waitUntilDecided(shop.reader, RECOVERY_LIMIT_MS);
  expect(Date.now() - back).toBeLessThan(RECOVERY_LIMIT_MS);

  const answers = traffic.sent.map(({ answer }) => answer);
  expect(answers.filter((answer) => answer !== 200 && answer !== 503)).toEqual([]);
  expect(answers.slice(-5)).toEqual([200, 200, 200, 200, 200]);
  const levels = { level: shop.gold, fallback: shop.fallback };
  expect(await differences(shop.reader, traffic.sent, levels)).toEqual([]);
  const logs = await shop.reader.rows('kartra_webhook_logs');
  expect(new Set(logs.map(({ failures }) => failures))).toEqual(new Set([0]));
  // What the database took after its 503 is applied like any other, and not lost.
  const stored = new Set((await shop.reader.rows('kartra_events')).map((row) => row['order_id']));
  const lost = traffic.sent.filter(
    ({ answer, transaction }) => answer === 503 && !stored.has(transaction.orderId)
  ).length;
  expect(lost).toBeGreaterThan(0);
  await waitFor(
    async () => (await lostAt(patient)) === lostBefore + lost,
    async () => `${lost} were lost, ${(await lostAt(patient)) - lostBefore} are counted.`
  );
}

interface Setting {
  readonly name: string;
  readonly canRun: boolean;
  readonly open: (cleanUp: CleanUp) => Promise<Patient>;
  readonly troubles: readonly TroubleName[];
}

const hasDisk = canMakeSmallDisk();

const SETTINGS: readonly Setting[] = [
  { name: 'sqlite', canRun: true, open: sqliteHere, troubles: ['full', 'read-only'] },
  {
    name: 'postgres',
    canRun: isServerAvailable('postgres'),
    open: postgres,
    troubles: hasDisk ? ['full', 'read-only'] : ['read-only'],
  },
];

const ONLY_LONG: readonly Setting[] = [
  {
    name: 'sqlite on a disk of its own',
    canRun: hasDisk,
    open: sqliteOnSmallDisk,
    troubles: ['full'],
  },
  { name: 'mysql', canRun: isServerAvailable('mysql'), open: mariadb, troubles: ['read-only'] },
];

const settings = isLong ? [...SETTINGS, ...ONLY_LONG] : SETTINGS;

describe.each(settings)('a database that takes no writes ($name)', (setting) => {
  const cleanUp = startCleanUp();
  let patient: Patient;
  beforeAll(async () => {
    if (setting.canRun) patient = await setting.open(cleanUp);
  }, 180_000);
  afterAll(() => cleanUp.run());

  (setting.canRun ? it : it.skip).each(setting.troubles)(
    '%s: webhooks are answered 503, nothing acknowledged is lost, no try is used up',
    (name) => liveThrough(patient, name),
    120_000 + ROUNDS * 6_000
  );
});
