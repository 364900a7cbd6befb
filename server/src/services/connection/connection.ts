import { doorOf, processingOf } from '../receiving';
import type { Connection, RotateConnectionBody, UpdateConnectionBody } from '../../../../contracts/connection';
import type { NoticeName } from '../../../../contracts/overview';
import { tellSettingsChanges, type Told } from '../../core/wording/settings-changes';
import type { Viewer } from '../../core/viewer/viewer';
import { insertActivity } from '../../repositories/activities';
import {
  updateConnection,
  type ConnectionChange,
  type StoredConnection,
} from '../../repositories/connections';
import { database, inTransaction, type Database } from '../../repositories/database';
import { findRoles } from '../../repositories/roles';
import { dismissSharedIds } from '../../repositories/shared-ids';
import { perStrapi } from '../../utils/per-strapi';
import { conflict } from '../../utils/errors';
import { saltSecret } from '../../utils/secrets';
import { refuse } from '../../utils/validate';
import { RECOMPUTE_MEMBERS, roleRefusal } from '../engine';
import { jobsOf, nowOf } from '../background';
import { viewConnection } from './connection-view';
import { newEndpoint } from './webhook-url';

const HOUR_MS = 3_600_000;
const DEFAULT_OVERLAP_HOURS = 24;
const MAX_TRIES = 5;

/** The one Kartra account: its state, webhook URL, secrets and settings. */
export const connectionOf = perStrapi(({ strapi }) => {
  const door = doorOf(strapi);
  const read = () => door.read();

  const show = (connection: StoredConnection, viewer: Viewer): Connection =>
    viewConnection(strapi, connection, viewer);

  /** Saves, writes the activity and queues what follows in one transaction; null when someone else saved first. */
  const save = (viewer: Viewer, before: StoredConnection, decision: Decision) =>
    inTransaction(strapi, async (db) => {
      const { change, told, concernsAll, along } = decision;
      if (!(await updateConnection(db, before.id, before.version, change))) return null;
      await along?.(db, before.id);
      for (const line of told) {
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

  /** Decides on the current state, and again when someone else saved first; null: nothing to change. */
  const decideAndSave = async (
    viewer: Viewer,
    decide: (current: StoredConnection) => Decision | null
  ): Promise<{ before: StoredConnection; after: StoredConnection }> => {
    const jobs = jobsOf(strapi);
    for (let tried = 1; ; tried += 1) {
      const before = await read();
      const decision = decide(before);
      if (!decision) return { before, after: before };
      const saved = await save(viewer, before, decision);
      if (saved) {
        if (saved.jobId !== null) await jobs.follow(saved.jobId);
        return { before, after: await read() };
      }
      if (tried === MAX_TRIES) throw stale(await read(), viewer);
    }
  };

  const stale = (current: StoredConnection, viewer: Viewer): Error =>
    conflict('settings-stale', show(current, viewer));

  return {
    async get(viewer: Viewer): Promise<Connection> {
      return show(await read(), viewer);
    },

    /** On; makes the webhook URL the first time, and processes what was kept while paused. */
    async enable(viewer: Viewer): Promise<Connection> {
      const { before, after } = await decideAndSave(viewer, (current) => {
        if (current.state === 'on') return null;
        const now = nowOf(strapi);
        return {
          change: {
            state: 'on',
            stateSince: now,
            ...(current.endpointId === null ? newEndpoint(strapi) : {}),
            facts: {
              ...current.facts,
              enabledAt: current.facts.enabledAt ?? now,
              enabledBy: current.facts.enabledBy ?? viewer.actor,
              urlCreatedAt: current.endpointId === null ? now : current.facts.urlCreatedAt,
            },
          },
          told: [{ code: 'connection.enabled' }],
        };
      });
      if (before.state !== 'on') await processingOf(strapi).releasePaused();
      return show(after, viewer);
    },

    /** `pause` keeps what comes until it is turned on; `off` refuses it. The URL stays the same. */
    async disable(mode: 'pause' | 'off', viewer: Viewer): Promise<Connection> {
      const state = mode === 'pause' ? 'paused' : 'off';
      const { after } = await decideAndSave(viewer, (current) => {
        if (current.state === state) return null;
        if (current.endpointId === null) {
          throw refuse(['mode'], 'never-enabled');
        }
        return {
          change: { state, stateSince: nowOf(strapi) },
          told: [
            mode === 'pause' ? { code: 'connection.paused' } : { code: 'connection.disabled' },
          ],
        };
      });
      return show(after, viewer);
    },

    /** A new URL; the old one works beside it for some hours, so that Kartra can be changed in peace. */
    async rotate({ overlapHours }: RotateConnectionBody, viewer: Viewer): Promise<Connection> {
      const hours = overlapHours ?? DEFAULT_OVERLAP_HOURS;
      const { after } = await decideAndSave(viewer, (current) => {
        if (current.endpointId === null) {
          throw refuse([], 'not-enabled');
        }
        return {
          change: {
            ...newEndpoint(strapi),
            previousEndpointId: current.endpointId,
            previousSecretHash: current.secretHash,
            previousUntil: nowOf(strapi) + hours * HOUR_MS,
            previousLastUsedAt: null,
            previousUses: 0,
            facts: { ...current.facts, urlCreatedAt: nowOf(strapi) },
          },
          told: [
            {
              code: 'connection.rotated',
              values: { hours },
            },
          ],
        };
      });
      return show(after, viewer);
    },

    /** Dismisses a notice that was dealt with; it comes back only for something newer. */
    async putAway(notice: NoticeName, viewer: Viewer): Promise<void> {
      await decideAndSave(viewer, (current) => ({
        change:
          notice === 'shared-id' ? {} : { facts: withSeen(current.facts, notice, nowOf(strapi)) },
        told: [{ code: `notice.${notice}` }],
        ...(notice === 'shared-id' && { along: putSharedIdsAway(viewer, nowOf(strapi)) }),
      }));
    },

    async update(body: UpdateConnectionBody, viewer: Viewer): Promise<Connection> {
      const { ipnSecrets, version, ...asked } = body;
      await refuseFallback(asked.fallbackRoleId ?? null);
      const roles = await findRoles(strapi, database(strapi));
      const { after } = await decideAndSave(viewer, (current) => {
        if (version !== undefined && version !== current.version) throw stale(current, viewer);
        const settings = { ...current.settings, ...asked };
        return {
          concernsAll: settings.fallbackRoleId !== current.settings.fallbackRoleId,
          change: {
            settings,
            facts: { ...current.facts, savedAt: nowOf(strapi), savedBy: viewer.actor },
            ...(ipnSecrets && { ipnSecrets: ipnSecrets.map(saltSecret) }),
          },
          told: [
            ...(ipnSecrets ? [tellSecrets(ipnSecrets)] : []),
            ...tellSettingsChanges(
              current.settings,
              settings,
              (id) => roles.find((role) => role.id === id)?.name ?? null
            ),
          ],
        };
      });
      return show(after, viewer);
    },
  };

  async function refuseFallback(roleId: number | null): Promise<void> {
    const refusal = roleId === null ? null : await roleRefusal(strapi, roleId);
    if (refusal) throw refuse(['fallbackRoleId'], `role-${refusal}`);
  }
});

const tellSecrets = (ipnSecrets: readonly string[]): Told => ({
  code: 'connection.secrets-changed',
  values: { count: ipnSecrets.length },
});

const withSeen = (
  facts: StoredConnection['facts'],
  notice: NoticeName,
  now: number
): StoredConnection['facts'] => ({ ...facts, seen: { ...facts.seen, [notice]: now } });

/** Each for itself, with its number of buyers: with many more, or for another id, the notice comes again. */
const putSharedIdsAway =
  ({ actor }: Viewer, now: number) =>
  (db: Database, connectionId: number): Promise<void> =>
    dismissSharedIds(db, connectionId, { at: now, by: actor });

interface Decision {
  readonly change: ConnectionChange;
  /** Written in the same transaction. */
  readonly along?: (db: Database, connectionId: number) => Promise<void>;
  /** All members are recomputed. */
  readonly concernsAll?: boolean;
  readonly told: readonly Told[];
}
