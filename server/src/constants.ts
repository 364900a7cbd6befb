import { PERMISSION_NAMES, actionOf, type Permission } from './core/viewer/permissions';

/** Ids that several files agree on. Tables are named here once, so that a repository never guesses one. */
export const PLUGIN_ID = 'kartra';

export const USER_UID = 'plugin::users-permissions.user';
export const ROLE_UID = 'plugin::users-permissions.role';

/** The one connection there is for now; its id is part of every key so that more can come. */
export const DEFAULT_CONNECTION_KEY = 'default';

/** Stored instead of NULL where a mapping covers every price point: NULLs would slip past the unique index. */
export const ALL_PRICE_POINTS = '*';

/** Stored instead of NULL where a webhook named no price point. */
export const NO_PRICE_POINT = '';

export const TABLES = {
  connection: 'kartra_connections',
  webhookLog: 'kartra_webhook_logs',
  event: 'kartra_events',
  discoveredOffer: 'kartra_discovered_offers',
  mapping: 'kartra_mappings',
  accessLevel: 'kartra_access_levels',
  member: 'kartra_members',
  memberIdentity: 'kartra_member_identities',
  entitlement: 'kartra_entitlements',
  override: 'kartra_overrides',
  activity: 'kartra_activities',
  outboxMessage: 'kartra_outbox_messages',
  job: 'kartra_jobs',
  problem: 'kartra_problems',
  suggestion: 'kartra_suggestions',
  sharedId: 'kartra_shared_ids',
  passwordLink: 'kartra_password_links',
  accountProof: 'kartra_account_proofs',
  claimLink: 'kartra_claim_links',
} as const;

/** What the site notes about itself; no content type, so that Strapi neither exports nor empties it. */
export const SITE_TABLE = 'kartra_site';

export type TableName = (typeof TABLES)[keyof typeof TABLES];

/** Each permission as Strapi's roles store it. */
export const ACTIONS = Object.fromEntries(
  PERMISSION_NAMES.map((permission) => [permission, actionOf(permission)])
) as Readonly<Record<Permission, string>>;
