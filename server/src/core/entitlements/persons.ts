import type { Person } from './fact';

/** Whether two events are of one person (RULES M2). `unknown`: nothing of the two can be compared. */
export type Relation = 'same' | 'strangers' | 'unknown';

export const sharesLead = (a: Person, b: Person): boolean =>
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

/** One that names no person ties no persons: it joins last, and only what is one person's (RULES M2). */
export const namedFirst = <One extends Person>(persons: readonly One[]): One[] => [
  ...persons.filter(namesSomeone),
  ...persons.filter((person) => !namesSomeone(person)),
];

/** Where to look for what a person bought of a product; an equal lead beats an equal e-mail. */
export const scopesOf = (productId: string, { leadToken, emailToken }: Person): string[] => [
  ...(leadToken === null ? [] : [`lead\u0000${leadToken}\u0000${productId}`]),
  ...(emailToken === null ? [] : [`email\u0000${emailToken}\u0000${productId}`]),
];

/** Looking through so few costs less than keeping lists of them by person. */
const FEW = 8;

/** Everything under one id. */
class Shelf<Item> {
  readonly items: Item[] = [];
  private readonly persons: Person[] = [];
  private lists: { readonly byLead: Lists<Item>; readonly byEmail: Lists<Item> } | null = null;

  add(person: Person, item: Item): void {
    this.items.push(item);
    this.persons.push(person);
    if (this.lists) this.enlist(person, item);
    else if (this.items.length > FEW) this.sortByPerson();
  }

  with(token: 'leadToken' | 'emailToken', value: string): readonly Item[] {
    if (this.lists) {
      return this.lists[token === 'leadToken' ? 'byLead' : 'byEmail'].get(value) ?? [];
    }
    return this.items.filter((_, at) => this.persons[at]?.[token] === value);
  }

  private sortByPerson(): void {
    this.lists = { byLead: new Map(), byEmail: new Map() };
    this.items.forEach((item, at) => {
      const person = this.persons[at];
      if (person) this.enlist(person, item);
    });
  }

  private enlist({ leadToken, emailToken }: Person, item: Item): void {
    if (!this.lists) return;
    if (leadToken !== null) append(this.lists.byLead, leadToken, item);
    if (emailToken !== null) append(this.lists.byEmail, emailToken, item);
  }
}

type Lists<Item> = Map<string, Item[]>;

/**
 * Finds items by an id and a person, in constant time: an id that thousands of buyers share must not make anyone
 * look at thousands of purchases. Items come back in the order in which they were added.
 */
export class PersonIndex<Item> {
  private readonly shelves = new Map<string, Shelf<Item>>();

  add(scope: string, person: Person, item: Item): void {
    let shelf = this.shelves.get(scope);
    if (!shelf) this.shelves.set(scope, (shelf = new Shelf()));
    shelf.add(person, item);
  }

  /** Everything under this scope, of whomever. */
  all(scope: string): readonly Item[] {
    return this.shelves.get(scope)?.items ?? [];
  }

  /** Those with an equal lead. */
  byLead(scope: string, { leadToken }: Person): readonly Item[] {
    return (leadToken !== null && this.shelves.get(scope)?.with('leadToken', leadToken)) || [];
  }

  /** Those with an equal e-mail. */
  byEmail(scope: string, { emailToken }: Person): readonly Item[] {
    return (emailToken !== null && this.shelves.get(scope)?.with('emailToken', emailToken)) || [];
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

function append<Item>(lists: Lists<Item>, key: string, item: Item): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}
