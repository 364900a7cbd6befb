import { Course, historyOf, stateOf } from './course';
import type { Draft } from './drafts';
import { gatherEvents } from './events';
import type { Fact, Ledger, LedgerEvent, Purchase, Settlement, Unmatched } from './fact';
import { NameBook } from './naming';
import { compareEvents } from './order';
import { isPayment } from './kinds';
import { compareDrafts, gatherPurchases } from './purchases';
import { placeRenewals, rootsOf, type Floating } from './renewals';
import { sharedIdsOf } from './shared-ids';
import { Sweep, type Open } from './unnamed';

/**
 * Folds the facts of a neighborhood, of however many products, into purchases: facts → events of one person →
 * purchases from payments alone → endings and failures attached, one at a time → state (RULES M2 to M5).
 *
 * A pure function of the *set* of facts and settlements: any order, any repetition, either surface give the same
 * ledger. Costs O(n log n). `docs/access.md` walks through histories.
 */
export function foldFacts(facts: readonly Fact[], settlements: readonly Settlement[] = []): Ledger {
  const steps = foldSteps(facts, settlements);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The same with pauses, none of them longer apart than a sort of all events: others may have a turn in between. */
export function* foldSteps(
  facts: readonly Fact[],
  settlements: readonly Settlement[] = []
): Generator<void, Ledger> {
  const unique = [...new Map(facts.map((fact) => [fact.hash, fact])).values()];
  const events = gatherEvents(unique);
  yield;
  const settledTo = latestWord(events, settlements);
  const paidFor = gatherPurchases(events, settledTo);
  yield;
  const renewals = placeRenewals(paidFor.drafts, paidFor.loose, settledTo);
  const drafts = rootsOf([...paidFor.drafts, ...renewals.own]).sort(compareDrafts);
  yield;
  const courses = drafts.map((draft) => new Course(draft));
  const unmatched = [
    ...renewals.setAside,
    ...(yield* placeEndings(events, courses, renewals.floating, settledTo)),
  ];
  const purchases: Purchase[] = [];
  for (const course of courses) {
    purchases.push(finish(course));
    yield;
  }
  return {
    purchases: purchases.sort((a, b) => compareEvents(a.firstPayment, b.firstPayment)),
    unmatched: unmatched.sort((a, b) => compareEvents(a.event, b.event)),
    sharedIds: sharedIdsOf(drafts),
  };
}

/** What an administrator last decided about an event; null: nothing. */
function latestWord(
  events: readonly LedgerEvent[],
  settlements: readonly Settlement[]
): (event: LedgerEvent) => Settlement | null {
  if (settlements.length === 0) return () => null;
  const byHash = new Map<string, Settlement>();
  for (const settlement of settlements) {
    const known = byHash.get(settlement.eventHash);
    if (!known || known.sequence < settlement.sequence) {
      byHash.set(settlement.eventHash, settlement);
    }
  }
  const words = new Map<LedgerEvent, Settlement>();
  for (const event of events) {
    for (const { hash } of event.facts) {
      const word = byHash.get(hash);
      const known = words.get(event);
      if (word && (!known || known.sequence < word.sequence)) words.set(event, word);
    }
  }
  return (event) => words.get(event) ?? null;
}

/**
 * Attaches everything that is no payment, one at a time: it never ties two payments, moves one, or changes what a
 * purchase is. Ids come first, then an administrator's word, then what runs at that moment.
 */
function* placeEndings(
  events: readonly LedgerEvent[],
  courses: readonly Course[],
  floating: readonly Floating[],
  settledTo: (event: LedgerEvent) => Settlement | null
): Generator<void, Unmatched[]> {
  const endings = events.filter(({ kind }) => !isPayment(kind));
  const drafts = courses.map(({ draft }) => draft);
  const names = new NameBook(
    drafts,
    floating.flatMap(({ event, alongWith }) => [event, ...alongWith]),
    endings
  );
  const sweep = new Sweep(courses);
  const homesOf = homes(drafts);
  const unmatched: Unmatched[] = [];
  const open: Open[] = floating.map((one) => ({ ...one, ignoresProcessor: false }));
  const ofRenewals: { readonly event: LedgerEvent; readonly renewal: LedgerEvent }[] = [];
  const settled: { readonly event: LedgerEvent; readonly orElse: () => void }[] = [];

  const attach = (event: LedgerEvent, to: readonly Draft[]): void => {
    for (const draft of to) draft.others.push(event);
    homesOf.add(event, to);
    sweep.learn(event, to);
  };
  const leave = (event: LedgerEvent, why: Unmatched['why']) => {
    unmatched.push({ event, why });
  };

  yield;
  for (const event of endings) {
    yield;
    const named = names.name(event);
    switch (named.kind) {
      case 'purchases':
        attach(event, named.drafts);
        break;
      case 'floating':
        ofRenewals.push({ event, renewal: named.renewal });
        break;
      case 'ambiguous':
        settled.push({ event, orElse: () => leave(event, 'unmatched') });
        break;
      case 'conflict':
        settled.push({ event, orElse: () => leave(event, 'conflicting-id') });
        break;
      case 'nothing': {
        const { ignoresProcessor } = named;
        const orElse = () => {
          open.push({ event, alongWith: [], ignoresProcessor, mayMean: null });
        };
        settled.push({ event, orElse });
        break;
      }
      default:
        named satisfies never;
    }
  }
  for (const { event, orElse } of settled) {
    const word = settledTo(event);
    const home = word?.purchaseHash == null ? null : homesOf.find(word.purchaseHash);
    if (word?.purchaseHash === null) leave(event, 'set-aside');
    else if (home) attach(event, home);
    else orElse();
  }
  yield;
  unmatched.push(...(yield* sweep.run(open)));
  const homeOfRenewal = new Map(
    drafts.flatMap((draft) => draft.floating.map((renewal) => [renewal, draft] as const))
  );
  for (const { event, renewal } of ofRenewals) {
    const home = homeOfRenewal.get(renewal);
    if (home) home.others.push(event);
    else leave(event, 'unmatched');
  }
  return unmatched;
}

/**
 * Purchases by the facts of their payments, and of the endings that were placed: an ending may be in several. Made once
 * someone settled anything.
 */
function homes(drafts: readonly Draft[]) {
  const placed: { readonly event: LedgerEvent; readonly to: readonly Draft[] }[] = [];
  let byFact: Map<string, readonly Draft[]> | null = null;
  const enter = (
    known: Map<string, readonly Draft[]>,
    event: LedgerEvent,
    to: readonly Draft[]
  ) => {
    for (const { hash } of event.facts) known.set(hash, to);
  };
  const all = (): Map<string, readonly Draft[]> => {
    const known = new Map<string, readonly Draft[]>();
    for (const draft of drafts)
      for (const payment of draft.payments) enter(known, payment, [draft]);
    for (const { event, to } of placed) enter(known, event, to);
    return known;
  };
  return {
    add: (event: LedgerEvent, to: readonly Draft[]): void => {
      if (byFact) enter(byFact, event, to);
      else placed.push({ event, to });
    },
    find: (hash: string): readonly Draft[] | null => (byFact ??= all()).get(hash) ?? null,
  };
}

function finish(course: Course): Purchase {
  const { draft } = course;
  const steps = course.steps();
  const { firstPayment, lastPayment, productId, productName, changes } = draft;
  return {
    key: firstPayment.key,
    type: course.type,
    events: [...draft.payments, ...draft.others, ...draft.floating].sort(compareEvents),
    firstPayment,
    lastPayment,
    state: stateOf(course, steps),
    history: historyOf(course, steps),
    productId,
    productName,
    pricePoint: course.pricePoint,
    changes,
    memberId: firstPayment.facts.find((fact) => fact.memberId !== null)?.memberId ?? null,
  };
}
