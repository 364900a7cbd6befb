/** Schemas of `contracts/` as JSON Schema. Those with a name become components of that name. */
import { z } from 'zod';
import { names, variantsOf } from '../../contracts/schema';

export type JsonSchema = Readonly<Record<string, unknown>>;

type Side = 'request' | 'answer';

export class SchemaWriter {
  private readonly components = new Map<string, JsonSchema>();

  /** By name, so that the document does not change when a route moves. */
  named(): Record<string, JsonSchema> {
    const byName = [...this.components].sort(([one], [other]) => (one < other ? -1 : 1));
    return Object.fromEntries(byName);
  }

  write(schema: z.ZodType, side: Side): JsonSchema {
    const { $defs, ...written } = z.toJSONSchema(schema, {
      metadata: names,
      io: side === 'request' ? 'input' : 'output',
      // What `meant` makes is none to zod; it is written below.
      unrepresentable: 'any',
      override: ({ zodSchema, jsonSchema }) => {
        this.amend(zodSchema as unknown as z.ZodType, jsonSchema, side);
      },
    });
    // The document says once which dialect it is in.
    delete written.$schema;
    for (const [name, component] of Object.entries($defs ?? {})) {
      this.components.set(name, tidy(component) as JsonSchema);
    }
    const name = names.get(schema)?.id;
    if (name === undefined) return tidy(written) as JsonSchema;
    this.components.set(name, tidy(written) as JsonSchema);
    return { $ref: `#/components/schemas/${name}` };
  }

  /** What zod writes otherwise than this document has it. */
  private amend(schema: z.ZodType, json: Record<string, unknown>, side: Side): void {
    const variants = variantsOf(schema);
    if (variants) json['anyOf'] = variants.map((variant) => this.write(variant, side));
    const description = schema.description;
    if (description !== undefined) json['description'] = description;
    // Any safe integer is meant.
    if (json['maximum'] === Number.MAX_SAFE_INTEGER) delete json['maximum'];
    if (json['minimum'] === Number.MIN_SAFE_INTEGER) delete json['minimum'];
    // A client passes over fields that an answer gets later.
    if (side === 'answer' && json['additionalProperties'] === false) {
      delete json['additionalProperties'];
    }
  }
}

/** References to components, short ways to write what may be null, and no rules that say nothing. */
function tidy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(tidy);
  if (typeof value !== 'object' || value === null) return value;
  const { $ref, description, type, anyOf, propertyNames, properties, required, ...rest } =
    value as Record<string, unknown>;
  const others = Object.entries(rest).map(([key, inner]) => [key, tidy(inner)] as const);
  const saysNothing = JSON.stringify(propertyNames) === '{"type":"string"}';
  return {
    ...(description === undefined ? {} : { description }),
    ...(typeof $ref === 'string'
      ? { $ref: $ref.replace('#/$defs/', '#/components/schemas/') }
      : {}),
    ...(type === undefined ? {} : { type }),
    ...(Array.isArray(anyOf) ? either(anyOf.map(tidy)) : {}),
    ...(propertyNames === undefined || saysNothing ? {} : { propertyNames: tidy(propertyNames) }),
    ...Object.fromEntries(others),
    ...(isEmpty(properties) ? {} : { properties: tidyEach(properties) }),
    ...(required === undefined ? {} : { required }),
  };
}

/** Names of properties are no words of JSON Schema. */
const tidyEach = (properties: unknown): JsonSchema =>
  Object.fromEntries(
    Object.entries(Object(properties) as object).map(([name, schema]) => [name, tidy(schema)])
  );

const isEmpty = (properties: unknown): boolean =>
  properties === undefined || Object.keys(Object(properties) as object).length === 0;

function either(choices: readonly unknown[]): JsonSchema {
  const types = choices.flatMap((choice) => {
    const { type, ...more } = choice as Record<string, unknown>;
    return typeof type === 'string' && Object.keys(more).length === 0 ? type : [];
  });
  return types.length === choices.length ? { type: types } : { anyOf: choices };
}
