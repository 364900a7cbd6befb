import type { defineContentType } from '../content-types/define-content-type';

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

/** Translates between a table and `Row`, whose keys are the attributes of `schema` plus `id`. */
export function rowCodec<Row extends { id: number }>(schema: Schema): RowCodec<Row> {
  const attributes = Object.entries(schema.attributes).map(
    ([name, { type }]) => [name, type, snake(name)] as const
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

  return {
    column: (name) => snake(name),
    toColumns(values) {
      const columns: Record<string, unknown> = {};
      for (const [name, type, column] of attributes) {
        const value = values[name as keyof Row];
        if (value !== undefined) columns[column] = encode(type, value);
      }
      return columns;
    },
    fromColumns(raw) {
      const row: Record<string, unknown> = { id: Number(raw['id']) };
      for (const [name, type, column] of attributes) row[name] = decode(type, raw[column]);
      return row as Row;
    },
  };
}
