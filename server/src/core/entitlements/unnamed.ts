import { Course, compareSteps, type Step } from './course';
import type { Draft } from './drafts';
import type { LedgerEvent, Unmatched } from './fact';
import { Progress } from './history';
import { compareEvents, isEnding, isReversal } from './order';
import { PersonIndex } from './persons';

/** An ending, failed charge or partial refund that no id of its own places, or a renewal that may belong to several. */
export interface Open {
  readonly event: LedgerEvent;
  /** Its processor's id is one of strangers, so it counts as absent. */
  readonly ignoresProcessor: boolean;
  /** What goes where the event goes. */
  readonly alongWith: readonly LedgerEvent[];
  /** Of a renewal that may belong to several purchases: which ones; null: it is no such renewal. */
  readonly mayMean: ((draft: Draft) => boolean) | null;
}

/** What ids can contradict, and what else sets purchases apart, as one small number: a cell holds all that are alike. */
enum Trait {
  Internal = 1,
  Processor = 2,
  Orders = 4,
  OneTime = 8,
  SurelyOneTime = 16,
  PaidInFull = 32,
}

interface Cell {
  readonly all: Set<Draft>;
  readonly running: Set<Draft>;
  /** Running ones by price point; null: not told. */
  readonly pricePoints: Map<string | null, number>;
}

interface Tracked {
  readonly draft: Draft;
  readonly course: Course;
  readonly progress: Progress;
  readonly traits: number;
  readonly scopes: readonly string[];
  isRunning: boolean;
}

type Entry = Pick<Step, 'event' | 'after'> &
  ({ readonly draft: Draft; readonly step: Step } | { readonly open: Open });

/**
 * Places what no id places (RULES M3, "unnamed ending"), in the ledger's order, by what runs at that moment. It goes
 * through all events once and keeps count of what runs for each person, so that the cost does not grow with the
 * number of purchases that an ending could mean.
 */
export class Sweep {
  private readonly cells = new Map<string, Map<number, Cell>>();
  private readonly tracked = new Map<Draft, Tracked>();
  private readonly hasBegun = new Set<Draft>();
  /** Purchases begun so far, the latest last. */
  private readonly begun = new Map<string, Draft[]>();
  /** Purchases of endings, by the subscription ids that the endings name. */
  private readonly learned = new PersonIndex<readonly Draft[]>();

  constructor(private readonly drafts: readonly Draft[]) {}

  learn(event: LedgerEvent, drafts: readonly Draft[]): void {
    if (!isEnding(event.kind)) return;
    for (const scope of learnScopes(event)) this.learned.add(scope, event, drafts);
  }

  run(open: readonly Open[]): Unmatched[] {
    for (const draft of this.drafts) this.track(draft);
    const timeline: Entry[] = [
      ...this.drafts.flatMap((draft) =>
        (this.tracked.get(draft)?.course.steps() ?? []).map((step) => ({
          event: step.event,
          after: step.after,
          draft,
          step,
        }))
      ),
      ...open.map((one) => ({ event: one.event, after: null, open: one })),
    ].sort(compareSteps);

    const left: Open[] = [];
    for (const entry of timeline) {
      if ('step' in entry) this.advance(entry.draft, entry.step);
      else if (!this.place(entry.open)) left.push(entry.open);
    }
    return left.flatMap((one) => {
      const homes = one.mayMean ? [] : this.learnedHomes(one);
      for (const draft of homes) draft.others.push(one.event);
      if (homes.length > 0) return [];
      return [one.event, ...one.alongWith].map((event) => ({ event, why: 'unmatched' as const }));
    });
  }

  private place(open: Open): boolean {
    const { event, ignoresProcessor, mayMean } = open;
    if (mayMean) {
      const home = this.runningLatest(event, mayMean);
      home?.floating.push(event, ...open.alongWith);
      return home !== null;
    }
    const learned = this.learnedHomes(open);
    const home = learned.length > 0 ? null : this.only(event, ignoresProcessor);
    const homes = home ? [home] : learned;
    for (const draft of homes) {
      draft.others.push(event);
      const course = this.tracked.get(draft)?.course;
      if (course) this.advance(draft, course.step(event));
    }
    if (homes.length > 0) this.learn(event, homes);
    return homes.length > 0;
  }

  private learnedHomes({ event }: Open): readonly Draft[] {
    for (const scope of learnScopes(event)) {
      const homes = this.learned.first(scope, event, () => true);
      if (homes) return homes;
    }
    return [];
  }

  /** The only purchase that the event can mean. */
  private only(event: LedgerEvent, ignoresProcessor: boolean): Draft | null {
    const contradicted = contradictedBy(event, ignoresProcessor);
    const skipped = event.kind === 'cancellation' ? Trait.PaidInFull : 0;
    const cells = this.cellsOf(event).filter(
      ([traits]) => !contradicted(traits) && (traits & skipped) === 0
    );
    const count = (read: (cell: Cell) => number) =>
      cells.reduce((sum, [, cell]) => sum + read(cell), 0);
    if (count(({ all }) => all.size) === 1) return firstOf(cells.map(([, { all }]) => all));

    const running = cells.filter(([, cell]) => cell.running.size > 0);
    const runs = count(({ running: now }) => now.size);
    if (runs === 0) return null;
    const areOneTime = running.every(([traits]) => (traits & Trait.OneTime) !== 0);
    const pricePoints = new Set(running.flatMap(([, cell]) => [...cell.pricePoints.keys()]));
    pricePoints.delete(null);
    if (runs > 1 && !(areOneTime && pricePoints.size <= 1)) return null;
    return firstOf(running.map(([, cell]) => cell.running));
  }

  /** Of what runs now the latest begun. */
  private runningLatest(renewal: LedgerEvent, mayMean: (draft: Draft) => boolean): Draft | null {
    const scope = this.scopeOf(renewal);
    const begun = (scope === null ? null : this.begun.get(scope)) ?? [];
    return begun.findLast((draft) => this.tracked.get(draft)?.isRunning && mayMean(draft)) ?? null;
  }

  /** Of purchases begun so far; an equal lead beats an equal e-mail. */
  private cellsOf(event: LedgerEvent): [number, Cell][] {
    const scope = this.scopeOf(event);
    return scope === null ? [] : [...(this.cells.get(scope) ?? [])];
  }

  private scopeOf(event: LedgerEvent): string | null {
    return scopesOf(event.productId, event).find((scope) => this.begun.has(scope)) ?? null;
  }

  private track(draft: Draft): void {
    const course = new Course(draft);
    this.tracked.set(draft, {
      draft,
      course,
      progress: new Progress(course.type),
      traits: traitsOf(draft, course),
      scopes: [...draft.products].flatMap((product) => scopesOf(product, draft.firstPayment)),
      isRunning: false,
    });
  }

  private advance(draft: Draft, step: Step): void {
    const known = this.tracked.get(draft);
    if (!known) return;
    const { progress } = known;
    const isBegin = step.event === draft.firstPayment;
    const wasPaid = progress.isPaidInFull;
    progress.add(step);
    const hasBegun = isBegin || this.hasBegun.has(draft);
    if (!hasBegun) return;
    if (isBegin) this.begin(known);
    const isRunning = !progress.isOver;
    if (!isBegin && isRunning === known.isRunning && wasPaid === progress.isPaidInFull) return;
    if (!isBegin) this.remove(known, wasPaid);
    known.isRunning = isRunning;
    this.insert(known);
  }

  private begin({ draft, scopes }: Tracked): void {
    this.hasBegun.add(draft);
    for (const scope of scopes) {
      const begun = this.begun.get(scope);
      if (begun) begun.push(draft);
      else this.begun.set(scope, [draft]);
    }
  }

  private insert({ draft, course, progress, traits, scopes, isRunning }: Tracked): void {
    const now = traits | (progress.isPaidInFull ? Trait.PaidInFull : 0);
    for (const scope of scopes) {
      const cells = this.cells.get(scope) ?? new Map<number, Cell>();
      this.cells.set(scope, cells);
      const cell = cells.get(now) ?? { all: new Set(), running: new Set(), pricePoints: new Map() };
      cells.set(now, cell);
      cell.all.add(draft);
      if (!isRunning) continue;
      cell.running.add(draft);
      add(cell.pricePoints, course.pricePoint, 1);
    }
  }

  private remove({ draft, course, traits, scopes }: Tracked, wasPaid: boolean): void {
    const before = traits | (wasPaid ? Trait.PaidInFull : 0);
    for (const scope of scopes) {
      const cell = this.cells.get(scope)?.get(before);
      cell?.all.delete(draft);
      if (cell?.running.delete(draft)) add(cell.pricePoints, course.pricePoint, -1);
    }
  }
}

function add(counts: Map<string | null, number>, key: string | null, by: number): void {
  const next = (counts.get(key) ?? 0) + by;
  if (next > 0) counts.set(key, next);
  else counts.delete(key);
}

/** The earliest begun of all; each set is in the order in which purchases began. */
function firstOf(sets: readonly ReadonlySet<Draft>[]): Draft | null {
  let first: Draft | null = null;
  for (const set of sets) {
    const [next] = set;
    if (next && (!first || compareEvents(next.firstPayment, first.firstPayment) < 0)) first = next;
  }
  return first;
}

const scopesOf = (
  productId: string,
  { leadToken, emailToken }: Pick<LedgerEvent, 'leadToken' | 'emailToken'>
): string[] => [
  ...(leadToken === null ? [] : [JSON.stringify([productId, 'lead', leadToken])]),
  ...(emailToken === null ? [] : [JSON.stringify([productId, 'email', emailToken])]),
];

const learnScopes = ({ productId, internalIds, processorIds }: LedgerEvent): string[] => [
  ...[...internalIds].sort().map((id) => JSON.stringify(['internal', productId, id])),
  ...[...processorIds].sort().map((id) => JSON.stringify(['processor', productId, id])),
];

function traitsOf(draft: Draft, { type }: Course): number {
  const has = (reads: (payment: LedgerEvent) => boolean) => draft.payments.some(reads);
  return (
    (has(({ internalIds }) => internalIds.size > 0) ? Trait.Internal : 0) |
    (has(({ processorIds }) => processorIds.size > 0) ? Trait.Processor : 0) |
    (has(
      ({ originalIds, kind, orderId }) =>
        originalIds.size > 0 || (kind === 'sale' && orderId !== null)
    )
      ? Trait.Orders
      : 0) |
    (type === 'one-time' ? Trait.OneTime : 0) |
    (draft.isSurelyOneTime ? Trait.SurelyOneTime : 0)
  );
}

const isGivenBack = ({ kind }: LedgerEvent): boolean =>
  isReversal(kind) || kind === 'partial-refund';

/**
 * Whether an id says that the event belongs to something else. Its ids name nothing that is known of its person, so
 * any id of the same kind is another one. A one-time purchase has no order but its own; a cancellation may carry any.
 */
function contradictedBy(
  event: LedgerEvent,
  ignoresProcessor: boolean
): (traits: number) => boolean {
  const namesInternal = event.internalIds.size > 0;
  const namesProcessor = event.processorIds.size > 0 && !ignoresProcessor;
  // Its own order is no other one, and only money given back has a parent.
  const orders = [...(isGivenBack(event) ? event.parentIds : []), ...event.originalIds];
  const namesOrder = orders.some((id) => id !== event.orderId);
  const apart =
    (namesInternal ? Trait.Internal : 0) |
    (namesProcessor ? Trait.Processor : 0) |
    (event.originalIds.size > 0 ? Trait.Orders : 0) |
    (event.kind !== 'cancellation' && namesOrder ? Trait.OneTime : 0) |
    (namesInternal || namesProcessor ? Trait.SurelyOneTime : 0);
  return (traits) => (traits & apart) !== 0;
}
