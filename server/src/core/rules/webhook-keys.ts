/** One key of the webhook URL. Times are epoch ms. */
export interface WebhookKeyRecord {
  /** Its number among the keys of the connection; never given again. */
  readonly id: number;
  /** The public part of the key. */
  readonly endpointId: string;
  readonly name: string | null;
  readonly createdAt: number | null;
  readonly createdBy: string | null;
  /** From then on it is refused; null: it has no end. */
  readonly endsAt: number | null;
  /** Digest of the secret part; null once the key has ended. */
  readonly secretHash: string | null;
  /** The key encrypted, to be shown again; null once the key has ended. */
  readonly secretSealed: string | null;
}

export interface KeyUse {
  readonly uses: number;
  readonly lastUsedAt: number | null;
}

/** Uses by the id of the key. */
export type KeyUses = Readonly<Record<string, KeyUse>>;

/** What earlier versions store of the connection: one key, and the one before it. */
export interface EarlierKeys {
  readonly endpointId: string | null;
  readonly secretHash: string | null;
  readonly secretSealed: string | null;
  readonly previousEndpointId: string | null;
  readonly previousSecretHash: string | null;
  readonly previousUntil: number | null;
  /** When the present URL was made. */
  readonly createdAt: number | null;
}

const HOUR_MS = 3_600_000;
/** A URL that was used so recently is not ended without asking. */
export const IN_USE_MS = 24 * HOUR_MS;
export const DEFAULT_OVERLAP_HOURS = 24;
export const MOST_LIVE_KEYS = 10;
/** Ended ones are kept for the names on their webhooks. */
const MOST_KEYS = 40;

export const isLive = ({ endsAt }: WebhookKeyRecord, now: number): boolean =>
  endsAt === null || endsAt > now;

/** The last use, when it is so recent that the key is still needed somewhere. */
export function recentUse(use: KeyUse | undefined, now: number): number | null {
  const lastUsedAt = use?.lastUsedAt ?? null;
  return lastUsedAt !== null && now - lastUsedAt < IN_USE_MS ? lastUsedAt : null;
}

/** The key whose URL the panel shows: the one made last by enabling or rotating. */
export const mainKeyOf = <Key extends WebhookKeyRecord>(
  keys: readonly Key[],
  endpointId: string | null
): Key | undefined => keys.find((key) => key.endpointId === endpointId);

/**
 * All keys, with those that an earlier version made: before the upgrade, or beside it on another instance. What they
 * get for an id is the same at every reading.
 */
export function adoptEarlier(
  stored: readonly WebhookKeyRecord[],
  earlier: EarlierKeys
): readonly WebhookKeyRecord[] {
  const { endpointId, previousEndpointId } = earlier;
  if (endpointId === null || mainKeyOf(stored, endpointId)) return stored;
  const nextId = nextKeyId(stored);
  const blank = { name: null, createdBy: null };
  const known = stored.map((key) =>
    key.endpointId === previousEndpointId ? { ...key, endsAt: earlier.previousUntil } : key
  );
  const isUnknown = previousEndpointId !== null && !mainKeyOf(stored, previousEndpointId);
  const previous: WebhookKeyRecord[] = isUnknown
    ? [
        {
          ...blank,
          id: nextId,
          endpointId: previousEndpointId,
          createdAt: null,
          endsAt: earlier.previousUntil ?? 0,
          secretHash: earlier.previousSecretHash,
          secretSealed: null,
        },
      ]
    : [];
  const main: WebhookKeyRecord = {
    ...blank,
    id: nextId + previous.length,
    endpointId,
    createdAt: earlier.createdAt,
    endsAt: null,
    secretHash: earlier.secretHash,
    secretSealed: earlier.secretSealed,
  };
  return [...known, ...previous, main];
}

export const nextKeyId = (keys: readonly WebhookKeyRecord[]): number =>
  Math.max(0, ...keys.map(({ id }) => id)) + 1;

/** A change of the keys, or why not: one that would end was used so recently, or there are too many. */
export type KeyChange =
  | { readonly type: 'changed'; readonly keys: readonly WebhookKeyRecord[] }
  | { readonly type: 'in-use'; readonly key: WebhookKeyRecord; readonly lastUsedAt: number }
  | { readonly type: 'too-many' };

interface Moment {
  readonly uses: KeyUses;
  readonly now: number;
}

/**
 * A new main key beside the one so far, which ends after `hours`. With 0 hours that ends at once, and what is left of
 * earlier rotations with it: the URL has leaked. Other keys go on. Where there would be too many, the oldest of the
 * rotated ones makes room, unless it is in use.
 */
export function rotateKey(
  keys: readonly WebhookKeyRecord[],
  asked: {
    readonly main: WebhookKeyRecord;
    readonly made: WebhookKeyRecord;
    readonly hours: number;
  },
  { uses, now }: Moment
): KeyChange {
  const { main, made, hours } = asked;
  const ended = keys.map((key) => {
    if (key.id === main.id) return { ...key, endsAt: now + hours * HOUR_MS };
    return hours === 0 && key.endsAt !== null && isLive(key, now) ? { ...key, endsAt: now } : key;
  });
  const live = ended.filter((key) => isLive(key, now));
  if (live.length < MOST_LIVE_KEYS) return changed([...ended, made], now);
  const oldest = live.find(({ endsAt, id }) => endsAt !== null && id !== main.id);
  if (!oldest) return { type: 'too-many' };
  const lastUsedAt = recentUse(uses[oldest.id], now);
  if (lastUsedAt !== null) return { type: 'in-use', key: oldest, lastUsedAt };
  return changed([...replaced(ended, { ...oldest, endsAt: now }), made], now);
}

/** One more key beside the others. */
export function addKey(
  keys: readonly WebhookKeyRecord[],
  made: WebhookKeyRecord,
  now: number
): KeyChange {
  const live = keys.filter((key) => isLive(key, now));
  return live.length < MOST_LIVE_KEYS ? changed([...keys, made], now) : { type: 'too-many' };
}

/** A new main key, and none of the others: they are known to another site. */
export const endAllKeys = (
  keys: readonly WebhookKeyRecord[],
  made: WebhookKeyRecord,
  now: number
): readonly WebhookKeyRecord[] =>
  kept([...keys.map((key) => (isLive(key, now) ? { ...key, endsAt: now } : key)), made], now);

/** The key ends after `hours`; not said how many, at once, if it wasn't used for a day. */
export function endKey(
  keys: readonly WebhookKeyRecord[],
  { key, hours }: { readonly key: WebhookKeyRecord; readonly hours: number | undefined },
  { uses, now }: Moment
): KeyChange {
  const lastUsedAt = recentUse(uses[key.id], now);
  if (hours === undefined && lastUsedAt !== null) return { type: 'in-use', key, lastUsedAt };
  return changed(replaced(keys, { ...key, endsAt: now + (hours ?? 0) * HOUR_MS }), now);
}

export const replaced = (
  keys: readonly WebhookKeyRecord[],
  changedKey: WebhookKeyRecord
): readonly WebhookKeyRecord[] => keys.map((key) => (key.id === changedKey.id ? changedKey : key));

/** What has ended matches nothing and shows nothing any more. */
function kept(keys: readonly WebhookKeyRecord[], now: number): readonly WebhookKeyRecord[] {
  const emptied = keys.map((key) =>
    isLive(key, now) ? key : { ...key, secretHash: null, secretSealed: null }
  );
  const surplus = Math.max(0, emptied.length - MOST_KEYS);
  const dropped = new Set(emptied.filter((key) => !isLive(key, now)).slice(0, surplus));
  return emptied.filter((key) => !dropped.has(key));
}

const changed = (keys: readonly WebhookKeyRecord[], now: number): KeyChange => ({
  type: 'changed',
  keys: kept(keys, now),
});

/** Two counts of the same keys as one. */
export function addUses(a: KeyUses, b: KeyUses): KeyUses {
  const sum: Record<string, KeyUse> = { ...a };
  for (const [id, { uses, lastUsedAt }] of Object.entries(b)) {
    const known = sum[id];
    sum[id] = {
      uses: (known?.uses ?? 0) + uses,
      lastUsedAt: Math.max(known?.lastUsedAt ?? 0, lastUsedAt ?? 0) || null,
    };
  }
  return sum;
}
