import type { Person } from './fact';

/** Whether two events are of one person (RULES M2). `unknown`: nothing of the two can be compared. */
export type Relation = 'same' | 'strangers' | 'unknown';

const sharesLead = (a: Person, b: Person): boolean =>
  a.leadToken !== null && a.leadToken === b.leadToken;

const sharesEmail = (a: Person, b: Person): boolean =>
  a.emailToken !== null && a.emailToken === b.emailToken;

export const isSamePerson = (a: Person, b: Person): boolean =>
  sharesLead(a, b) || sharesEmail(a, b);

export function relationOf(a: Person, b: Person): Relation {
  if (isSamePerson(a, b)) return 'same';
  const canCompare =
    (a.leadToken !== null && b.leadToken !== null) ||
    (a.emailToken !== null && b.emailToken !== null);
  return canCompare ? 'strangers' : 'unknown';
}

/** Both name a lead: then the leads decide who is who. */
export const haveLeads = (a: Person, b: Person): boolean =>
  a.leadToken !== null && b.leadToken !== null;

export const namesSomeone = ({ leadToken, emailToken }: Person): boolean =>
  leadToken !== null || emailToken !== null;

/**
 * Finds items by an id and a person, in constant time: an id that thousands of buyers share must not make anyone
 * look at thousands of purchases. Items come back in the order in which they were added.
 */
export class PersonIndex<Item> {
  private readonly byLead = new Map<string, Item[]>();
  private readonly byEmail = new Map<string, Item[]>();
  private readonly byScope = new Map<string, Item[]>();

  add(scope: string, person: Person, item: Item): void {
    append(this.byScope, scope, item);
    if (person.leadToken !== null) append(this.byLead, keyOf(scope, person.leadToken), item);
    if (person.emailToken !== null) append(this.byEmail, keyOf(scope, person.emailToken), item);
  }

  /** Everything under this scope, of whomever. */
  all(scope: string): readonly Item[] {
    return this.byScope.get(scope) ?? [];
  }

  get scopes(): IterableIterator<[string, readonly Item[]]> {
    return this.byScope.entries();
  }

  /** Those of the same person that pass; an equal lead beats an equal e-mail. */
  of(scope: string, person: Person, passes: (item: Item) => boolean = () => true): Item[] {
    const byLead =
      person.leadToken === null
        ? []
        : (this.byLead.get(keyOf(scope, person.leadToken)) ?? []).filter(passes);
    if (byLead.length > 0 || person.emailToken === null) return byLead;
    return (this.byEmail.get(keyOf(scope, person.emailToken)) ?? []).filter(passes);
  }

  /** The first of `of`, without a look at the rest. */
  first(scope: string, person: Person, passes: (item: Item) => boolean): Item | undefined {
    const { leadToken, emailToken } = person;
    return (
      (leadToken === null ? undefined : this.byLead.get(keyOf(scope, leadToken))?.find(passes)) ??
      (emailToken === null ? undefined : this.byEmail.get(keyOf(scope, emailToken))?.find(passes))
    );
  }
}

const keyOf = (scope: string, token: string): string => `${scope}\u0000${token}`;

function append<Item>(lists: Map<string, Item[]>, key: string, item: Item): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}
