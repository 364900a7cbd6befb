import type {
  Connection,
  CreateWebhookKeyBody,
  EndWebhookKeyBody,
  RenameWebhookKeyBody,
  RotateConnectionBody,
  ShownWebhookUrl,
} from '../../../../contracts/connection';
import {
  addKey,
  DEFAULT_OVERLAP_HOURS,
  endAllKeys,
  endKey,
  isLive,
  mainKeyOf,
  nextKeyId,
  replaced,
  rotateKey,
  type KeyChange,
  type WebhookKeyRecord,
} from '../../core/rules/webhook-keys';
import { may, type Viewer } from '../../core/viewer/viewer';
import type { ActivityText } from '../../core/wording/settings-changes';
import type { SentenceValues } from '../../../../texts/say';
import { insertActivity, hasActivity } from '../../repositories/activities';
import {
  lockConnection,
  type ConnectionChange,
  type StoredConnection,
} from '../../repositories/connections';
import { inTransaction } from '../../repositories/database';
import { conflict, notFound } from '../../utils/errors';
import { perStrapi } from '../../utils/per-strapi';
import { refuse } from '../../utils/validate';
import { nowOf } from '../background';
import { connectionChangesOf } from './connection-changes';
import { viewConnection } from './connection-view';
import { newSecret, webhookUrlOf, webhookUrlStart } from './webhook-url';

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

type TellableCode =
  | 'connection.rotated'
  | 'connection.key-made'
  | 'connection.key-renamed'
  | 'connection.key-ended';

/** How an administrator came to see a webhook URL: by asking for it, or with the rest of the connection. */
type Seen = 'connection.url-shown' | 'connection.url-read';

/** The keys of the webhook URL: each with a name, an end and its uses. */
export const webhookKeysOf = perStrapi(({ strapi }) => {
  const { read, editAndSave, refuseStale } = connectionChangesOf(strapi);
  /** Days, persons and keys that this process has noted already. */
  let noted = { day: 0, seen: new Set<string>() };

  const make = (
    { actor }: Viewer,
    known: readonly WebhookKeyRecord[],
    name: string | null
  ): WebhookKeyRecord => ({
    ...newSecret(strapi),
    id: nextKeyId(known),
    name,
    createdAt: nowOf(strapi),
    createdBy: actor,
    endsAt: null,
  });

  /** One line for each person, key and day, whatever the number of instances. */
  const noteSeen = async (
    { id: connectionId }: StoredConnection,
    { actor }: Viewer,
    { code, key }: { readonly code: Seen; readonly key: WebhookKeyRecord }
  ): Promise<void> => {
    const now = nowOf(strapi);
    const day = Math.floor(now / DAY_MS);
    if (noted.day !== day) noted = { day, seen: new Set() };
    const mark = JSON.stringify([code, actor, key.id]);
    if (noted.seen.has(mark)) return;
    const values = { key: key.id, name: key.name };
    await inTransaction(strapi, async (db) => {
      await lockConnection(db, connectionId);
      const line = { connectionId, code, actor, values, since: day * DAY_MS };
      if (await hasActivity(db, line)) return;
      await insertActivity(db, {
        connectionId,
        happenedAt: now,
        code,
        values,
        actor,
      });
    });
    noted.seen.add(mark);
  };

  const find = (current: StoredConnection, id: number): WebhookKeyRecord => {
    const key = current.webhookKeys.find((candidate) => candidate.id === id);
    if (!key || !isLive(key, nowOf(strapi))) throw notFound('There is no such webhook URL.');
    return key;
  };

  /** The keys after the change; refused with how things are now. */
  const keysAfter = (
    change: KeyChange,
    current: StoredConnection,
    viewer: Viewer
  ): readonly WebhookKeyRecord[] => {
    const shown = () => viewConnection(strapi, current, viewer);
    switch (change.type) {
      case 'changed':
        return change.keys;
      case 'in-use':
        throw conflict('key-in-use', shown(), {
          keyId: change.key.id,
          name: change.key.name,
          lastUsedAt: new Date(change.lastUsedAt).toISOString(),
        });
      case 'too-many':
        throw conflict('keys-too-many', shown());
      default:
        return change satisfies never;
    }
  };

  const showMain = async (
    connection: StoredConnection,
    viewer: Viewer,
    code: Seen | null
  ): Promise<Connection> => {
    const shown = viewConnection(strapi, connection, viewer);
    const key = mainKeyOf(connection.webhookKeys, connection.endpointId);
    if (!key || !may(viewer, 'manageSecrets')) return shown;
    if (code) await noteSeen(connection, viewer, { code, key });
    return { ...shown, webhookUrl: webhookUrlOf(strapi, key, viewer.origin) };
  };

  return {
    showMain,

    /** What is stored when the integration is first enabled. */
    first(viewer: Viewer): ConnectionChange {
      const key = make(viewer, [], null);
      return { ...mainColumns(key), webhookKeys: [key] };
    },

    /** What is stored where this is a copy of another site: a new URL, and none of those that the other has too. */
    replaceAll(current: StoredConnection, viewer: Viewer): ConnectionChange {
      const now = nowOf(strapi);
      const made = make(viewer, current.webhookKeys, null);
      return {
        ...mainColumns(made),
        previousEndpointId: null,
        previousSecretHash: null,
        previousUntil: null,
        previousLastUsedAt: null,
        previousUses: 0,
        webhookKeys: endAllKeys(current.webhookKeys, made, now),
        facts: { ...current.facts, urlCreatedAt: now },
      };
    },

    /** A new main URL; the old one works beside it for some hours, so that Kartra can be changed in peace. */
    async rotate(
      { overlapHours, name, version }: RotateConnectionBody,
      viewer: Viewer
    ): Promise<Connection> {
      const hours = overlapHours ?? DEFAULT_OVERLAP_HOURS;
      const { after } = await editAndSave(viewer, (current) => {
        refuseStale(version, current, viewer);
        const main = mainKeyOf(current.webhookKeys, current.endpointId);
        if (!main) throw refuse([], 'not-enabled');
        const now = nowOf(strapi);
        const made = make(viewer, current.webhookKeys, name ?? main.name);
        const change = rotateKey(
          current.webhookKeys,
          { main, made, hours },
          { uses: current.keyUses, now }
        );
        return {
          change: {
            ...mainColumns(made),
            previousEndpointId: main.endpointId,
            previousSecretHash: main.secretHash,
            previousUntil: now + hours * HOUR_MS,
            previousLastUsedAt: null,
            previousUses: 0,
            webhookKeys: keysAfter(change, current, viewer),
            facts: { ...current.facts, urlCreatedAt: now },
          },
          lines: [tell('connection.rotated', { hours })],
        };
      });
      return showMain(after, viewer, null);
    },

    /** One more URL, for another place in Kartra; it works until an administrator ends it. */
    async add({ name, version }: CreateWebhookKeyBody, viewer: Viewer): Promise<Connection> {
      const { after } = await editAndSave(viewer, (current) => {
        refuseStale(version, current, viewer);
        if (current.endpointId === null) throw refuse([], 'not-enabled');
        const made = make(viewer, current.webhookKeys, name);
        const change = addKey(current.webhookKeys, made, nowOf(strapi));
        return {
          change: { webhookKeys: keysAfter(change, current, viewer) },
          lines: [tell('connection.key-made', { name })],
        };
      });
      return viewConnection(strapi, after, viewer);
    },

    async rename(
      id: number,
      { name, version }: RenameWebhookKeyBody,
      viewer: Viewer
    ): Promise<Connection> {
      const { after } = await editAndSave(viewer, (current) => {
        refuseStale(version, current, viewer);
        const key = find(current, id);
        if (key.name === name) return null;
        return {
          change: { webhookKeys: replaced(current.webhookKeys, { ...key, name }) },
          lines: [tell('connection.key-renamed', { name })],
        };
      });
      return viewConnection(strapi, after, viewer);
    },

    /** What comes to the URL afterwards is refused. One that is in use only ends when it is said when. */
    async end(
      id: number,
      { overlapHours, version }: EndWebhookKeyBody,
      viewer: Viewer
    ): Promise<Connection> {
      const { after } = await editAndSave(viewer, (current) => {
        refuseStale(version, current, viewer);
        const key = find(current, id);
        if (key.endpointId === current.endpointId) throw refuse(['id'], 'key-main');
        const change = endKey(
          current.webhookKeys,
          { key, hours: overlapHours },
          { uses: current.keyUses, now: nowOf(strapi) }
        );
        return {
          change: { webhookKeys: keysAfter(change, current, viewer) },
          lines: [tell('connection.key-ended', { name: key.name, hours: overlapHours ?? 0 })],
        };
      });
      return viewConnection(strapi, after, viewer);
    },

    /** The URL itself, for those who may see it; who has seen it is noted. */
    async reveal(id: number, viewer: Viewer): Promise<ShownWebhookUrl> {
      const current = await read();
      const key = find(current, id);
      await noteSeen(current, viewer, { code: 'connection.url-shown', key });
      return {
        webhookUrl: webhookUrlOf(strapi, key, viewer.origin),
        webhookUrlSource: webhookUrlStart(strapi, viewer.origin).webhookUrlSource,
      };
    },
  };
});

const tell = (code: TellableCode, values: SentenceValues): ActivityText => ({ code, values });

/** The main key where earlier versions look for it. */
const mainColumns = ({ endpointId, secretHash, secretSealed }: WebhookKeyRecord) => ({
  endpointId,
  secretHash,
  secretSealed,
});
