import type { Core } from '@strapi/strapi';
import { PLUGIN_ID } from '../constants';
import type { KartraConfig } from '../config';

/** The plugin's configuration, defaults filled in and checked by Strapi at boot. */
export function readConfig(strapi: Core.Strapi): KartraConfig {
  return strapi.config.get<KartraConfig>(`plugin::${PLUGIN_ID}`);
}
