import { processingOf } from '../receiving';
import type { Connection, UpdateConnectionBody } from '../../../../contracts/connection';
import type { NoticeName } from '../../../../contracts/overview';
import { linesOfSettingsChanges, type ActivityText } from '../../core/wording/settings-changes';
import { existingAccountsOf } from '../../core/rules/existing-accounts';
import type { Viewer } from '../../core/viewer/viewer';
import type { StoredConnection } from '../../repositories/connections';
import { database, type Database } from '../../repositories/database';
import { findRoles } from '../../repositories/roles';
import { dismissSharedIds } from '../../repositories/shared-ids';
import { perStrapi } from '../../utils/per-strapi';
import { saltSecrets } from '../../utils/secrets';
import { refuse } from '../../utils/validate';
import { roleRefusal } from '../engine';
import { nowOf } from '../background';
import { siteOf } from '../site';
import { viewConnection } from './connection-view';
import { connectionChangesOf } from './connection-changes';
import { webhookKeysOf } from './webhook-keys';

/** The one Kartra account: its state, webhook URL, secrets and settings. */
export const connectionOf = perStrapi(({ strapi }) => {
  const { read, editAndSave, refuseStale } = connectionChangesOf(strapi);
  const keys = webhookKeysOf(strapi);

  const show = (connection: StoredConnection, viewer: Viewer): Connection =>
    viewConnection(strapi, connection, viewer);

  return {
    async get(viewer: Viewer): Promise<Connection> {
      await siteOf(strapi).look();
      return show(await read(), viewer);
    },

    /** With the webhook URL, for those who may see it; who has read it is noted. */
    async getWithUrl(viewer: Viewer): Promise<Connection> {
      await siteOf(strapi).look();
      return keys.showMain(await read(), viewer, 'connection.url-read');
    },

    /** On; makes the webhook URL the first time, and processes what was kept while paused. */
    async enable(viewer: Viewer): Promise<Connection> {
      const { before, after } = await editAndSave(viewer, (current) => {
        if (current.state === 'on') return null;
        const now = nowOf(strapi);
        return {
          change: {
            state: 'on',
            stateSince: now,
            ...(current.endpointId === null ? keys.first(viewer) : {}),
            facts: {
              ...current.facts,
              enabledAt: current.facts.enabledAt ?? now,
              enabledBy: current.facts.enabledBy ?? viewer.actor,
              urlCreatedAt: current.endpointId === null ? now : current.facts.urlCreatedAt,
            },
          },
          lines: [{ code: 'connection.enabled' }],
        };
      });
      if (before.state !== 'on') await processingOf(strapi).releasePaused();
      // Its own line says who made the URL.
      return keys.showMain(after, viewer, before.state === 'on' ? 'connection.url-shown' : null);
    },

    /** `pause` keeps what comes until it is turned on; `off` refuses it. The URL stays the same. */
    async disable(mode: 'pause' | 'off', viewer: Viewer): Promise<Connection> {
      const state = mode === 'pause' ? 'paused' : 'off';
      const { after } = await editAndSave(viewer, (current) => {
        if (current.state === state) return null;
        if (current.endpointId === null) {
          throw refuse(['mode'], 'never-enabled');
        }
        return {
          change: { state, stateSince: nowOf(strapi) },
          lines: [
            mode === 'pause' ? { code: 'connection.paused' } : { code: 'connection.disabled' },
          ],
        };
      });
      return show(after, viewer);
    },

    /** Dismisses a notice that was dealt with; it comes back only for something newer. */
    async putAway(notice: NoticeName, viewer: Viewer): Promise<void> {
      await editAndSave(viewer, (current) => ({
        change:
          notice === 'shared-id' ? {} : { facts: withSeen(current.facts, notice, nowOf(strapi)) },
        lines: [{ code: `notice.${notice}` }],
        ...(notice === 'shared-id' && { along: putSharedIdsAway(viewer, nowOf(strapi)) }),
      }));
    },

    async update(body: UpdateConnectionBody, viewer: Viewer): Promise<Connection> {
      const { ipnSecrets, version, ...asked } = body;
      await refuseFallback(asked.fallbackRoleId ?? null);
      const roles = await findRoles(strapi, database(strapi));
      const salted = ipnSecrets && (await saltSecrets(ipnSecrets));
      const { after } = await editAndSave(viewer, (current) => {
        refuseStale(version, current, viewer);
        const settings = { ...current.settings, ...asked };
        const hasSecret = (ipnSecrets ?? current.ipnSecrets).length > 0;
        if (settings.ipnOnly && !hasSecret) throw refuse(['ipnOnly'], 'ipn-only-needs-secret');
        return {
          concernsAll:
            settings.fallbackRoleId !== current.settings.fallbackRoleId ||
            existingAccountsOf(settings) !== existingAccountsOf(current.settings),
          change: {
            settings,
            facts: { ...current.facts, savedAt: nowOf(strapi), savedBy: viewer.actor },
            ...(salted && { ipnSecrets: salted }),
          },
          lines: [
            ...(ipnSecrets ? [lineOfSecrets(ipnSecrets)] : []),
            ...linesOfSettingsChanges(
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

const lineOfSecrets = (ipnSecrets: readonly string[]): ActivityText => ({
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
