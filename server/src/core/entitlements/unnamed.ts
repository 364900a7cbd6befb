import { compareSteps, type Course, type Step } from './course';
import type { Draft } from './drafts';
import type { LedgerEvent, Unmatched } from './fact';
import { isEnding, isReversal } from './kinds';
import { PersonIndex, relationOf } from './persons';
import { compareDrafts } from './purchases';
import { Running, Trait, type Cell, type DraftStep } from './running';

/** An ending, failed charge or partial refund that no id of its own places, or a renewal that may belong to several. */
export interface Open {
  readonly event: LedgerEvent;
  /** Payments of others have its processor's id, so it counts as absent. */
  readonly ignoresProcessor: boolean;
  /** What goes where the event goes. */
  readonly alongWith: readonly LedgerEvent[];
  /** Of a renewal that may belong to several purchases: which ones; null: it is no such renewal. */
  readonly mayMean: ((draft: Draft) => boolean) | null;
}

/** What an ending says about others of the same person and subscription: where they belong. */
interface Lesson {
  readonly by: LedgerEvent;
  readonly homes: readonly Draft[];
}

type Entry = DraftStep | (Pick<Step, 'event' | 'after'> & { readonly open: Open });

/**
 * Places what no id places (RULES M3, "unnamed ending"), in the ledger's order, by what runs at that moment. It goes
 * through all events once and keeps count of what runs for each person, so that the cost does not grow with the
 * number of purchases that an ending could mean.
 */
export class Sweep {
  /** By the subscription ids that the endings name. */
  private readonly learned = new PersonIndex<Lesson>();

  constructor(private readonly courses: readonly Course[]) {}

  learn(event: LedgerEvent, homes: readonly Draft[]): void {
    if (!isEnding(event.kind)) return;
    for (const scope of learnScopes(event)) this.learned.add(scope, event, { by: event, homes });
  }

  *run(open: readonly Open[]): Generator<void, Unmatched[]> {
    if (open.length === 0) return [];
    const running = new Running(
      this.courses,
      open.map(({ event }) => event)
    );
    const timeline: Entry[] = [
      ...running.steps,
      ...open.map((one) => ({ event: one.event, after: null, open: one })),
    ].sort(compareSteps);

    const left: Open[] = [];
    for (const entry of timeline) {
      yield;
      if ('step' in entry) running.advance(entry.draft, entry.step);
      else if (!this.place(entry.open, running)) left.push(entry.open);
    }
    return left.flatMap((one) => {
      const homes = one.mayMean ? [] : this.learnedHomes(one);
      for (const draft of homes) draft.others.push(one.event);
      if (homes.length > 0) return [];
      return [one.event, ...one.alongWith].map((event) => ({ event, why: 'unmatched' as const }));
    });
  }

  private place(open: Open, running: Running): boolean {
    const { event, ignoresProcessor, mayMean } = open;
    if (mayMean) {
      const home = running.latestFor(event, mayMean);
      home?.floating.push(event, ...open.alongWith);
      return home !== null;
    }
    const learned = this.learnedHomes(open);
    const home = learned.length > 0 ? null : only(running.cellsFor(event), event, ignoresProcessor);
    const homes = home ? [home] : learned;
    for (const draft of homes) {
      draft.others.push(event);
      running.addEvent(draft, event);
    }
    if (homes.length > 0) this.learn(event, homes);
    return homes.length > 0;
  }

  private learnedHomes({ event, ignoresProcessor }: Open): readonly Draft[] {
    for (const scope of learnScopes(event, ignoresProcessor)) {
      const lesson = this.learned.first(scope, event, (one) => homesFor(event, one).length > 0);
      if (lesson) return homesFor(event, lesson);
    }
    return [];
  }
}

/**
 * A purchase is compared with the event itself, never through a third one: that two endings are of one person does not
 * make a stranger's purchase theirs. Unless it is a stranger's to the first one too, and was found to be meant all the same.
 */
const homesFor = (event: LedgerEvent, { by, homes }: Lesson): readonly Draft[] =>
  homes.filter(
    ({ firstPayment }) =>
      relationOf(firstPayment, event) !== 'strangers' ||
      relationOf(firstPayment, by) === 'strangers'
  );

/** The only purchase that the event can mean. */
function only(cells: readonly Cell[], event: LedgerEvent, ignoresProcessor: boolean): Draft | null {
  const contradicted = contradictedBy(event, ignoresProcessor);
  const skipped = event.kind === 'cancellation' ? Trait.PaidInFull : 0;
  const meant = cells.filter(({ traits }) => !contradicted(traits) && (traits & skipped) === 0);
  const known = meant.reduce((sum, { all }) => sum + all.size, 0);
  if (known === 1) return earliest(meant.flatMap(({ all }) => [...all]));

  const runningCells = meant.filter(({ running }) => running.size > 0);
  const runs = runningCells.reduce((sum, { running }) => sum + running.size, 0);
  if (runs > 1 && !areAlike(runningCells)) return null;
  return earliest(runningCells.flatMap(({ firstRunning }) => firstRunning ?? []));
}

/** All bought once, at one price point as far as Kartra sent it. */
function areAlike(cells: readonly Cell[]): boolean {
  let known: string | null = null;
  for (const { isOneTime, pricePoints } of cells) {
    if (!isOneTime) return false;
    for (const pricePoint of pricePoints.keys()) {
      if (known !== null && pricePoint !== null && pricePoint !== known) return false;
      known ??= pricePoint;
    }
  }
  return true;
}

/** The one that started first. */
const earliest = (drafts: readonly Draft[]): Draft | null =>
  [...drafts].sort(compareDrafts)[0] ?? null;

const learnScopes = (
  { productId, internalIds, processorIds }: LedgerEvent,
  ignoresProcessor = false
): string[] => [
  ...[...internalIds].sort().map((id) => JSON.stringify(['internal', productId, id])),
  ...(ignoresProcessor ? [] : [...processorIds])
    .sort()
    .map((id) => JSON.stringify(['processor', productId, id])),
];

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
