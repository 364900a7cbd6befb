import type { Site } from './site';

const TABLES = [
  'kartra_webhook_logs',
  'kartra_events',
  'kartra_entitlements',
  'kartra_member_identities',
  'kartra_members',
  'kartra_overrides',
  'kartra_discovered_offers',
  'kartra_shared_ids',
  'kartra_activities',
  'kartra_outbox_messages',
  'kartra_password_links',
  'kartra_jobs',
  'up_users_role_lnk',
  'up_users',
];

/** The site as it was after its set-up: no webhook, no member, no user; mappings and levels stay. */
export async function forgetEverything(site: Pick<Site, 'strapi' | 'idle'>): Promise<void> {
  await site.idle();
  for (const table of TABLES) await site.strapi.db.getConnection(table).delete();
}
