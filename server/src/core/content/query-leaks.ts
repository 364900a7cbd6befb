import {
  isPlain,
  isReadable,
  isShut,
  targetsOf,
  type Attribute,
  type FindModel,
  type Plain,
} from './models';
import type { Readable } from './prune';

/**
 * What a query asks about fields that its reader may not see. The answer would not show them, but a filter or an order
 * by them tells them letter by letter, also inside `populate` and through relations. Strapi closes only some of these.
 *
 * Gives the path of the first such key; null where there is none. What `populate` alone asks for is not looked at: the
 * answer is pruned.
 */
export function findLeak(query: unknown, uid: string, readable: Readable): string | null {
  if (!isPlain(query)) return null;
  return (
    inSearch(query['_q'], uid, readable) ??
    inFilters(query['filters'], uid, readable, 'filters') ??
    inSort(query['sort'], uid, readable, 'sort') ??
    inPopulate(query['populate'], uid, readable, 'populate')
  );
}

/** Search looks into every text of the type, so it can't be kept to the fields of a teaser. */
const inSearch = (value: unknown, uid: string, { findTeaser }: Readable): string | null =>
  value === undefined || value === '' || findTeaser(uid) === null ? null : '_q';

export function inFilters(
  value: unknown,
  uid: string,
  readable: Readable,
  path: string
): string | null {
  if (Array.isArray(value)) {
    return first(value, (item: unknown) => inFilters(item, uid, readable, path));
  }
  if (!isPlain(value)) return null;
  return first(Object.entries(value), ([key, item]) => {
    const at = `${path}.${key}`;
    // Operators; and numbers, as which a long list arrives.
    if (key.startsWith('$') || /^\d+$/.test(key)) return inFilters(item, uid, readable, at);
    if (isHidden(uid, key, readable)) return at;
    return throughAttribute(uid, key, readable, at, (target) =>
      inFilters(item, target, readable, at)
    );
  });
}

/** `title:asc,author.name`, a list of such, or `{ author: { name: 'asc' } }`. */
export function inSort(
  value: unknown,
  uid: string,
  readable: Readable,
  path: string
): string | null {
  if (typeof value === 'string') {
    return first(value.split(','), (part) => {
      const [field = ''] = part.trim().split(':');
      return alongPath(field.split('.'), uid, readable, path);
    });
  }
  if (Array.isArray(value)) {
    return first(value, (item: unknown) => inSort(item, uid, readable, path));
  }
  if (!isPlain(value)) return null;
  return first(Object.entries(value), ([key, item]) => {
    const at = `${path}.${key}`;
    if (key.includes('.')) return alongPath(key.split('.'), uid, readable, path);
    if (isHidden(uid, key, readable)) return at;
    return throughAttribute(uid, key, readable, at, (target) =>
      isPlain(item) ? inSort(item, target, readable, at) : null
    );
  });
}

function alongPath(
  keys: readonly string[],
  uid: string,
  readable: Readable,
  path: string
): string | null {
  const [key, ...rest] = keys;
  if (key === undefined) return null;
  const at = `${path}.${key}`;
  if (isHidden(uid, key, readable)) return at;
  return throughAttribute(uid, key, readable, at, (target) =>
    alongPath(rest, target, readable, at)
  );
}

export function inPopulate(
  value: unknown,
  uid: string,
  readable: Readable,
  path: string
): string | null {
  // Names alone, as `a,b.c`, a list or `*`, ask nothing about fields.
  if (!isPlain(value)) return null;
  const model = readable.findModel(uid);
  return first(Object.entries(value), ([key, part]) => {
    const attribute = model?.attributes[key];
    if (!attribute || !isPlain(part) || isHidden(uid, key, readable)) return null;
    return inPart(part, attribute, readable, `${path}.${key}`);
  });
}

function inPart(part: Plain, attribute: Attribute, readable: Readable, path: string) {
  const targets = targetsOf(attribute);
  const fragments = isPlain(part['on']) ? Object.entries(part['on']) : [];
  // A relation to any type: what it would be filtered by can't be told.
  const isBlind = targets.length === 0 && attribute.type === 'relation';
  if (isBlind && ('filters' in part || 'sort' in part)) return path;
  return (
    first(targets, (target) => inTarget(part, target, readable, path)) ??
    first(fragments, ([target, inner]) =>
      isPlain(inner) ? inTarget(inner, target, readable, `${path}.on.${target}`) : null
    )
  );
}

/** What is populated of a shut type never reaches the answer, and so nothing inside can be told by it. */
function inTarget(part: Plain, uid: string, readable: Readable, path: string): string | null {
  if (isShut(readable.findTeaser(uid))) return null;
  return (
    inSearch(part['_q'], uid, readable) ??
    inFilters(part['filters'], uid, readable, `${path}.filters`) ??
    inSort(part['sort'], uid, readable, `${path}.sort`) ??
    inPopulate(part['populate'], uid, readable, `${path}.populate`)
  );
}

function isHidden(uid: string, key: string, { findTeaser }: Readable): boolean {
  const teaser = findTeaser(uid);
  return teaser !== null && !isReadable(teaser, key);
}

/** A relation to a shut type is a leak in itself: whether an entry exists is asked by it. */
function throughAttribute(
  uid: string,
  key: string,
  { findModel, findTeaser }: { findModel: FindModel; findTeaser: Readable['findTeaser'] },
  path: string,
  into: (target: string) => string | null
): string | null {
  const attribute = findModel(uid)?.attributes[key];
  if (!attribute) return null;
  return first(targetsOf(attribute), (target) =>
    isShut(findTeaser(target)) ? path : into(target)
  );
}

function first<Item>(items: readonly Item[], find: (item: Item) => string | null): string | null {
  for (const item of items) {
    const found = find(item);
    if (found !== null) return found;
  }
  return null;
}
