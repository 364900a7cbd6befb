import { ok } from '../helpers/admin-client';
import { startCleanUp } from '../helpers/clean-up';
import { createSqliteDatabase } from '../helpers/databases';
import { startMailServer, type MailServer } from '../helpers/mail-server';
import { startSiteProcess, type SiteProcess } from '../helpers/site-process';
import { waitFor } from '../helpers/wait-for';
import { differences, waitUntilDecided } from './ledger';
import { CONFIG, isLong, PRODUCT, setUpShop } from './shop';
import { mixOf, runAll, startTraffic } from './traffic';

const TRIALS = isLong ? 40 : 2;
const SALES = 8;
/** A mail's lease is ten times this: what a dead process held is sent again before long. */
const QUICK = { ...CONFIG, leaseMs: 200 };

/** Where members choose their password: without it no mail can leave. */
async function setResetPage(site: SiteProcess): Promise<void> {
  const admin = await site.admin();
  const { text } = await admin.get('/users-permissions/advanced');
  const { settings } = JSON.parse(text) as { settings: object };
  const page = 'https://members.example.com/set-password';
  ok(await admin.put('/users-permissions/advanced', { ...settings, email_reset_password: page }));
}

describe('mails of a process that is killed', () => {
  const cleanUp = startCleanUp();
  let mailServer: MailServer;
  let site: SiteProcess;
  afterAll(() => cleanUp.run());

  it(
    `killed ${TRIALS} times between commit and mail, with the mail server away at times: every member is mailed, and nobody before their account stands`,
    async () => {
      mailServer = await startMailServer();
      cleanUp.add(() => mailServer.stop());
      const database = createSqliteDatabase({ durable: true });
      cleanUp.add(() => database.drop());
      const { environment } = mailServer;
      const start = () => startSiteProcess({ database, config: QUICK, environment });
      site = await start();
      cleanUp.add(() => site.end('SIGTERM'));
      const shop = await setUpShop(database, await site.admin());
      cleanUp.add(() => shop.reader.close());
      await setResetPage(site);
      const addresses = async () =>
        (await shop.reader.rows('up_users')).map(({ email }) => String(email));
      const mailed = () => mailServer.received.flatMap(({ to }) => to);

      const traffic = startTraffic();
      for (let trial = 0; trial < TRIALS; trial += 1) {
        const isAway = trial % 3 === 1;
        if (isAway) await mailServer.stop();
        const mails = mailServer.received.length;
        await runAll(
          mixOf(traffic, PRODUCT, { sales: SALES, refunds: 0 }).map(
            (sale) => () => traffic.post(site.address, shop.path, sale)
          ),
          4
        );
        // Some have left, most have not.
        if (!isAway) await waitFor(() => Promise.resolve(mailServer.received.length > mails));
        await site.end('SIGKILL');
        const accounts = new Set(await addresses());
        expect(mailed().filter((address) => !accounts.has(address))).toEqual([]);
        if (isAway) await mailServer.start();
        site = await start();
      }
      await waitUntilDecided(shop.reader, 30_000 + TRIALS * 3_000);
      await waitFor(
        async () =>
          (await shop.reader.rows('kartra_outbox_messages'))
            .filter(({ topic }) => topic === 'mail.welcome')
            .every(({ state }) => state === 'sent'),
        () => Promise.resolve('Some mails never left.'),
        60_000
      );
      const levels = { level: shop.gold, fallback: shop.fallback };
      expect(await differences(shop.reader, traffic.sent, levels)).toEqual([]);
      const got = new Set(mailed());
      expect((await addresses()).filter((address) => !got.has(address))).toEqual([]);
      // An overloaded machine may answer 503: what was not stored made no account. All that was stored did.
      const stored = new Set(
        (await shop.reader.rows('kartra_events')).map((row) => row['order_id'])
      );
      const refused = traffic.sent.filter(({ answer }) => answer !== 200);
      expect(await addresses()).toHaveLength(stored.size);
      expect(refused.every(({ answer }) => answer === 503)).toBe(true);
      expect(stored.size).toBeGreaterThanOrEqual(traffic.sent.length - refused.length);
    },
    180_000 + TRIALS * 60_000
  );
});
