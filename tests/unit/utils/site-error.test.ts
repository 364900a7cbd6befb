/** What an owner is told of an error that the site's own code threw: its words and its file, and nobody's data. */
import { describeSiteError } from '../../../server/src/utils/site-error';

const ROOT = '/srv/site';
const LIBRARY = '    at request (/srv/site/node_modules/axios/index.js:9:1)';
const OWN = '    at afterCreate (/srv/site/src/index.js:12:5)';
const PLUGIN =
  '    at createUsers (/srv/site/node_modules/strapi-plugin-kartra/dist/server/index.js:1:1)';

const thrown = (message: string, frames: readonly string[], more: object = {}): Error =>
  Object.assign(new Error(message), { stack: [`Error: ${message}`, ...frames].join('\n') }, more);
const told = (error: unknown) => describeSiteError(error, ROOT);

it.each([
  ['its own', [OWN, PLUGIN], 'CRM unreachable (src/index.js)'],
  ['of a library that it called', [LIBRARY, OWN, PLUGIN], 'CRM unreachable (src/index.js)'],
  [
    'as a module',
    ['    at file:///srv/site/dist/src/crm.js:3:7'],
    'CRM unreachable (dist/src/crm.js)',
  ],
  ['without a name', ['    at async /srv/site/src/crm.ts:3:7'], 'CRM unreachable (src/crm.ts)'],
  ['of the plugin', [PLUGIN], null],
  ['of another folder', ['    at f (/srv/site-two/src/index.js:1:1)'], null],
  ['of Node', ['    at node:internal/timers:1:1'], null],
])('%s', (_whose, frames, expected) => {
  expect(told(thrown('CRM unreachable', frames))).toBe(expected);
});

it('no address, no line break and no flood', () => {
  const said = told(thrown(`no\n  ann@example.com ${'x'.repeat(500)}`, [OWN])) ?? '';
  expect(said).toMatch(/^no ••• x+ \(src\/index\.js\)$/);
  expect(said.length).toBeLessThan(230);
});

it('of a driver only name and code, as its message holds values', () => {
  const error = thrown('insert into crm values (ann@example.com)', [OWN], { code: 'ER_DUP_ENTRY' });
  expect(told(error)).toBe('Error ER_DUP_ENTRY (src/index.js)');
});

it('what has no message is named', () => {
  expect(told(thrown('', [OWN]))).toBe('Error (src/index.js)');
});

it.each([[null], ['text'], [{}]])('what is no error says nothing: %p', (error) => {
  expect(told(error)).toBeNull();
});
