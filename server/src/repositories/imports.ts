import type { Core } from '@strapi/strapi';

const watched = new WeakSet<Core.Strapi['db']['lifecycles']>();

/**
 * `strapi import` and `strapi transfer` switch all lifecycles off while they replace the data of the site, and on
 * again at the end. They give no other sign, and no event.
 */
export function watchImports(
  strapi: Core.Strapi,
  { begun, over }: { readonly begun: () => void; readonly over: () => void }
): void {
  const { lifecycles } = strapi.db;
  if (watched.has(lifecycles)) return;
  watched.add(lifecycles);
  const disable = lifecycles.disable.bind(lifecycles);
  const enable = lifecycles.enable.bind(lifecycles);
  lifecycles.disable = () => {
    disable();
    begun();
  };
  lifecycles.enable = () => {
    enable();
    over();
  };
}
