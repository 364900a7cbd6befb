import { z } from 'zod';

/** Read-only: an answer, and a request that was read. */
export type Immutable<Value> = Value extends (infer Item)[]
  ? readonly Immutable<Item>[]
  : Value extends object
    ? { readonly [Key in keyof Value]: Immutable<Value[Key]> }
    : Value;

/** The type of an answer. */
export type Out<Schema extends z.ZodType> = Immutable<z.output<Schema>>;

/** The type of a request as it is sent; `z.output` is what the server reads out of it. */
export type In<Schema extends z.ZodType> = Immutable<z.input<Schema>>;

/**
 * Names of schemas, which become the components of the OpenAPI document. Not zod's global registry: Strapi writes the
 * site's own document from that one.
 */
export const names = z.registry<{ id: string }>();

export const named = <Schema extends z.ZodType>(id: string, schema: Schema): Schema => {
  names.add(schema, { id });
  return schema;
};

const variants = new WeakMap<z.ZodType, readonly z.ZodType[]>();

/** What a schema made by `meant` may be; null for any other. */
export const variantsOf = (schema: z.ZodType): readonly z.ZodType[] | null =>
  variants.get(schema) ?? null;

/**
 * One of several requests, told apart by the field that only it has. Only the variant that the caller meant is
 * validated, so that an error names the field that is wrong; the last variant is meant when no such field is there.
 */
export function meant<const Variants extends readonly [z.ZodObject, ...z.ZodObject[]]>(choices: {
  readonly [Index in keyof Variants]: readonly [field: string, schema: Variants[Index]];
}) {
  const all: readonly (readonly [string, z.ZodObject])[] = choices;
  const schema = z
    .custom<z.input<Variants[number]>>()
    .transform((value: unknown, context): z.output<Variants[number]> => {
      const given = Object(value) as object;
      const [, chosen] = all.find(([field]) => field in given) ?? all.at(-1) ?? [];
      const result = chosen?.safeParse(value);
      if (result?.success) return result.data as z.output<Variants[number]>;
      for (const issue of result?.error.issues ?? [])
        context.addIssue(issue as z.core.$ZodRawIssue);
      return z.NEVER;
    });
  variants.set(
    schema,
    all.map(([, variant]) => variant)
  );
  return schema;
}
