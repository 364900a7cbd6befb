import type { Course, Step } from './course';
import type { Draft } from './drafts';
import type { LedgerEvent } from './fact';
import { Progress } from './history';
import { Highest } from './latest';
import { scopesOf } from './persons';

/** What ids can contradict, and what else sets purchases apart, as one small number: a cell holds all that are alike. */
export enum Trait {
  Internal = 1,
  Processor = 2,
  Orders = 4,
  OneTime = 8,
  SurelyOneTime = 16,
  PaidInFull = 32,
}

/** Purchases that are alike. What was bought once and has ended never runs again. */
export class Cell {
  readonly all = new Set<Draft>();
  readonly running = new Set<Draft>();
  /** Of running ones, with how many have it; null: Kartra didn't say. */
  readonly pricePoints = new Map<string | null, number>();
  /** One-time purchases in the order in which they began, and the place of the first that may still run. */
  private readonly begun: Draft[] = [];
  private place = 0;

  constructor(readonly traits: number) {}

  get isOneTime(): boolean {
    return (this.traits & Trait.OneTime) !== 0;
  }

  run(draft: Draft, pricePoint: string | null): void {
    this.running.add(draft);
    if (this.isOneTime) this.begun.push(draft);
    this.pricePoints.set(pricePoint, (this.pricePoints.get(pricePoint) ?? 0) + 1);
  }

  stop(draft: Draft, pricePoint: string | null): void {
    if (!this.running.delete(draft)) return;
    const left = (this.pricePoints.get(pricePoint) ?? 0) - 1;
    if (left > 0) this.pricePoints.set(pricePoint, left);
    else this.pricePoints.delete(pricePoint);
  }

  /** The one that runs, or of one-time purchases the one that started first. */
  get firstRunning(): Draft | null {
    if (this.running.size < 2) {
      const [only] = this.running;
      return only ?? null;
    }
    for (; this.place < this.begun.length; this.place += 1) {
      const draft = this.begun[this.place];
      if (draft && this.running.has(draft)) return draft;
    }
    return null;
  }
}

interface Tracked {
  readonly draft: Draft;
  readonly course: Course;
  readonly progress: Progress;
  readonly traits: number;
  readonly scopes: readonly Scope[];
  /** Place in the order in which purchases began; null: it has not. */
  rank: number | null;
  isRunning: boolean;
}

/** Purchases of one person and product that started so far. */
interface Scope {
  readonly cells: Map<number, Cell>;
  readonly subscriptions: Highest<Tracked>;
  readonly oneTime: Highest<Tracked>;
}

/** A step at its place, with the purchase that it is of. */
export interface DraftStep extends Pick<Step, 'event' | 'after'> {
  readonly draft: Draft;
  readonly step: Step;
}

/** What runs for each person and product at the moment that is being read. */
export class Running {
  /** Those that one of the events can mean. */
  private readonly scopes = new Map<string, Scope>();
  private readonly tracked = new Map<Draft, Tracked>();
  private ranks = 0;

  /** Only purchases that one of the events can mean are looked at. */
  constructor(courses: readonly Course[], events: readonly LedgerEvent[]) {
    for (const event of events) {
      for (const name of scopesOf(event.productId, event)) {
        if (this.scopes.has(name)) continue;
        this.scopes.set(name, {
          cells: new Map(),
          subscriptions: new Highest(),
          oneTime: new Highest(),
        });
      }
    }
    for (const course of courses) this.track(course);
  }

  private track(course: Course): void {
    const { draft } = course;
    const scopes = [...draft.products]
      .flatMap((product) => scopesOf(product, draft.firstPayment))
      .flatMap((name) => this.scopes.get(name) ?? []);
    if (scopes.length === 0) return;
    this.tracked.set(draft, {
      draft,
      course,
      progress: new Progress(course.type),
      traits: traitsOf(draft, course),
      scopes,
      rank: null,
      isRunning: false,
    });
  }

  /** Everything that is known to have happened, each with its purchase. */
  get steps(): DraftStep[] {
    return [...this.tracked.values()].flatMap(({ draft, course }) =>
      course.steps().map((step) => ({ event: step.event, after: step.after, draft, step }))
    );
  }

  /** Something turns out to be of this purchase. */
  addEvent(draft: Draft, event: LedgerEvent): void {
    const course = this.tracked.get(draft)?.course;
    if (course) this.advance(draft, course.step(event));
  }

  advance(draft: Draft, { event, moment }: Step): void {
    const known = this.tracked.get(draft);
    if (!known) return;
    const { progress } = known;
    const isBegin = event === draft.firstPayment;
    const [ran, wasPaid] = [known.isRunning, progress.isPaidInFull];
    progress.add(moment);
    if (isBegin) known.rank = this.ranks += 1;
    if (known.rank === null) return;
    known.isRunning = !progress.isOver;
    const isPaid = progress.isPaidInFull;
    if (isBegin || wasPaid !== isPaid) this.move(known, isBegin ? null : wasPaid);
    else if (ran !== known.isRunning) this.turn(known);
  }

  /** Into the cell of what it is now; out of that of what it was. */
  private move(known: Tracked, wasPaid: boolean | null): void {
    const { draft, course, scopes } = known;
    for (const scope of wasPaid === null ? [] : scopes) {
      const cell = cellOf(scope, known.traits | paidTrait(wasPaid === true));
      cell.all.delete(draft);
      cell.stop(draft, course.pricePoint);
    }
    for (const scope of scopes) cellOf(scope, traitsNow(known)).all.add(draft);
    if (known.isRunning) this.turn(known);
  }

  private turn(known: Tracked): void {
    const { draft, course, scopes, rank, isRunning } = known;
    for (const scope of scopes) {
      const cell = cellOf(scope, traitsNow(known));
      if (!isRunning) {
        cell.stop(draft, course.pricePoint);
        continue;
      }
      cell.run(draft, course.pricePoint);
      (course.type === 'subscription' ? scope.subscriptions : scope.oneTime).add(known, rank ?? 0);
    }
  }

  /** Of purchases that started so far; an equal lead beats an equal e-mail. */
  private scopeFor(event: LedgerEvent): Scope | undefined {
    return scopesOf(event.productId, event)
      .map((name) => this.scopes.get(name))
      .find((scope) => scope && scope.cells.size > 0);
  }

  cellsFor(event: LedgerEvent): Cell[] {
    return [...(this.scopeFor(event)?.cells.values() ?? [])];
  }

  /** Of the running ones, the one that started last. */
  latestFor(event: LedgerEvent, mayMean: (draft: Draft) => boolean): Draft | null {
    const scope = this.scopeFor(event);
    if (!scope) return null;
    const isOver = ({ isRunning }: Tracked) => !isRunning;
    const subscription = scope.subscriptions.find(isOver, ({ draft }) => mayMean(draft));
    const [latest] = [subscription, this.latestOneTime(scope, mayMean)]
      .filter((found) => found !== null)
      .sort((a, b) => (b.rank ?? 0) - (a.rank ?? 0));
    return latest?.draft ?? null;
  }

  /** Of what was bought once a renewal may mean all or nothing. */
  private latestOneTime(scope: Scope, mayMean: (draft: Draft) => boolean): Tracked | null {
    const latest = scope.oneTime.find(
      ({ isRunning }) => !isRunning,
      () => true
    );
    return latest && mayMean(latest.draft) ? latest : null;
  }
}

function cellOf({ cells }: Scope, traits: number): Cell {
  let cell = cells.get(traits);
  if (!cell) cells.set(traits, (cell = new Cell(traits)));
  return cell;
}

const traitsNow = ({ traits, progress }: Tracked): number =>
  traits | paidTrait(progress.isPaidInFull);

const paidTrait = (isPaidInFull: boolean): number => (isPaidInFull ? Trait.PaidInFull : 0);

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
