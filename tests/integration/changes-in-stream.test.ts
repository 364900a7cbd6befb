import type { Mapping } from '../../contracts/mapping';
import type { Preview } from '../../contracts/preview';
import {
  buildPerson,
  buildSubscriptionSale,
  buildTransaction,
  later,
  outbound,
  type Transaction,
} from '../builders/kartra';
import { waitUntilDecided } from '../faults/ledger';
import { isLong, SERVERS } from '../faults/shop';
import { ok } from '../helpers/admin-client';
import { describeOnServers, openTestServer, type TestServer } from '../helpers/databases';
import { getMember, mapProduct, openShop, postWebhook, type Shop } from '../helpers/kartra';
import { startSite, type Site } from '../helpers/site';
import { deleteUser, roleOf, updateUser, usersByEmail } from '../helpers/users';

/** The owner and the users do not wait until no webhook is under way. */
const CHANGED = '895001';
const REMOVED = '895002';
const ADDED = '895003';
/** 500 events in the long version, on both servers. */
const SALES_OF_EACH = isLong ? 122 : 25;
const AT_ONCE = 8;
/** A slow machine applies some ten in a second. */
const APPLIED_WITHIN_MS = isLong ? 240_000 : 30_000;

describeOnServers(
  'mappings and users that change while webhooks come',
  (client) => {
    let server: TestServer;
    let site: Site;
    let shop: Shop;
    let changed: Mapping;
    let removed: Mapping;

    beforeAll(async () => {
      server = await openTestServer(client);
      site = await startSite({ database: await server.createDatabase(), config: { sweepMs: 200 } });
      shop = await openShop(site);
      changed = await mapProduct(site, CHANGED, shop.gold);
      removed = await mapProduct(site, REMOVED, shop.silver);
    }, 120_000);
    afterAll(async () => {
      await site.stop();
      await server.stop();
    });

    const post = async (transaction: Transaction) =>
      expect(await postWebhook(site.address, shop.path, outbound(transaction))).toMatchObject({
        status: 200,
      });
    const remap = async (roleId: number) => {
      const url = `/kartra/mappings/${changed.id}`;
      ok(await site.admin.put(url, { productId: CHANGED, roleId }));
    };

    /** Posts all of it; each of `meanwhile` begins at its share of the stream, and the stream does not wait for it. */
    async function stream(
      transactions: readonly Transaction[],
      meanwhile: readonly (() => Promise<unknown>)[]
    ): Promise<void> {
      const begun: Promise<unknown>[] = [];
      const every = Math.ceil(transactions.length / (meanwhile.length + 1));
      const waiting = transactions.entries();
      const worker = async () => {
        for (const [index, transaction] of waiting) {
          await post(transaction);
          const change = (index + 1) % every === 0 ? meanwhile[(index + 1) / every - 1] : undefined;
          if (change) begun.push(change());
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, worker));
      await Promise.all(begun);
      expect(begun).toHaveLength(meanwhile.length);
      await waitUntilDecided(site, APPLIED_WITHIN_MS);
      await site.idle();
    }

    async function bought(person = buildPerson()) {
      const sale = buildSubscriptionSale({ productId: CHANGED, person });
      await post(sale);
      await site.idle();
      const [user] = await usersByEmail(site, person.email);
      if (!user) throw new Error('The purchase made no account.');
      return { sale, person, user };
    }

    it(
      'everybody stands at last where the final mappings put them',
      async () => {
        const mover = await bought();
        const gone = await bought();
        const newEmail = `moved.${mover.person.email}`;

        const salesOf = (productId: string) =>
          Array.from({ length: SALES_OF_EACH }, () => buildTransaction({ productId }));
        const sales = [CHANGED, REMOVED, ADDED].flatMap(salesOf);
        const refunds = sales
          .filter((_sale, index) => index % 4 === 0)
          .map((sale) => later(sale, { type: 'refund', date: '2026-05-20 10:00:00' }));
        const both = sales
          .filter((_sale, index) => index % 10 === 1)
          .map(({ person }) => buildTransaction({ person, productId: CHANGED }));
        const renewal = { type: 'rebill', date: '2026-06-03 14:02:11', payNumber: '2' } as const;
        const lives = [later(mover.sale, renewal), later(gone.sale, renewal)];
        const events = [...sales, ...refunds, ...both, ...lives].sort(byOrderId);

        await stream(events, [
          () => remap(shop.silver),
          async () => site.admin.delete(`/kartra/mappings/${removed.id}`).then(ok),
          () => updateUser(site, mover.user.id, { email: newEmail }),
          () => mapProduct(site, ADDED, shop.bronze),
          () => deleteUser(site, gone.user.id),
          () => remap(shop.gold),
        ]);

        const refunded = new Set(refunds.map(({ parentId }) => parentId));
        const live = [...sales, ...both].filter(({ orderId }) => !refunded.has(orderId));
        for (const { person } of sales) {
          const products = live
            .filter((sale) => sale.person.email === person.email)
            .map(({ productId }) => productId);
          const level = products.includes(CHANGED)
            ? 'Gold'
            : products.includes(ADDED)
              ? 'Bronze'
              : null;
          // Without a level there is an account only if one had been made before.
          const allowed = level === null ? [null, 'Authenticated'] : [level];
          expect(allowed).toContain(await roleOf(site, person.email));
        }

        expect(await usersByEmail(site, mover.person.email)).toEqual([]);
        expect(await roleOf(site, newEmail)).toBe('Gold');
        expect(await usersByEmail(site, gone.person.email)).toEqual([]);
        expect((await getMember(site, gone.person.email)).heldReason).toBe('account-deleted');

        const dry = ok(
          await site.admin.post<Preview>('/kartra/members/recompute', { dryRun: true })
        );
        expect(dry).toMatchObject({ gain: 0, lose: 0 });
        const links = await site.rows('up_users_role_lnk');
        expect(new Set(links.map((row) => row['user_id'])).size).toBe(links.length);
        expect(links).toHaveLength((await site.rows('up_users')).length);
        const logs = await site.rows('kartra_webhook_logs');
        const states = new Set(logs.map(({ state }) => state));
        expect([...states].sort()).toEqual(['applied', 'held']);
      },
      isLong ? 600_000 : 90_000
    );
  },
  SERVERS
);

/** Neither by buyer nor by product, and the same in every run. */
function byOrderId(one: Transaction, other: Transaction): number {
  return scatter(one) - scatter(other);
}

const scatter = ({ orderId }: Transaction): number => (Number(orderId) * 7_919) % 1_009;
