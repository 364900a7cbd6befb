/** The OpenAPI document, from the routes and the contracts. */
import pkg from '../../package.json';
import { api, type Action } from '../../contracts/api';
import { ACTIONS, PLUGIN_ID } from '../../server/src/constants';
import { permissions } from '../../server/src/permissions';
import { routes } from '../../server/src/routes';
import contentApi from '../../server/src/routes/content-api';
import { SchemaWriter, type JsonSchema } from './json-schema';
import { passwordLinkPath } from './password-link';
import { webhookPath } from './webhook';

interface Route {
  readonly method: string;
  readonly path: string;
  readonly handler: unknown;
  readonly config?: { readonly policies?: readonly unknown[] };
}

type Operation = Readonly<Record<string, unknown>>;

export function buildDocument(): Readonly<Record<string, unknown>> {
  const schemas = new SchemaWriter();
  const paths: Record<string, Record<string, unknown>> = {};
  const add = (prefix: string, route: Route, security: string) => {
    const address = prefix + route.path.replace(/:(\w+)/g, '{$1}');
    const operation = describe(route, written(route, schemas), security);
    paths[address] = { ...paths[address], [route.method.toLowerCase()]: operation };
  };
  // Strapi calls this factory with itself; only the handlers would use it.
  const content = contentApi({ strapi: undefined as never });
  for (const route of routes.admin.routes) add(`/${PLUGIN_ID}`, route, 'administrator');
  for (const route of content.routes) {
    add(`/api/${PLUGIN_ID}`, route, isOpen(route) ? 'open' : 'member');
  }
  paths[`/api/${PLUGIN_ID}/webhook/{key}`] = webhookPath;
  paths[`/api/${PLUGIN_ID}/password-link/{code}`] = passwordLinkPath;

  return {
    openapi: '3.1.0',
    info: {
      title: 'Kartra for Strapi',
      version: pkg.version,
      license: { name: 'MIT', identifier: 'MIT' },
      description: 'Written by `npm run openapi`. Conventions: see api.md.',
    },
    servers: [{ url: 'http://localhost:1337', description: 'The demo site' }],
    paths,
    components: {
      securitySchemes: {
        administrator: bearer('From POST /admin/login.'),
        member: bearer('From POST /api/auth/local.'),
      },
      schemas: { ...schemas.named(), Error: ERROR },
    },
  };
}

/** As it is in docs/openapi.json. */
export const formatDocument = (document: unknown): string =>
  `${JSON.stringify(document, null, 2)}\n`;

const bearer = (description: string) => ({ type: 'http', scheme: 'bearer', description });

const ERROR = {
  type: 'object',
  properties: {
    data: { type: 'null' },
    error: {
      type: 'object',
      properties: {
        status: { type: 'integer' },
        name: { type: 'string' },
        message: { type: 'string' },
        details: {
          type: 'object',
          properties: {
            errors: {
              description: 'With 400: each wrong field.',
              type: 'array',
              items: {
                type: 'object',
                properties: {
                  path: { type: 'array', items: { type: 'string' } },
                  message: { type: 'string' },
                },
                required: ['path', 'message'],
              },
            },
            current: { description: 'With 409: how it stands now.' },
          },
        },
      },
      required: ['status', 'name', 'message'],
    },
  },
  required: ['error'],
};

interface Written {
  readonly description: string | undefined;
  readonly statuses: readonly number[];
  readonly answer: JsonSchema;
  readonly params?: JsonSchema | undefined;
  readonly query?: JsonSchema | undefined;
  readonly body?: JsonSchema | undefined;
}

/** Asks for no sign-in. */
const isOpen = ({ config }: Route): boolean =>
  config !== undefined && 'auth' in config && config.auth === false;

function written(route: Route, schemas: SchemaWriter): Written {
  const handler = handlerOf(route);
  const action: Action | undefined = Object.hasOwn(api, handler)
    ? api[handler as keyof typeof api]
    : undefined;
  if (!action) throw new Error(`contracts/api.ts does not say what ${handler} takes and answers.`);
  const { description, params, query, body, answer, statuses = [200] } = action;
  return {
    description,
    statuses,
    params: params && schemas.write(params, 'request'),
    query: query && schemas.write(query, 'request'),
    body: body && schemas.write(body, 'request'),
    answer: schemas.write(answer, 'answer'),
  };
}

/** A content route has a function that calls its controller, so that Strapi makes no permission for it. */
function handlerOf({ handler, path }: Route): string {
  if (typeof handler === 'string') return handler;
  const called = /controller\(['"]plugin::[\w-]+\.([\w-]+)['"]\)(?:\[['"]|\.)(\w+)/.exec(
    String(handler)
  );
  if (!called) throw new Error(`Which action answers ${path}? Its handler names no controller.`);
  return `${called[1]}.${called[2]}`;
}

function describe(route: Route, action: Written, security: string): Operation {
  const handler = handlerOf(route);
  const permission = permissionOf(route);
  const { body, query, params } = action;
  const parameters = [...listed(params, 'path'), ...listed(query, 'query')];
  const description = [
    action.description,
    permission && `Needs the permission “${permission.name}”.`,
  ]
    .filter(Boolean)
    .join('\n\n');
  return {
    operationId: handler,
    tags: [handler.split('.')[0]],
    ...(description ? { description } : {}),
    ...(permission ? { 'x-permission': permission.action } : {}),
    security: [{ [security]: [] }],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: { content: json(body) } } : {}),
    responses: {
      ...Object.fromEntries(
        action.statuses.map((status) => [
          status,
          { description: 'Done.', content: json(action.answer) },
        ])
      ),
      ...errorsOf(action, permission !== null),
    },
  };
}

const json = (schema: JsonSchema) => ({ 'application/json': { schema } });

/** The properties of a schema, one parameter each. */
function listed(schema: JsonSchema | undefined, place: 'path' | 'query'): Operation[] {
  const properties = (schema?.['properties'] ?? {}) as Record<string, JsonSchema>;
  const required = (schema?.['required'] ?? []) as readonly string[];
  return Object.entries(properties).map(([name, { description, ...value }]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    ...(description === undefined ? {} : { description }),
    schema: value,
  }));
}

function permissionOf({ config }: Route): { action: string; name: string } | null {
  const [policy] = (config?.policies ?? []) as readonly { config: { actions: string[] } }[];
  const action = policy?.config.actions[0];
  if (action === undefined) return null;
  const index = Object.values<string>(ACTIONS).indexOf(action);
  return { action, name: permissions[index]?.displayName ?? action };
}

function errorsOf(action: Written, isGuarded: boolean): Operation {
  const failure = (description: string) => ({
    description,
    content: json({ $ref: '#/components/schemas/Error' }),
  });
  const { body, query, params } = action;
  return {
    ...((body ?? query) ? { 400: failure('`details.errors` names each wrong field.') } : {}),
    401: failure('Not signed in.'),
    ...(isGuarded ? { 403: failure('The permission is missing.') } : {}),
    ...(params ? { 404: failure('There is no such thing.') } : {}),
    ...(JSON.stringify(body ?? {}).includes('"version"')
      ? { 409: failure('Somebody saved meanwhile; `details.current` is how it stands now.') }
      : {}),
  };
}
