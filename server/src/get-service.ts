import type { Core } from '@strapi/strapi';
import { PLUGIN_ID } from './constants';
import type { services } from './services';

type Services = typeof services;

/** A service of this plugin, typed from what the plugin exports. */
export function getService<Name extends keyof Services>(
  strapi: Core.Strapi,
  name: Name
): ReturnType<Services[Name]> {
  return strapi.plugin(PLUGIN_ID).service<ReturnType<Services[Name]>>(name);
}
