/**
 * Whose data this is. `strapi import` and `strapi transfer` bring the connection of another site along; a copied
 * database brings everything along. A copy must neither answer for the original nor mail its members.
 */

/** What the site noted about itself, where Strapi neither exports nor empties it. */
export interface SiteRecord {
  readonly siteId: string;
  /** Of the connection's salt, which stays the same when an earlier version drops the column of the site's id. */
  readonly saltMark: string;
  /** The last whole `server.url` that was no loopback address; null: there was none yet. */
  readonly address: string | null;
  /** Marks of the site's secrets. */
  readonly secrets: readonly string[];
  /** An administrator called it a test site: no mails. */
  readonly isTest: boolean;
}

/** The site as it is now. */
export interface SiteNow {
  /** That of the connection; null: it was stored by an earlier version. */
  readonly siteId: string | null;
  /** The address that came with the connection. */
  readonly cameFrom: string | null;
  readonly saltMark: string;
  /** `server.url`, where it is a whole address. */
  readonly address: string | null;
  readonly secrets: readonly string[];
  /** It listens, and is no test: only then address and secrets say anything. */
  readonly isServing: boolean;
}

export type SiteState =
  /** `from`: the address of the original, where it is known. */
  | { readonly state: 'copy'; readonly from: string | null }
  | {
      readonly state: 'moved';
      readonly changed: 'address' | 'secrets';
      readonly from: string | null;
    }
  | { readonly state: 'same' };

/** What it is, without a record: another site, or this one before it kept any. */
export function judgeSite(record: SiteRecord, now: SiteNow): SiteState {
  const isOther =
    now.siteId === null ? now.saltMark !== record.saltMark : now.siteId !== record.siteId;
  if (isOther) return { state: 'copy', from: now.cameFrom };
  if (!now.isServing) return { state: 'same' };
  const hasMoved = isElsewhere(record.address, now.address);
  const hasOtherSecrets = areOthers(record.secrets, now.secrets);
  if (hasMoved && hasOtherSecrets) return { state: 'copy', from: record.address };
  if (!hasMoved && !hasOtherSecrets) return { state: 'same' };
  return { state: 'moved', changed: hasMoved ? 'address' : 'secrets', from: record.address };
}

/** The record of a site that is the same: what became known is added, and nothing that says nothing replaces it. */
export function renewRecord(record: SiteRecord, now: SiteNow): SiteRecord {
  return {
    ...record,
    saltMark: now.saltMark,
    address: isPublic(now.address) ? now.address : record.address,
    secrets: now.secrets.length > 0 ? now.secrets : record.secrets,
  };
}

export const isSameRecord = (a: SiteRecord, b: SiteRecord): boolean =>
  a.siteId === b.siteId &&
  a.saltMark === b.saltMark &&
  a.address === b.address &&
  a.isTest === b.isTest &&
  a.secrets.join() === b.secrets.join();

const LOOPBACK = /^(localhost|.*\.localhost|127(\.\d+){3}|0\.0\.0\.0|\[::1?\])$/;

const hostOf = (address: string | null): string | null =>
  address !== null && URL.canParse(address) ? new URL(address).hostname : null;

/** An address that other machines can know. */
function isPublic(address: string | null): address is string {
  const host = hostOf(address);
  return host !== null && !LOOPBACK.test(host);
}

/** Another host. Ports, paths and the protocol say nothing. */
const isElsewhere = (before: string | null, after: string | null): boolean =>
  before !== null && isPublic(after) && hostOf(before) !== hostOf(after);

/** Not one of the secrets is left: one alone may have been renewed. */
const areOthers = (before: readonly string[], after: readonly string[]): boolean =>
  before.length > 0 && after.length > 0 && !after.some((mark) => before.includes(mark));
