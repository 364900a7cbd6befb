import { insertActivity } from '../../repositories/activities';
import {
  updateConnection,
  type ConnectionChange,
  type StoredConnection,
} from '../../repositories/connections';
import { inTransaction, type Database } from '../../repositories/database';
import type { ActivityText } from '../../core/wording/settings-changes';
import { conflict } from '../../utils/errors';
import { perStrapi } from '../../utils/per-strapi';
import { jobsOf, nowOf } from '../background';
import { RECOMPUTE_MEMBERS } from '../engine';
import { doorCountsOf, doorOf } from '../receiving';
import type { Viewer } from '../../core/viewer/viewer';
import { viewConnection } from './connection-view';

const MAX_TRIES = 5;

export interface ConnectionEdit {
  readonly change: ConnectionChange;
  /** Written in the same transaction. */
  readonly along?: (db: Database, connectionId: number) => Promise<void>;
  /** Everybody is looked at again. */
  readonly concernsAll?: boolean;
  readonly lines: readonly ActivityText[];
}

/** How the connection is read and changed: of two who save at the same time, the second decides again. */
export const connectionChangesOf = perStrapi(({ strapi }) => {
  const door = doorOf(strapi);
  const read = () => doorCountsOf(strapi).beside(door.read);

  /** Saves, tells and queues what follows in one transaction; null when someone else was quicker. */
  const save = (viewer: Viewer, before: StoredConnection, edit: ConnectionEdit) =>
    inTransaction(strapi, async (db) => {
      const { change, lines, concernsAll, along } = edit;
      if (!(await updateConnection(db, before.id, before.version, change))) return null;
      await along?.(db, before.id);
      for (const line of lines) {
        await insertActivity(db, {
          connectionId: before.id,
          happenedAt: nowOf(strapi),
          values: {},
          ...line,
          actor: viewer.actor,
        });
      }
      const asked = { connectionId: before.id, by: viewer.actor };
      const jobs = jobsOf(strapi);
      return { jobId: concernsAll ? await jobs.queue(RECOMPUTE_MEMBERS, {}, asked) : null };
    });

  /** Decides from what is stored now, and once more when someone else was quicker; null: nothing is to be changed. */
  const editAndSave = async (
    viewer: Viewer,
    makeEdit: (current: StoredConnection) => ConnectionEdit | null
  ): Promise<{ before: StoredConnection; after: StoredConnection }> => {
    const jobs = jobsOf(strapi);
    for (let tried = 1; ; tried += 1) {
      const before = await read();
      const edit = makeEdit(before);
      if (!edit) return { before, after: before };
      const saved = await save(viewer, before, edit);
      if (saved) {
        if (saved.jobId !== null) await jobs.follow(saved.jobId);
        return { before, after: await read() };
      }
      if (tried === MAX_TRIES) throw stale(await read(), viewer);
    }
  };

  const stale = (current: StoredConnection, viewer: Viewer): Error =>
    conflict('settings-stale', viewConnection(strapi, current, viewer));

  /** Refuses a change of what someone else has changed since it was read. */
  const refuseStale = (
    version: number | undefined,
    current: StoredConnection,
    viewer: Viewer
  ): void => {
    if (version !== undefined && version !== current.version) throw stale(current, viewer);
  };

  return { read, editAndSave, refuseStale };
});
