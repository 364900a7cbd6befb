import { createHash, createHmac, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { decodeBody, type Decoded } from '../../core/kartra/decode';
import type { Headers } from '../../core/kartra/headers';
import { readText } from '../../core/kartra/fields';
import { meaningOf } from '../../core/kartra/meaning';
import { storeBody } from '../../core/kartra/stored-body';
import { normaliseEmail } from '../../core/members/email';
import type { Body } from './read-body';
import type { ReceivedLog, StoredLog } from '../../repositories/webhook-logs';
import { perStrapi } from '../../utils/per-strapi';
import { describeError } from '../../utils/describe-error';
import { ipnSecretsOf } from './ipn-secrets';
import { processingOf } from './processing';
import { lostWebhooksOf } from './lost-webhooks';
import { storingOf } from './storing';
import { trafficOf } from './traffic';
import type { OpenDoor } from './door';
import { nowOf } from '../background';

const DAY_MS = 86_400_000;
const STORE_MS = 3000;
const RETRY_MS = 150;

export interface Answer {
  readonly status: 200 | 400 | 403 | 408 | 413 | 503;
  readonly word: 'received' | 'duplicate' | 'unreadable' | 'refused' | 'too large' | 'unavailable';
}

type Refusal = 'unreadable' | 'too-large' | 'bad-ipn-secret' | 'ipn-only' | 'ip-not-allowed';

/** Before the answer: bytes, decoding, IPN secret, hash, one insert that others share. Everything else comes after it. */
export const inboxOf = perStrapi(({ strapi }) => {
  const receive = async (door: OpenDoor, body: Body, headers: Headers): Promise<Answer> => {
    const base = { door, headers, receivedAt: nowOf(strapi) };
    switch (body.type) {
      case 'bytes':
        return receiveBytes(base, body.bytes);
      case 'too-large':
        return store(refused(base, 'too-large', null), { status: 413, word: 'too large' });
      case 'compressed':
        return store(refused(base, 'unreadable', null), { status: 400, word: 'unreadable' });
      case 'too-slow':
      case 'aborted':
        strapi.log.warn(`[kartra] A webhook did not arrive whole (${body.type}).`);
        return { status: 408, word: 'unreadable' };
      default:
        return body satisfies never;
    }
  };

  const receiveBytes = async (base: Base, bytes: Buffer): Promise<Answer> => {
    const decoded = decodeBody(bytes);
    switch (decoded.type) {
      case 'empty':
        // A ping, not a webhook: nothing to keep.
        return { status: 200, word: 'received' };
      case 'unreadable':
        return store(refused(base, 'unreadable', bytes), { status: 400, word: 'unreadable' });
      case 'json':
        // Kartra's Outbound API sends no secret, so that it looks the same as anyone who has the URL.
        return base.door.ipnOnly
          ? store(refused(base, 'ipn-only', bytes), { status: 403, word: 'refused' })
          : store(accepted(base, bytes, decoded), { status: 200, word: 'received' });
      case 'form': {
        const secrets = base.door.ipnSecrets;
        const secret = decoded.fields.get('secret_key')?.trim() ?? '';
        const isKnown = secrets.length === 0 || (await ipnSecretsOf(strapi).check(secret, secrets));
        return isKnown
          ? store(accepted(base, bytes, decoded), { status: 200, word: 'received' })
          : store(refused(base, 'bad-ipn-secret', bytes), { status: 403, word: 'refused' });
      }
      default:
        return decoded satisfies never;
    }
  };

  /** Stores it within three seconds or not at all. If not, Kartra gets an error, and the overview counts the loss. */
  const store = async (log: ReceivedLog, stored: Answer): Promise<Answer> => {
    const deadline = nowOf(strapi) + STORE_MS;
    const row = { ...log, nonce: randomUUID() };
    for (;;) {
      const storing = storingOf(strapi).add(row);
      try {
        const { id, isDuplicate } = await within(deadline - nowOf(strapi), storing);
        if (!isDuplicate) setImmediate(() => goOn(id, log));
        return isDuplicate && stored.status === 200 ? { ...stored, word: 'duplicate' } : stored;
      } catch {
        if (nowOf(strapi) + RETRY_MS >= deadline) {
          seeThrough(storing, log);
          return { status: 503, word: 'unavailable' };
        }
        await sleep(RETRY_MS);
      }
    }
  };

  /** Answered 503, and perhaps only late: what the database takes after all is worked on, and nothing is lost. */
  const seeThrough = (storing: Promise<StoredLog>, log: ReceivedLog): void => {
    const answeredAt = nowOf(strapi);
    storing.then(
      ({ id, isDuplicate }) => {
        if (!isDuplicate) goOn(id, log);
      },
      (error: unknown) => {
        const name = describeError(error);
        strapi.log.error(`[kartra] A webhook could not be stored and is lost (${name}).`);
        lostWebhooksOf(strapi).count(answeredAt);
      }
    );
  };

  /** After the answer, which nothing here may delay. */
  const goOn = (id: number, log: ReceivedLog): void => {
    if (log.state === 'received') {
      processingOf(strapi).start({
        id,
        memberKey: log.memberKey,
        answeredInMs: nowOf(strapi) - log.receivedAt,
      });
    } else if (log.reason === 'paused') {
      // Stored as paused while the integration was turned on: without this it would never be released.
      processingOf(strapi)
        .releaseIfOn()
        .catch(() => strapi.log.warn(`[kartra] Webhook ${id} waits for the database.`));
    }
  };

  /** What the list shows until it is processed. A webhook is stored even if this cannot be said. */
  const describe = (decoded: Decoded, salt: string): Description => {
    try {
      return descriptionOf(decoded, salt);
    } catch (error) {
      const name = describeError(error);
      strapi.log.error(`[kartra] A webhook could not be described (${name}); it is stored.`);
      return NOTHING;
    }
  };

  const accepted = (base: Base, bytes: Buffer, decoded: Decoded): ReceivedLog => {
    const bodyHash = sha256(bytes);
    const isPaused = base.door.state === 'paused';
    return {
      ...describe(decoded, base.door.salt),
      ...origin(base),
      state: isPaused ? 'held' : 'received',
      reason: isPaused ? 'paused' : null,
      code: isPaused ? 'held.paused' : 'received',
      dedupeKey: `ok:${bodyHash}`,
      bodyHash,
      byteLength: bytes.length,
      isTest: false,
      ...storeBody(bytes),
    };
  };

  return {
    receive: (door: OpenDoor, body: Body, headers: Headers): Promise<Answer> =>
      trafficOf(strapi).during(() => receive(door, body, headers)),

    /** From an address that is not on the owner's list: one row for each address and day, and its body is not read. */
    refuseSender(door: OpenDoor, ip: string, headers: Headers): Promise<Answer> {
      const base = { door, headers, receivedAt: nowOf(strapi) };
      const day = Math.floor(base.receivedAt / DAY_MS);
      const log = {
        ...refused(base, 'ip-not-allowed', null),
        dedupeKey: `ip-not-allowed:${sha256(ip)}:${day}`,
        values: { ip },
      };
      return trafficOf(strapi).during(() => store(log, { status: 403, word: 'refused' }));
    },
  };
});

async function within<Value>(ms: number, work: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const refuse = () => reject(new Error('The database did not answer in time.'));
    timer = setTimeout(refuse, Math.max(0, ms));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    // It may still fail; no one waits for it any more.
    work.catch(() => undefined);
  }
}

interface Base {
  readonly door: OpenDoor;
  readonly headers: Headers;
  readonly receivedAt: number;
}

const sha256 = (bytes: string | Buffer): string => createHash('sha256').update(bytes).digest('hex');

type Description = Pick<
  ReceivedLog,
  | 'kind'
  | 'action'
  | 'productId'
  | 'productName'
  | 'pricePoint'
  | 'email'
  | 'buyerName'
  | 'surface'
  | 'memberKey'
>;

const NOTHING: Description = {
  kind: null,
  action: null,
  productId: null,
  productName: null,
  pricePoint: null,
  email: null,
  buyerName: null,
  surface: null,
  memberKey: null,
};

/** Refused, and recorded; its dedupe key is of another kind, so that it never hides a good webhook with the same bytes. */
function refused(base: Base, reason: Refusal, bytes: Buffer | null): ReceivedLog {
  const bodyHash = bytes && sha256(bytes);
  const keepsBody = reason === 'unreadable' && bytes !== null;
  return {
    ...NOTHING,
    ...origin(base),
    state: 'rejected',
    reason,
    code: `rejected.${reason}`,
    dedupeKey: `${reason}:${bodyHash ?? randomUUID()}`,
    bodyHash,
    byteLength: bytes?.length ?? 0,
    isTest: false,
    ...(keepsBody ? storeBody(bytes) : { body: null, bodyEncoding: null }),
  };
}

function origin({ door, headers, receivedAt }: Base) {
  return {
    connectionId: door.connectionId,
    receivedAt,
    contentType: headers['content-type'] ?? '',
    headers,
    endpointUsed: String(door.keyId),
  };
}

/** What the list shows of a webhook before it is processed, and whose turn it waits for. */
export function descriptionOf(decoded: Decoded, salt: string): Description {
  const meaning = meaningOf(decoded);
  const event = meaning.type === 'money' ? meaning.events[0] : null;
  const mention = meaning.type === 'money' ? meaning.events[0] : meaning;
  const { surface, buyer, productId, productName, pricePoint } = mention;
  const checked = normaliseEmail(buyer.email);
  const email = checked.ok ? checked.email : null;
  return {
    kind: event?.kind ?? null,
    action: meaning.type === 'money' ? null : meaning.action,
    productId,
    productName,
    pricePoint,
    email: email ?? buyer.email,
    buyerName: readText([buyer.firstName, buyer.lastName].filter(Boolean).join(' ')),
    surface,
    memberKey: memberKeyOf(email ?? buyer.leadId, salt),
  };
}

/** Webhooks with the same key are processed one after the other. Salted: it stays when the address is erased. */
const memberKeyOf = (person: string | null, salt: string): string | null =>
  person === null ? null : createHmac('sha256', salt).update(person).digest('hex').slice(0, 32);
