import { z } from 'zod';
import type { Protection } from './rule';

/** What is protected must be a content type of the site, and these make the log-in itself. */
const NEVER: readonly string[] = ['admin::', 'plugin::users-permissions.', 'plugin::kartra.'];

const levelName = z.string().min(1);
const ruleSchema = z.union([
  z.strictObject({ anyOf: z.array(levelName).min(1) }),
  z.strictObject({ atLeast: levelName }),
]);
const optionsSchema = z.strictObject({ teaser: z.array(z.string().min(1)).optional() });

export interface Declared {
  /** Fields of each content type of the site, by uid. */
  readonly types: ReadonlyMap<string, readonly string[]>;
  readonly known: readonly Protection[];
}

/**
 * A call of `protect`, checked against the site. The message of what it throws is read by the developer whose site does
 * not start, so it says what was written and what would be right.
 */
export function declareProtection(
  uid: string,
  rule: unknown,
  options: unknown,
  { types, known }: Declared
): Protection {
  const refuse = (problem: string): never => {
    throw new Error(`access.protect('${uid}'): ${problem}`);
  };
  const fields = types.get(uid);
  if (!fields || NEVER.some((prefix) => uid.startsWith(prefix))) {
    const mine = [...types.keys()].filter((one) => one.startsWith('api::'));
    return refuse(`this is no content type of the site. There are ${mine.join(', ') || 'none'}.`);
  }
  if (known.some((one) => one.uid === uid)) return refuse('it is protected already.');
  const asked = ruleSchema.safeParse(rule);
  if (!asked.success) {
    return refuse(
      "the rule must be { anyOf: ['gold', 'keto'] } or { atLeast: 'silver' }, with the types of roles."
    );
  }
  const chosen = optionsSchema.safeParse(options ?? {});
  if (!chosen.success) return refuse("the options must be { teaser: ['title'] }, or left out.");
  const teaser = chosen.data.teaser ?? [];
  const missing = teaser.filter((field) => !fields.includes(field));
  if (missing.length > 0) {
    return refuse(
      `the type has no field ${missing.join(', ')}. Its fields are ${fields.join(', ')}.`
    );
  }
  return { uid, rule: asked.data, teaser };
}
