export interface Attribute {
  readonly type: 'string' | 'text' | 'integer' | 'biginteger' | 'boolean';
  readonly required?: true;
}

export interface Index {
  /** Unique in the whole database, at most 55 characters. */
  readonly name: string;
  /** Column names, snake_case. */
  readonly columns: readonly string[];
  readonly type?: 'unique';
}

interface Definition {
  readonly table: string;
  readonly singularName: string;
  readonly pluralName: string;
  readonly displayName: string;
  readonly indexes: readonly Index[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/**
 * The schema all our types share: no drafts, hidden, unique keys as real unique indexes.
 * Machine times are epoch-ms `biginteger`s (database date-times follow the process zone), JSON is kept
 * as text (each database treats its own JSON type differently), roles and users are plain ids
 * (a Strapi relation turns null silently when its target is deleted).
 */
export function defineContentType(definition: Definition) {
  const { table, singularName, pluralName, displayName, indexes, attributes } = definition;
  return {
    kind: 'collectionType' as const,
    collectionName: table,
    info: { singularName, pluralName, displayName },
    options: { draftAndPublish: false },
    pluginOptions: {
      'content-manager': { visible: false },
      'content-type-builder': { visible: false },
    },
    indexes: indexes.map((index) => ({ ...index, columns: [...index.columns] })),
    attributes: { ...attributes },
  };
}
