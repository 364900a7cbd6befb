/** As much of a Strapi schema as it takes to follow entries and queries from type to type. */
export interface Attribute {
  readonly type: string;
  /** Of a relation: the type it leads to; none where it may lead to any (`morphToOne`, `morphToMany`). */
  readonly target?: string | undefined;
  readonly component?: string | undefined;
  /** Of a dynamic zone. */
  readonly components?: readonly string[] | undefined;
}

export interface Model {
  readonly uid: string;
  readonly attributes: Readonly<Record<string, Attribute>>;
}

export type FindModel = (uid: string) => Model | undefined;

/** What a person may read of a type without its level; null: the type is open to them. */
export type FindTeaser = (uid: string) => readonly string[] | null;

/** Fields that a teaser always has, so that a front end can link to the entry. */
const IDENTITY: readonly string[] = ['id', 'documentId'];

export const isReadable = (teaser: readonly string[], field: string): boolean =>
  IDENTITY.includes(field) || teaser.includes(field);

/** Nothing of the type may be seen, not even that an entry exists. */
export const isShut = (teaser: readonly string[] | null): boolean => teaser?.length === 0;

const FILE_UID = 'plugin::upload.file';

/** Types that the attribute leads to; none for a plain value, and for a relation to any type. */
export function targetsOf({ type, target, component, components }: Attribute): readonly string[] {
  if (type === 'relation') return target === undefined ? [] : [target];
  if (type === 'media') return [FILE_UID];
  if (type === 'component') return component === undefined ? [] : [component];
  return type === 'dynamiczone' ? (components ?? []) : [];
}

export type Plain = Readonly<Record<string, unknown>>;

export const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Date) &&
  !Buffer.isBuffer(value);
