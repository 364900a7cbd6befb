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
  private readonly leads = new Map<string, Item[]>();
  private readonly emails = new Map<string, Item[]>();
  private readonly byScope = new Map<string, Item[]>();

  add(scope: string, person: Person, item: Item): void {
    append(this.byScope, scope, item);
    if (person.leadToken !== null) append(this.leads, keyOf(scope, person.leadToken), item);
    if (person.emailToken !== null) append(this.emails, keyOf(scope, person.emailToken), item);
  }

  /** Everything under this scope, of whomever. */
  all(scope: string): readonly Item[] {
    return this.byScope.get(scope) ?? [];
  }

  get scopes(): IterableIterator<[string, readonly Item[]]> {
    return this.byScope.entries();
  }

  /** Those with an equal lead. */
  byLead(scope: string, { leadToken }: Person): readonly Item[] {
    return (leadToken !== null && this.leads.get(keyOf(scope, leadToken))) || [];
  }

  /** Those with an equal e-mail. */
  byEmail(scope: string, { emailToken }: Person): readonly Item[] {
    return (emailToken !== null && this.emails.get(keyOf(scope, emailToken))) || [];
  }

  /** Those of the same person that pass; an equal lead beats an equal e-mail. */
  of(scope: string, person: Person, passes: (item: Item) => boolean = () => true): Item[] {
    const byLead = this.byLead(scope, person).filter(passes);
    return byLead.length > 0 ? byLead : this.byEmail(scope, person).filter(passes);
  }

  /** The first of `of`, without a look at the rest. */
  first(scope: string, person: Person, passes: (item: Item) => boolean): Item | undefined {
    return this.byLead(scope, person).find(passes) ?? this.byEmail(scope, person).find(passes);
  }
}

const keyOf = (scope: string, token: string): string => `${scope}\u0000${token}`;

function append<Item>(lists: Map<string, Item[]>, key: string, item: Item): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}
