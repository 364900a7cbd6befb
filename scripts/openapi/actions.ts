/**
 * Reads from the source what each action of a controller validates and answers: the schemas given to `validate`, the
 * type of what is assigned to `ctx.body`, and the status. So no route can be forgotten, and none described wrongly.
 */
import path from 'node:path';
import ts from 'typescript';
import { z } from 'zod';
import { SchemaWriter, type JsonSchema } from './json-schema';

const ROOT = path.resolve(__dirname, '../..');
const SERVER = path.join(ROOT, 'server');
const CONTROLLERS = path.join(SERVER, 'src/controllers');

export type Part = 'body' | 'query' | 'params';

export interface Action {
  readonly description: string;
  readonly statuses: readonly number[];
  readonly answer: JsonSchema;
  readonly accepts: Partial<Record<Part, JsonSchema>>;
}

export class ActionReader {
  private readonly program: ts.Program;
  private readonly checker: ts.TypeChecker;
  readonly schemas: SchemaWriter;

  constructor() {
    const config = ts.readConfigFile(path.join(SERVER, 'tsconfig.json'), (file) =>
      ts.sys.readFile(file)
    );
    const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, SERVER);
    this.program = ts.createProgram([path.join(CONTROLLERS, 'index.ts')], options);
    this.checker = this.program.getTypeChecker();
    this.schemas = new SchemaWriter(this.checker);
  }

  /** Of a handler like `members.findOne`. */
  read(handler: string): Action {
    const [controller = '', name = ''] = handler.split('.');
    const source = this.program.getSourceFile(path.join(CONTROLLERS, `${controller}.ts`));
    const method = source && findMethod(source, name);
    if (!method) throw new Error(`There is no action ${name} in controllers/${controller}.ts.`);

    const answers: ts.Type[] = [];
    const accepts: Partial<Record<Part, JsonSchema>> = {};
    let statuses = [200];
    for (const node of this.nodesOf(method)) {
      const assigned = assignmentTo(node);
      if (assigned?.to === 'body') answers.push(this.checker.getTypeAtLocation(assigned.value));
      if (assigned?.to === 'status') statuses = statusesOf(assigned.value);
      const validated = validation(node);
      if (validated) accepts[validated.part] = this.load(validated.schema, handler);
    }
    const [answer] = answers;
    if (!answer) throw new Error(`${handler} never sets ctx.body.`);
    const symbol = this.checker.getSymbolAtLocation(method.name);
    const description = ts.displayPartsToString(symbol?.getDocumentationComment(this.checker));
    return { description, statuses, answer: this.schemas.write(answer), accepts };
  }

  /** All of the action, and of the functions of the same file that it calls. */
  private nodesOf(start: ts.Node, seen = new Set<ts.Node>()): ts.Node[] {
    if (seen.has(start)) return [];
    seen.add(start);
    const nodes: ts.Node[] = [];
    const visit = (node: ts.Node) => {
      nodes.push(node);
      if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
        const called = this.checker.getSymbolAtLocation(node.expression)?.valueDeclaration;
        if (called && called.getSourceFile() === start.getSourceFile()) {
          nodes.push(...this.nodesOf(called, seen));
        }
      }
      ts.forEachChild(node, visit);
    };
    visit(start);
    return nodes;
  }

  /** The schema itself, from the file that exports it. */
  private load(identifier: ts.Expression, handler: string): JsonSchema {
    let symbol = this.checker.getSymbolAtLocation(identifier);
    if (symbol && symbol.flags & ts.SymbolFlags.Alias) {
      symbol = this.checker.getAliasedSymbol(symbol);
    }
    const file = symbol?.valueDeclaration?.getSourceFile().fileName;
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const loaded = file ? (require(file) as Readonly<Record<string, unknown>>) : {};
    const schema = symbol && loaded[symbol.name];
    if (!(schema instanceof z.ZodType)) {
      throw new Error(
        `${handler} validates with ${identifier.getText()}: export it from controllers/validation.`
      );
    }
    const written = z.toJSONSchema(schema, {
      io: 'input',
      unrepresentable: 'any',
      override: ({ jsonSchema }) => {
        if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      },
    });
    // The document says once which dialect it is in.
    delete written.$schema;
    return written;
  }
}

function findMethod(source: ts.SourceFile, name: string): ts.MethodDeclaration | null {
  let found: ts.MethodDeclaration | null = null;
  const visit = (node: ts.Node) => {
    if (ts.isMethodDeclaration(node) && node.name.getText() === name) found ??= node;
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** `ctx.body = …`, `ctx.status = …`. */
function assignmentTo(node: ts.Node): { to: string; value: ts.Expression } | null {
  const isAssignment =
    ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  if (!isAssignment || !ts.isPropertyAccessExpression(node.left)) return null;
  const { expression, name } = node.left;
  return expression.getText() === 'ctx' ? { to: name.text, value: node.right } : null;
}

/** `201`, or one of two: `dryRun ? 200 : 201`. */
function statusesOf(value: ts.Expression): number[] {
  return ts.isConditionalExpression(value)
    ? [value.whenTrue, value.whenFalse].flatMap(statusesOf)
    : [Number(value.getText())];
}

const PARTS: Readonly<Record<string, Part>> = {
  'bodyOf(ctx)': 'body',
  'ctx.query': 'query',
  "ctx['params']": 'params',
};

/** `validate(schema, bodyOf(ctx))`, with `ctx.query` or `ctx['params']` in its place. */
function validation(node: ts.Node): { schema: ts.Expression; part: Part } | null {
  if (!ts.isCallExpression(node) || node.expression.getText() !== 'validate') return null;
  const [schema, value] = node.arguments;
  if (!schema || !value) return null;
  const part = PARTS[value.getText()];
  if (!part) throw new Error(`What is ${value.getText()}? Only body, query and params are known.`);
  return { schema, part };
}
