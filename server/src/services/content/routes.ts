import type { Core } from '@strapi/strapi';
import type { SiteRoute } from '../../core/content/reading';
import type { ProtectRule } from '../../core/content/rule';

interface Route {
  readonly method: string;
  readonly path: string;
  readonly handler?: unknown;
  readonly config?: { readonly auth?: unknown; readonly policies?: readonly unknown[] };
}

interface Api {
  readonly routes?: Readonly<
    Record<string, { readonly type?: string; readonly routes?: readonly Route[] }>
  >;
}

const POLICY = 'plugin::kartra.has-access';

/** The site's own routes that read, as they are in the code of its APIs. */
export function readingRoutes(strapi: Core.Strapi): SiteRoute[] {
  const prefix = strapi.config.get<string>('api.rest.prefix', '/api');
  const apis = Object.entries(strapi.apis as unknown as Record<string, Api>);
  return apis.flatMap(([name, { routes = {} }]) =>
    Object.values(routes)
      .filter(({ type }) => type !== 'admin')
      .flatMap((router) => router.routes ?? [])
      .filter(({ method }) => method.toUpperCase() === 'GET')
      .map(({ path, handler, config }) => ({
        name: `GET ${prefix}${path}`,
        action: typeof handler === 'string' ? actionOf(handler, name) : null,
        isOpen: config?.auth === false,
        rule: ruleOf(config?.policies ?? []),
      }))
  );
}

const actionOf = (handler: string, api: string): string =>
  handler.includes('::') ? handler : `api::${api}.${handler}`;

/** The policy refuses at boot what is no rule. */
function ruleOf(policies: readonly unknown[]): ProtectRule | null {
  const found = policies.find(
    (policy) => (policy as { name?: unknown } | null)?.name === POLICY
  ) as { readonly config?: ProtectRule } | undefined;
  return found?.config ?? null;
}
