import { randomUUID } from 'node:crypto';
import type { SiteFacts } from '../../../../contracts/connection';
import {
  isSameRecord,
  judgeSite,
  renewRecord,
  type SiteNow,
  type SiteRecord,
  type SiteState,
} from '../../core/rules/site-identity';
import {
  findConnection,
  lockConnection,
  noteOnConnection,
  type StoredConnection,
} from '../../repositories/connections';
import { database, inTransaction, type Database } from '../../repositories/database';
import { findSiteRecord, makeSiteTable, saveSiteRecord } from '../../repositories/site-record';
import { perStrapi } from '../../utils/per-strapi';
import { readConfig } from '../../utils/read-config';
import { configuredAddress } from '../../utils/site-address';
import { markOf, siteSecrets } from '../../utils/site-secrets';
import { createLoop, pauseOf } from '../background';

interface Known {
  readonly site: SiteState;
  readonly record: SiteRecord;
}

/** Whose data this is: of this site, of this site at a new address, or of another one. */
export const siteOf = perStrapi(({ strapi }) => {
  const pause = pauseOf(strapi);
  let known: Known | null = null;
  const looks = { begun: 0, learned: 0 };

  const nowOfSite = (connection: StoredConnection): SiteNow => ({
    siteId: connection.siteId,
    cameFrom: connection.siteUrl ?? connection.siteOrigin,
    saltMark: markOf(connection.salt),
    address: configuredAddress(strapi),
    secrets: siteSecrets(strapi).map(markOf),
    isServing: strapi.server.httpServer.listening && process.env['NODE_ENV'] !== 'test',
  });

  const firstRecord = ({ siteId, salt }: StoredConnection): SiteRecord => ({
    siteId: siteId ?? randomUUID(),
    saltMark: markOf(salt),
    address: null,
    secrets: [],
    isTest: false,
  });

  /** Held until the transaction ends, so that two instances that start together make one record. */
  const read = async (db: Database) => {
    const connection = await findConnection(db);
    return { connection, record: await findSiteRecord(db) };
  };

  const learn = ({ connection, record }: { connection: StoredConnection; record: SiteRecord }) => {
    const site = judgeSite(record, nowOfSite(connection));
    known = { site, record };
    if (site.state === 'copy') pause.begin('copy');
    else pause.end('copy');
    return known;
  };

  /** What is not written down yet, of a site that is the same. */
  const note = async (): Promise<void> => {
    await inTransaction(strapi, async (db) => {
      await lockConnection(db, (await findConnection(db)).id);
      const { connection, record } = await read(db);
      const before = record ?? firstRecord(connection);
      const now = nowOfSite(connection);
      if (judgeSite(before, now).state !== 'same') {
        if (!record) await saveSiteRecord(db, before);
        return;
      }
      const after = now.isServing ? renewRecord(before, now) : before;
      if (!record || !isSameRecord(record, after)) await saveSiteRecord(db, after);
      const siteUrl = after.address ?? connection.siteUrl;
      if (connection.siteId !== after.siteId || connection.siteUrl !== siteUrl)
        await noteOnConnection(db, connection.id, { siteId: after.siteId, siteUrl });
    });
  };

  /** As it is stored now; other instances and other processes may have changed it. */
  const look = async (): Promise<SiteState> => {
    looks.begun += 1;
    const turn = looks.begun;
    const { connection, record } = await read(database(strapi));
    if (!record) throw new Error('The record of the site is missing.');
    // One that began earlier and took longer knows less.
    if (known && turn < looks.learned) return known.site;
    looks.learned = turn;
    return learn({ connection, record }).site;
  };

  let isNoted = false;
  const loop = createLoop(strapi, {
    name: 'Looking whose site this is',
    everyMs: readConfig(strapi).sweepMs,
    firstMs: 0,
    isNeverPaused: true,
    async work() {
      if (!isNoted) await note();
      isNoted = true;
      await look();
    },
  });

  return {
    look,

    /** Before anything else of the plugin reads or writes. */
    async prepare(): Promise<void> {
      await makeSiteTable(strapi);
      await note();
      await look();
    },

    /** What is processed waits for the first look, which is the first that knows the address. */
    bootstrap(): void {
      pause.begin('copy');
      loop.start();
    },

    destroy: loop.stop,

    /** Whether what comes now is kept for the answer. A connection that is not the known one is looked into first. */
    isUndecided({ siteId }: Pick<StoredConnection, 'siteId'>): boolean {
      if (known?.site.state === 'copy') return true;
      if (!known || siteId === null || siteId === known.record.siteId) return false;
      pause.begin('copy');
      loop.wake();
      return true;
    },

    isCopy: (): boolean => known?.site.state === 'copy',

    /** `later`: once it is said that this is the same site. `never`: it is a test site. */
    mails(): 'go' | 'later' | 'never' {
      if (known?.site.state !== 'same') return 'later';
      return known.record.isTest ? 'never' : 'go';
    },

    facts(): SiteFacts {
      const { site, record } = known ?? { site: { state: 'same' as const }, record: null };
      return {
        state: site.state,
        changed: site.state === 'moved' ? site.changed : null,
        from: site.state === 'same' ? null : site.from,
        isTest: record?.isTest ?? false,
      };
    },

    /** The record after an answer. A copy and its original differ from then on, in whichever direction data is imported. */
    answered(
      connection: StoredConnection,
      answer: 'test-site' | 'take-over' | 'same-site'
    ): SiteRecord {
      const before = known?.record ?? firstRecord(connection);
      const now = nowOfSite(connection);
      return renewRecord(
        answer === 'same-site'
          ? before
          : { ...before, siteId: randomUUID(), address: null, isTest: answer === 'test-site' },
        now
      );
    },
  };
});
