import type { Core } from '@strapi/strapi';
import { getService } from './get-service';

const RUNNING = [
  'processing',
  'jobs',
  'user-watch',
  'second-addresses',
  'housekeeping',
  'drift-sweep',
  'outbox',
  'mailbox',
  'lost-webhooks',
  'door-counts',
] as const;

/** Nothing new is begun; what runs ends, or is given back for another instance. */
export async function destroy({ strapi }: { strapi: Core.Strapi }): Promise<void> {
  for (const name of RUNNING) await getService(strapi, name).destroy();
}
