import type { Core } from '@strapi/strapi';

/**
 * A service of this plugin: made on first use and kept for as long as its Strapi lives. Other services import the
 * function that is returned, so that the compiler sees which service uses which.
 */
export function perStrapi<Service>(
  create: (context: { readonly strapi: Core.Strapi }) => Service
): (strapi: Core.Strapi) => Service {
  const made = new WeakMap<Core.Strapi, { readonly service: Service }>();
  return (strapi) => {
    const known = made.get(strapi);
    if (known) return known.service;
    const service = create({ strapi });
    made.set(strapi, { service });
    return service;
  };
}
