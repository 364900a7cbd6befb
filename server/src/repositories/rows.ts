import { channel } from 'node:diagnostics_channel';
import type { defineContentType } from '../content-types/define-content-type';
import { Unreadable, type Column } from './columns';

type Schema = ReturnType<typeof defineContentType>;

const STRING_LIMIT = 255;

/** NUL and lone surrogates are refused by PostgreSQL and kept by SQLite: none is ever written. */
export function cleanText(value: string): string {
  return value.replaceAll('\u0000', '').toWellFormed();
}

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

export interface RowCodec<Row> {
  /** Column of an attribute. */
  column(name: keyof Row & string): string;
  /** Only the attributes given; strings cleaned and cut to what a column holds. */
  toColumns(values: Partial<Row>): Record<string, unknown>;
  /** Booleans and big integers come back differently from each database; here they become plain ones. */
  fromColumns(raw: Record<string, unknown>): Row;
}

type IsPlain<Value> = string extends Value
  ? true
  : number extends Value
    ? true
    : boolean extends Value
      ? true
      : false;

/** How each attribute is kept that is no plain text, number or boolean. */
type Columns<Row> = {
  readonly [Name in keyof Row as IsPlain<Row[Name]> extends true ? never : Name]: Column<Row[Name]>;
};

/** A value that was stored and can't be read, so that the row is used without it. */
export interface UnreadableValue {
  readonly table: string;
  readonly id: number;
  readonly column: string;
  /** Why, without any of what is stored. */
  readonly problem: string;
}

/** Channel on which an `UnreadableValue` is published. `services/upkeep` writes it to the log: a codec knows no Strapi. */
export const UNREADABLE_VALUE = 'kartra:unreadable-value';
const unreadableValues = channel(UNREADABLE_VALUE);

/** Translates between a table and `Row`, whose keys are the attributes of `schema` plus `id`. */
export function rowCodec<Row extends { id: number }>(
  schema: Schema,
  ...[columns]: Record<never, never> extends Columns<Row> ? [] : [Columns<Row>]
): RowCodec<Row> {
  const special = new Map(Object.entries<Column<unknown>>(columns ?? {}));
  const attributes = Object.entries(schema.attributes).map(
    ([name, { type }]) => [name, type, snake(name), special.get(name)] as const
  );

  const encode = (type: string, value: unknown): unknown => {
    if (typeof value !== 'string') return value ?? null;
    const clean = cleanText(value);
    // Cutting may split a pair of surrogates, hence the second look.
    return type === 'string' ? clean.slice(0, STRING_LIMIT).toWellFormed() : clean;
  };

  const decode = (type: string, value: unknown): unknown => {
    if (value === null || value === undefined) return type === 'boolean' ? false : null;
    if (type === 'boolean') return value === true || value === 1 || value === '1';
    if (type === 'integer' || type === 'biginteger') return Number(value);
    return value;
  };

  const read = (
    column: Column<unknown>,
    value: unknown,
    where: Omit<UnreadableValue, 'problem'>
  ) => {
    if (value === null || value === undefined) return column.empty;
    try {
      return column.read(value as string);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      unreadableValues.publish({ ...where, problem: error.message } satisfies UnreadableValue);
      return column.unreadable;
    }
  };

  return {
    column: (name) => snake(name),
    toColumns(values) {
      const columns: Record<string, unknown> = {};
      for (const [name, type, column, kept] of attributes) {
        const value = values[name as keyof Row];
        if (value !== undefined) columns[column] = encode(type, kept ? kept.write(value) : value);
      }
      return columns;
    },
    fromColumns(raw) {
      const id = Number(raw['id']);
      const row: Record<string, unknown> = { id };
      for (const [name, type, column, kept] of attributes) {
        row[name] = kept
          ? read(kept, raw[column], { table: schema.collectionName, id, column })
          : decode(type, raw[column]);
      }
      return row as Row;
    },
  };
}
