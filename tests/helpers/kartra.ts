import type { AccessLevel } from '../../contracts/access-level';
import type { Connection } from '../../contracts/connection';
import type { Mapping, SaveMappingBody } from '../../contracts/mapping';
import type { Member, MemberSummary } from '../../contracts/member';
import type { WebhookLog } from '../../contracts/webhook-log';
import { ok, type AdminClient } from './admin-client';

/** What a setup step needs of a site, whether it runs in this process or in another. */
export interface Reachable {
  readonly address: string;
  readonly admin: AdminClient;
}

/** Switches the integration on; the path to which Kartra would post. */
export async function enable({ admin }: Pick<Reachable, 'admin'>): Promise<string> {
  const { webhookUrl } = ok(await admin.post<Connection>('/kartra/connection/enable'));
  if (webhookUrl === null) throw new Error('Enabling gave no webhook URL.');
  return new URL(webhookUrl).pathname;
}

/** Makes role and access level; a new level is the lowest. */
export async function createLevel(
  { admin }: Pick<Reachable, 'admin'>,
  name: string
): Promise<number> {
  ok(await admin.post('/kartra/access-levels', { name }));
  const levels = ok(await admin.get<AccessLevel[]>('/kartra/access-levels'));
  const level = levels.find((candidate) => candidate.name === name);
  if (!level) throw new Error(`The new level ${name} is not in the list.`);
  return level.roleId;
}

export async function mapProduct(
  { admin }: Pick<Reachable, 'admin'>,
  productId: string,
  roleId: number,
  more: Partial<SaveMappingBody> = {}
): Promise<Mapping> {
  return ok(await admin.post<Mapping>('/kartra/mappings', { productId, roleId, ...more }));
}

export interface Shop {
  /** Where Kartra posts. */
  readonly path: string;
  /** Ids of the roles, highest first. */
  readonly gold: number;
  readonly silver: number;
  readonly bronze: number;
}

/** A site as its owner leaves it after the guide: enabled, with Gold over Silver over Bronze. */
export async function openShop(site: Pick<Reachable, 'admin'>): Promise<Shop> {
  const path = await enable(site);
  const gold = await createLevel(site, 'Gold');
  const silver = await createLevel(site, 'Silver');
  const bronze = await createLevel(site, 'Bronze');
  return { path, gold, silver, bronze };
}

export type Payload = string | Buffer | object;

export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Posts as Kartra would: an object as JSON, a text as the form it is, unless told otherwise. */
export async function postWebhook(
  address: string,
  path: string,
  payload: Payload,
  contentType?: string
): Promise<Answer> {
  const isRaw = typeof payload === 'string' || Buffer.isBuffer(payload);
  const fallback = isRaw ? 'application/x-www-form-urlencoded' : 'application/json';
  const response = await fetch(new URL(path, address), {
    method: 'POST',
    headers: { 'content-type': contentType ?? fallback },
    body: typeof payload === 'string' ? payload : asBytes(payload),
  });
  return { status: response.status, text: await response.text() };
}

function asBytes(payload: Buffer | object): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.isBuffer(payload) ? payload : Buffer.from(JSON.stringify(payload)));
}

export async function findMembers(
  { admin }: Pick<Reachable, 'admin'>,
  email: string
): Promise<MemberSummary[]> {
  return ok(await admin.get<MemberSummary[]>('/kartra/members', { email }));
}

/** The one member known by this address, whole. */
export async function getMember(site: Pick<Reachable, 'admin'>, email: string): Promise<Member> {
  const [member, ...others] = await findMembers(site, email);
  if (!member || others.length > 0)
    throw new Error(`${member ? 1 + others.length : 0} members are known as ${email}.`);
  return ok(await site.admin.get<Member>(`/kartra/members/${member.id}`));
}

/** The newest webhook log. */
export async function lastLog({ admin }: Pick<Reachable, 'admin'>): Promise<WebhookLog> {
  const [log] = ok(await admin.get<WebhookLog[]>('/kartra/webhook-logs', { pageSize: 1 }));
  if (!log) throw new Error('There is no webhook log.');
  return log;
}
