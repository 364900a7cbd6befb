import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { AlertKind, Alerts } from '../../../contracts/connection';
import { NOTICES } from '../../../contracts/lists';
import { DEFAULT_CONNECTION_KEY, TABLES } from '../constants';
import type { LostSpan } from '../core/inbox/lost-spans';
import { ALERT_KINDS } from '../core/mail/alerts';
import { DEFAULT_WELCOME } from '../core/mail/welcome';
import { CONNECTION_STATES, type ConnectionState } from '../core/rules/connection-states';
import { EXISTING_ACCOUNTS } from '../core/rules/existing-accounts';
import {
  addUses,
  adoptEarlier,
  mainKeyOf,
  type KeyUses,
  type WebhookKeyRecord,
} from '../core/rules/webhook-keys';
import { connection as schema } from '../content-types/connection';
import { oneOf } from './columns';
import type { Database } from './database';
import { rowCodec } from './rows';

interface ConnectionRow {
  id: number;
  key: string;
  state: ConnectionState;
  stateSince: number | null;
  endpointId: string | null;
  salt: string;
  secretHash: string | null;
  secretSealed: string | null;
  previousEndpointId: string | null;
  previousSecretHash: string | null;
  previousUntil: number | null;
  previousLastUsedAt: number | null;
  previousUses: number | null;
  webhookKeys: string | null;
  keyUses: string | null;
  wrongKeys: string | null;
  ipnSecrets: string | null;
  settings: string | null;
  facts: string | null;
  lostSpans: string | null;
  siteOrigin: string | null;
  ownLinksSince: number | null;
  siteId: string | null;
  siteUrl: string | null;
  version: number | null;
}

/** `scrypt` is missing where an earlier version stored a plain digest. */
const secretsSchema = z.array(
  z.object({ salt: z.string(), hash: z.string(), scrypt: z.boolean().optional() })
);
const welcomeSchema = z.object({
  isOn: z.boolean().default(true),
  subject: z.string().default(DEFAULT_WELCOME.subject),
  text: z.string().default(DEFAULT_WELCOME.text),
});
/** The kinds that every version knows. An earlier version could not read settings that name another one in `kinds`. */
const FIRST_KINDS: readonly AlertKind[] = ['failing', 'unmapped', 'silence', 'lost'];
/**
 * Of the first kinds those that are on are stored, of later ones those that were switched off. So a kind that did not
 * exist when the settings were saved is on.
 */
const alertsSchema = z
  .object({
    administratorIds: z.array(z.int()).readonly().default([]),
    kinds: z
      .array(z.string())
      .readonly()
      .default([...FIRST_KINDS]),
    off: z.array(z.string()).readonly().default([]),
  })
  .transform(
    ({ administratorIds, kinds, off }): Alerts => ({
      administratorIds,
      kinds: ALERT_KINDS.filter((kind) =>
        FIRST_KINDS.includes(kind) ? kinds.includes(kind) : !off.includes(kind)
      ),
    })
  );
const storeAlerts = ({ administratorIds, kinds }: Alerts): z.input<typeof alertsSchema> => ({
  administratorIds,
  kinds: kinds.filter((kind) => FIRST_KINDS.includes(kind)),
  off: ALERT_KINDS.filter((kind) => !FIRST_KINDS.includes(kind) && !kinds.includes(kind)),
});
const settingsSchema = z.object({
  fallbackRoleId: z.int().nullable().default(null),
  /** Null: not chosen yet; accounts that were there before are given access at once. */
  existingAccounts: z.enum(EXISTING_ACCOUNTS).nullable().default(null),
  ipnOnly: z.boolean().default(false),
  allowedIps: z.array(z.string()).readonly().default([]),
  payloadRetentionDays: z.int().default(30),
  logRetentionDays: z.int().default(365),
  welcomeMail: welcomeSchema.prefault({}),
  alerts: alertsSchema.prefault({}),
});
const factsSchema = z.object({
  enabledAt: z.int().nullable().default(null),
  enabledBy: z.string().nullable().default(null),
  /** The last change of the settings, and when the present webhook URL was made. */
  savedAt: z.int().nullable().default(null),
  savedBy: z.string().nullable().default(null),
  urlCreatedAt: z.int().nullable().default(null),
  /** Notices that were put away: when. */
  seen: z.partialRecord(z.enum(NOTICES), z.int()).default({}),
});
const spansSchema = z.array(z.object({ from: z.int(), to: z.int(), count: z.int() }));

const keysSchema = z.array(
  z.object({
    id: z.int(),
    endpointId: z.string(),
    name: z.string().nullable(),
    createdAt: z.int().nullable(),
    createdBy: z.string().nullable(),
    endsAt: z.int().nullable(),
    secretHash: z.string().nullable(),
    secretSealed: z.string().nullable(),
  })
);
export const usesSchema = z.record(
  z.string(),
  z.object({ uses: z.int(), lastUsedAt: z.int().nullable() })
);
/** `day` is the number of days since 1970 in UTC; times are epoch ms. */
export const wrongKeysSchema = z.array(z.object({ day: z.int(), count: z.int(), lastAt: z.int() }));

export type WrongKeys = z.output<typeof wrongKeysSchema>;
export type Settings = z.output<typeof settingsSchema>;

/** The connection as stored, its JSON read. */
export interface StoredConnection extends Omit<
  ConnectionRow,
  | 'ipnSecrets'
  | 'settings'
  | 'facts'
  | 'lostSpans'
  | 'version'
  | 'webhookKeys'
  | 'keyUses'
  | 'wrongKeys'
> {
  /** All keys of the webhook URL, oldest first, those of earlier versions included. */
  readonly webhookKeys: readonly WebhookKeyRecord[];
  readonly keyUses: KeyUses;
  /** Requests with a wrong key, by day, oldest first. */
  readonly wrongKeys: WrongKeys;
  readonly ipnSecrets: z.output<typeof secretsSchema>;
  readonly settings: Settings;
  readonly facts: z.output<typeof factsSchema>;
  readonly lostSpans: z.output<typeof spansSchema>;
  readonly version: number;
}

export const connectionCodec = rowCodec<ConnectionRow>(schema, {
  // Kartra does not send a webhook twice: one of an unknown state is kept until a person says what is meant.
  state: oneOf(CONNECTION_STATES, 'off', 'paused'),
});

const toDomain = (raw: Record<string, unknown>): StoredConnection => {
  const row = connectionCodec.fromColumns(raw);
  const parse = <Schema extends z.ZodType>(parser: Schema, text: string | null, empty: string) =>
    parser.parse(JSON.parse(text ?? empty));
  const facts = parse(factsSchema, row.facts, '{}');
  const webhookKeys = adoptEarlier(parse(keysSchema, row.webhookKeys, '[]'), {
    ...row,
    createdAt: facts.urlCreatedAt ?? facts.enabledAt,
  });
  return {
    ...row,
    webhookKeys,
    keyUses: addUses(earlierUses(row, webhookKeys), parse(usesSchema, row.keyUses, '{}')),
    wrongKeys: parse(wrongKeysSchema, row.wrongKeys, '[]'),
    ipnSecrets: parse(secretsSchema, row.ipnSecrets, '[]'),
    settings: parse(settingsSchema, row.settings, '{}'),
    facts,
    lostSpans: parse(spansSchema, row.lostSpans, '[]'),
    version: row.version ?? 0,
  };
};

/** An earlier version counted the uses of the one old key in columns of their own, and still may beside this one. */
function earlierUses(
  { previousEndpointId, previousUses, previousLastUsedAt }: ConnectionRow,
  keys: readonly WebhookKeyRecord[]
): KeyUses {
  const key = previousUses ? mainKeyOf(keys, previousEndpointId) : undefined;
  return key ? { [key.id]: { uses: previousUses ?? 0, lastUsedAt: previousLastUsedAt } } : {};
}

const find = async (db: Database): Promise<StoredConnection | null> => {
  const raw = await db.table(TABLES.connection).where({ key: DEFAULT_CONNECTION_KEY }).first();
  return raw ? toDomain(raw) : null;
};

/** The one connection; made, switched off, when it is first asked for. */
export async function findConnection(db: Database): Promise<StoredConnection> {
  const found = await find(db);
  if (found) return found;
  await db.insertIgnore(
    TABLES.connection,
    connectionCodec.toColumns({
      key: DEFAULT_CONNECTION_KEY,
      state: 'off',
      salt: randomBytes(24).toString('hex'),
      version: 0,
    })
  );
  const made = await find(db);
  if (!made) throw new Error('The connection was not stored.');
  return made;
}

export type ConnectionChange = Partial<
  Pick<
    StoredConnection,
    | 'state'
    | 'stateSince'
    | 'endpointId'
    | 'secretHash'
    | 'secretSealed'
    | 'previousEndpointId'
    | 'previousSecretHash'
    | 'previousUntil'
    | 'previousLastUsedAt'
    | 'previousUses'
    | 'webhookKeys'
    | 'ipnSecrets'
    | 'settings'
    | 'facts'
    | 'siteId'
    | 'siteUrl'
    | 'siteOrigin'
  >
>;

/** False when the stored version is another one: someone else changed it first. */
export async function updateConnection(
  db: Database,
  id: number,
  version: number,
  { ipnSecrets, settings, facts, webhookKeys, ...plain }: ConnectionChange
): Promise<boolean> {
  const changed = await db
    .table(TABLES.connection)
    .where({ id, version })
    .update({
      ...connectionCodec.toColumns({
        ...plain,
        ...(webhookKeys && { webhookKeys: JSON.stringify(webhookKeys) }),
        ...(ipnSecrets && { ipnSecrets: JSON.stringify(ipnSecrets) }),
        ...(settings && {
          settings: JSON.stringify({ ...settings, alerts: storeAlerts(settings.alerts) }),
        }),
        ...(facts && { facts: JSON.stringify(facts) }),
      }),
      version: version + 1,
    });
  return changed > 0;
}

/** No change of the settings: a form that is open stays up to date. */
export async function noteOnConnection(
  db: Database,
  id: number,
  noted: Partial<Pick<StoredConnection, 'siteOrigin' | 'ownLinksSince' | 'siteId' | 'siteUrl'>>
): Promise<void> {
  await db.table(TABLES.connection).where({ id }).update(connectionCodec.toColumns(noted));
}

/** Held until the transaction ends: of two who decide at once, one comes after the other. */
export async function lockConnection(db: Database, id: number): Promise<void> {
  await db.table(TABLES.connection).where({ id }).increment('version', 0);
}

/** What was lost, for the overview; the caller holds the connection. */
export async function saveLostSpans(
  db: Database,
  id: number,
  spans: readonly LostSpan[]
): Promise<void> {
  await db
    .table(TABLES.connection)
    .where({ id })
    .update(connectionCodec.toColumns({ lostSpans: JSON.stringify(spans) }));
}
