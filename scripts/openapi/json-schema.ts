/** TypeScript types of the answers, as JSON Schema. What `contracts/` names becomes a component of that name. */
import ts from 'typescript';

export type JsonSchema = Readonly<Record<string, unknown>>;

export class SchemaWriter {
  private readonly components = new Map<string, JsonSchema>();

  constructor(private readonly checker: ts.TypeChecker) {}

  /** By name, so that the document does not change when a file is read earlier. */
  named(): Record<string, JsonSchema> {
    const byName = [...this.components].sort(([one], [other]) => (one < other ? -1 : 1));
    return Object.fromEntries(byName);
  }

  write(type: ts.Type): JsonSchema {
    const name = this.nameOf(type);
    if (name === null) return this.inline(type);
    if (!this.components.has(name)) {
      // Taken before it is filled: a type may hold itself.
      this.components.set(name, {});
      this.components.set(name, this.inline(type));
    }
    return { $ref: `#/components/schemas/${name}` };
  }

  private nameOf(type: ts.Type): string | null {
    if (type.aliasTypeArguments?.length || this.typeArgumentsOf(type).length > 0) return null;
    const symbol = type.aliasSymbol ?? (type.isClassOrInterface() ? type.symbol : undefined);
    const source = symbol?.declarations?.[0]?.getSourceFile().fileName ?? '';
    return symbol && source.includes('/contracts/') ? symbol.name : null;
  }

  private typeArgumentsOf(type: ts.Type): readonly ts.Type[] {
    const isReference =
      type.flags & ts.TypeFlags.Object &&
      (type as ts.ObjectType).objectFlags & ts.ObjectFlags.Reference;
    return isReference ? this.checker.getTypeArguments(type as ts.TypeReference) : [];
  }

  private inline(type: ts.Type): JsonSchema {
    if (type.isUnion()) return this.union(type.types);
    if (type.isStringLiteral() || type.isNumberLiteral()) return { const: type.value };
    if (type.flags & ts.TypeFlags.BooleanLiteral) {
      return { const: this.checker.typeToString(type) === 'true' };
    }
    if (type.flags & ts.TypeFlags.StringLike) return { type: 'string' };
    if (type.flags & ts.TypeFlags.NumberLike) return { type: 'number' };
    if (type.flags & ts.TypeFlags.Null) return { type: 'null' };
    if (this.checker.isArrayType(type)) {
      const [item] = this.typeArgumentsOf(type);
      return { type: 'array', items: item ? this.write(item) : {} };
    }
    return type.flags & ts.TypeFlags.Object || type.isIntersection() ? this.object(type) : {};
  }

  private union(types: readonly ts.Type[]): JsonSchema {
    const present = types.filter(({ flags }) => !(flags & ts.TypeFlags.Undefined));
    const literals = present.flatMap((type) =>
      type.isStringLiteral() || type.isNumberLiteral() ? [type.value] : []
    );
    const isBoolean = ({ flags }: ts.Type) => (flags & ts.TypeFlags.BooleanLiteral) !== 0;
    const others = present.filter(
      (type) => !type.isStringLiteral() && !type.isNumberLiteral() && !isBoolean(type)
    );
    const booleans = present.filter(isBoolean);
    const choices = [
      ...(literals.length > 0 ? [{ enum: [...literals].sort() }] : []),
      ...(booleans.length === 2
        ? [{ type: 'boolean' }]
        : booleans.map((type) => this.inline(type))),
      ...others.map((type) => this.write(type)).sort(nullLast),
    ];
    const [only] = choices;
    if (choices.length === 1 && only) return only;
    const plain = choices.map(plainType);
    return plain.every((name) => name !== null) ? { type: plain } : { anyOf: choices };
  }

  private object(type: ts.Type): JsonSchema {
    const properties: Record<string, JsonSchema> = {};
    const required: string[] = [];
    for (const symbol of this.checker.getPropertiesOfType(type)) {
      const description = ts.displayPartsToString(symbol.getDocumentationComment(this.checker));
      const schema = this.write(this.checker.getTypeOfSymbol(symbol));
      properties[symbol.name] = description ? { description, ...schema } : schema;
      if (!(symbol.flags & ts.SymbolFlags.Optional)) required.push(symbol.name);
    }
    const index = this.checker.getIndexTypeOfType(type, ts.IndexKind.String);
    return {
      type: 'object',
      ...(required.length > 0 || Object.keys(properties).length > 0 ? { properties } : {}),
      ...(required.length > 0 ? { required } : {}),
      ...(index ? { additionalProperties: this.write(index) } : {}),
    };
  }
}

/** `string` of `{ "type": "string" }`, which may stand in a list. */
const plainType = (schema: JsonSchema): string | null =>
  typeof schema['type'] === 'string' && Object.keys(schema).length === 1 ? schema['type'] : null;

const isNull = (schema: JsonSchema) => (schema['type'] === 'null' ? 1 : 0);
const nullLast = (one: JsonSchema, other: JsonSchema) => isNull(one) - isNull(other);
