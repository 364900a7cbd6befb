import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { api } from '../../../contracts/api';
import { buildDocument, formatDocument } from '../../../scripts/openapi/document';
import { ACTIONS } from '../../../server/src/constants';
import { routes } from '../../../server/src/routes';

type Operation = Readonly<Record<string, unknown>>;

const FILE = path.resolve(__dirname, '../../../docs/openapi.json');
const document = buildDocument();
const paths = document['paths'] as Readonly<Record<string, Readonly<Record<string, Operation>>>>;

it('docs/openapi.json is what the routes, schemas and contracts say', () => {
  const isCurrent = fs.readFileSync(FILE, 'utf8') === formatDocument(document);
  // Not compared with toBe: the difference would fill the screen.
  if (!isCurrent) throw new Error('docs/openapi.json is out of date. Write it: npm run openapi');
});

it('is a valid OpenAPI 3.1 document', () => {
  // A process of its own, for the validator is an ES module, which Jest does not load here.
  const script = `
    import { Validator } from '@seriousme/openapi-schema-validator';
    const { valid, errors } = await new Validator().validate(process.argv[1]);
    console.log(JSON.stringify({ valid, errors }));`;
  const node = ['--input-type=module', '-e', script, FILE];
  const printed = execFileSync(process.execPath, node, { encoding: 'utf8' });
  expect(JSON.parse(printed)).toEqual({ valid: true });
});

it('has every route of the admin API, with its one permission', () => {
  const known = new Set<unknown>(Object.values(ACTIONS));
  for (const { method, path: address } of routes.admin.routes) {
    const operation = paths[`/kartra${address.replace(/:(\w+)/g, '{$1}')}`]?.[method.toLowerCase()];
    expect([address, known.has(operation?.['x-permission'])]).toEqual([address, true]);
  }
});

it('every action of the contracts belongs to a route', () => {
  const handlers = new Set<string>([
    ...['me.find', 'claims.ask', 'claims.look', 'claims.use'],
    ...routes.admin.routes.map(({ handler }) => handler),
  ]);
  expect(Object.keys(api).filter((name) => !handlers.has(name))).toEqual([]);
});

it('shows what may come instead of each other, as with a mapping to be previewed', () => {
  expect(paths['/kartra/mappings/preview']?.['post']).toMatchObject({
    requestBody: {
      content: {
        'application/json': {
          schema: {
            anyOf: [
              { required: ['id', 'remove'] },
              { required: ['id'] },
              { required: ['productId'] },
            ],
          },
        },
      },
    },
  });
});

it('lets an answer grow, and a request not', () => {
  const members = paths['/kartra/members']?.['get'] as { responses: unknown };
  expect(JSON.stringify(members.responses)).not.toContain('"additionalProperties":false');
});

it('describes a list, a change and its conflict', () => {
  expect(paths['/kartra/members']?.['get']).toMatchObject({
    parameters: expect.arrayContaining([expect.objectContaining({ name: 'pageSize' })]) as unknown,
  });
  expect(paths['/kartra/mappings/{id}']?.['put']).toMatchObject({
    requestBody: { content: { 'application/json': { schema: { additionalProperties: false } } } },
    responses: { 200: {}, 400: {}, 403: {}, 404: {}, 409: {} },
  });
});

it('says who may see what a member sees of themselves', () => {
  expect(paths['/api/kartra/me']?.['get']).toMatchObject({ security: [{ member: [] }] });
});
