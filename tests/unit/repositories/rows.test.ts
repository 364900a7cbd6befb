import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { z } from 'zod';
import { defineContentType } from '../../../server/src/content-types/define-content-type';
import { json, oneOf } from '../../../server/src/repositories/columns';
import { levelSet } from '../../../server/src/repositories/level-sets';
import { rowCodec, UNREADABLE_VALUE } from '../../../server/src/repositories/rows';

interface Row {
  id: number;
  title: string | null;
  color: 'red' | 'blue';
  shade: 'light' | 'dark' | null;
  shape: 'round' | 'other' | null;
  tags: readonly string[];
  size: { readonly width: number } | null;
  roles: readonly number[] | null;
}

const table = defineContentType({
  table: 'kartra_things',
  singularName: 'thing',
  pluralName: 'things',
  displayName: 'Thing',
  indexes: [],
  attributes: {
    title: { type: 'string' },
    color: { type: 'string' },
    shade: { type: 'string' },
    shape: { type: 'string' },
    tags: { type: 'text' },
    size: { type: 'text' },
    roles: { type: 'text' },
  },
});

const codec = rowCodec<Row>(table, {
  color: oneOf(['red', 'blue'], 'blue'),
  shade: oneOf(['light', 'dark'], null),
  shape: oneOf(['round'], null, 'other'),
  tags: json(z.array(z.string()), []),
  size: json(z.object({ width: z.number() }).nullable(), null),
  roles: levelSet,
});

let heard: unknown[] = [];
const hear = (message: unknown) => heard.push(message);
beforeEach(() => {
  heard = [];
  subscribe(UNREADABLE_VALUE, hear);
});
afterEach(() => unsubscribe(UNREADABLE_VALUE, hear));

const EMPTY: Row = {
  id: 7,
  title: null,
  color: 'blue',
  shade: null,
  shape: null,
  tags: [],
  size: null,
  roles: null,
};

it('a row comes out as it went in', () => {
  const row: Omit<Row, 'id'> = {
    title: 'A',
    color: 'red',
    shade: 'dark',
    shape: 'round',
    tags: ['x'],
    size: { width: 2 },
    roles: [12, 14],
  };
  const columns = codec.toColumns(row);
  expect(columns).toEqual({ ...row, tags: '["x"]', size: '{"width":2}', roles: '["12","14"]' });
  expect(codec.fromColumns({ id: 7, ...columns })).toEqual({ id: 7, ...row });
});

it('only what is given is written, and null as null', () => {
  expect(codec.toColumns({ size: null, roles: null })).toEqual({ size: null, roles: null });
});

it('null reads as the empty value, and is no fault', () => {
  expect(codec.fromColumns({ id: 7, tags: null })).toEqual(EMPTY);
  expect(heard).toEqual([]);
});

it('a field that a newer version added is ignored', () => {
  expect(codec.fromColumns({ id: 7, size: '{"width":2,"depth":3}' }).size).toEqual({ width: 2 });
  expect(heard).toEqual([]);
});

it.each([
  { column: 'color', stored: 'green', problem: 'not a known value' },
  { column: 'shade', stored: 'none', problem: 'not a known value' },
  { column: 'tags', stored: '["x"', problem: 'not JSON' },
  { column: 'tags', stored: '[1]', problem: 'invalid_type at “0”' },
  { column: 'size', stored: '{"width":"secret"}', problem: 'invalid_type at “width”' },
  { column: 'roles', stored: '["gold"]', problem: 'invalid_format at “0”' },
])('$stored in $column counts as empty, and is reported', ({ column, stored, problem }) => {
  expect(codec.fromColumns({ id: 7, [column]: stored })).toEqual(EMPTY);
  expect(heard).toEqual([{ table: 'kartra_things', id: 7, column, problem }]);
});

it('a word that this version does not know is told from none where that makes a difference', () => {
  expect(codec.fromColumns({ id: 7, shape: 'oval' })).toEqual({ ...EMPTY, shape: 'other' });
  expect(heard).toEqual([
    { table: 'kartra_things', id: 7, column: 'shape', problem: 'not a known value' },
  ]);
});
