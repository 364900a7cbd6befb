import {
  isPlain,
  isReadable,
  isShut,
  targetsOf,
  type Attribute,
  type FindModel,
  type FindTeaser,
  type Plain,
} from './models';

export interface Readable {
  readonly findModel: FindModel;
  readonly findTeaser: FindTeaser;
}

/** What a value holds that was taken out altogether. */
const GONE = Symbol('gone');
/** By these, entries of a dynamic zone and of a relation to any type say what they are. */
const TYPE_KEYS: readonly string[] = ['__component', '__type'];

/**
 * An answer without what the reader may not see: entries of a shut type are gone wherever they are, of a type with a
 * teaser only its fields are left. A single entry of a shut type becomes null, in a list it is left out.
 */
export function prune(value: unknown, uid: string, readable: Readable): unknown {
  const left = pruneValue(value, uid, readable);
  return left === GONE ? null : left;
}

function pruneValue(value: unknown, uid: string, readable: Readable): unknown {
  if (Array.isArray(value)) {
    return value
      .map((item: unknown) => pruneValue(item, uid, readable))
      .filter((item) => item !== GONE);
  }
  if (!isPlain(value)) return value;
  const teaser = readable.findTeaser(uid);
  if (isShut(teaser)) return GONE;
  const model = readable.findModel(uid);
  if (!model) return value;
  const left: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    if (teaser !== null && !TYPE_KEYS.includes(key) && !isReadable(teaser, key)) continue;
    const attribute = model.attributes[key];
    const kept = attribute ? pruneAttribute(item, attribute, readable) : item;
    if (kept !== GONE) left[key] = kept;
  }
  return left;
}

function pruneAttribute(value: unknown, attribute: Attribute, readable: Readable): unknown {
  if (Array.isArray(value)) {
    const isShutType = attribute.type === 'relation' && isShutFor(attribute.target, readable);
    if (isShutType) return GONE;
    return value
      .map((item: unknown) => pruneAttribute(item, attribute, readable))
      .filter((item) => item !== GONE);
  }
  if (!isPlain(value)) return value;
  const uid = typeOf(value, attribute);
  if (uid === null) return value;
  // How many entries a relation has, which a teaser may show.
  if (isCount(value)) return isShut(readable.findTeaser(uid)) ? GONE : value;
  return pruneValue(value, uid, readable);
}

const isCount = (value: Plain): boolean =>
  Object.keys(value).length === 1 && typeof value['count'] === 'number';

const isShutFor = (uid: string | undefined, { findTeaser }: Readable): boolean =>
  uid !== undefined && isShut(findTeaser(uid));

function typeOf(value: Plain, attribute: Attribute): string | null {
  for (const key of TYPE_KEYS) {
    const said = value[key];
    if (typeof said === 'string') return said;
  }
  const [only, ...others] = targetsOf(attribute);
  return only !== undefined && others.length === 0 ? only : null;
}
