import type { Core, UID } from '@strapi/strapi';
import { guardOf } from './guard';
import { protectionsOf } from './protections';

type Resolve = (
  parent: unknown,
  args: unknown,
  context: { readonly state?: { readonly auth?: unknown } } | undefined,
  info: unknown
) => unknown;

interface Schema {
  getType(name: string): { getFields?(): Record<string, { resolve?: Resolve }> } | undefined;
}

interface ContentApi {
  buildSchema: () => Schema | undefined;
}

interface Utils {
  readonly naming: { getTypeName(type: unknown): string };
}

const built = new WeakSet<object>();

/**
 * GraphQL resolves the fields of an entry one by one and sanitizes none of them, and it forgets the permission of a
 * relation inside a component. So each field of a protected type asks for itself, however the query came to the entry.
 */
export function wrapGraphql(strapi: Core.Strapi): void {
  const service = graphqlOf(strapi);
  if (!service) return;
  const guard = guardOf(strapi);
  const build = service.buildSchema.bind(service);
  service.buildSchema = () => {
    const schema = build();
    for (const { uid, teaser } of schema ? protectionsOf(strapi).all() : []) {
      const fields = schema?.getType(typeName(strapi, uid))?.getFields?.() ?? {};
      for (const [name, field] of Object.entries(fields)) {
        if (name === 'documentId' && teaser.length > 0) continue;
        const resolve: Resolve =
          field.resolve ?? ((parent) => (parent as Record<string, unknown>)[name]);
        field.resolve = async (parent, args, context, info) => {
          await guard.readField(uid, fieldName(name), context?.state?.auth);
          return resolve(parent, args, context, info);
        };
      }
    }
    return schema;
  };
  built.add(service.buildSchema);
}

/** `steps_connection` is another way to the field `steps`. */
const fieldName = (name: string): string => name.replace(/_connection$/, '');

/** False: GraphQL is installed, and its types are not guarded. */
export function isGraphqlGuarded(strapi: Core.Strapi): boolean {
  const service = graphqlOf(strapi);
  return !service || built.has(service.buildSchema);
}

export const hasGraphql = (strapi: Core.Strapi): boolean => graphqlOf(strapi) !== null;

function graphqlOf(strapi: Core.Strapi): ContentApi | null {
  const plugins = strapi.plugins as Record<string, unknown>;
  if (!plugins['graphql']) return null;
  return strapi.plugin('graphql').service<ContentApi>('content-api');
}

function typeName(strapi: Core.Strapi, uid: string): string {
  const { naming } = strapi.plugin('graphql').service<Utils>('utils');
  return naming.getTypeName(strapi.getModel(uid as UID.Schema));
}
