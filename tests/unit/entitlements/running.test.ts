/** What runs for each person and product, kept so that it is told without a look at all purchases (RULES, property 5). */
import { Course } from '../../../server/src/core/entitlements/course';
import { Cell, Running, Trait } from '../../../server/src/core/entitlements/running';
import { day, lee } from '../../model/named-facts';
import { draftOf, eventOf } from '../../builders/ledger';

const once = (name: string, on: number, fields = {}) =>
  draftOf(eventOf(name, 'sale', { orderId: name, date: day(on), ...fields }));
const plan = (name: string, on: number, fields = {}) =>
  once(name, on, { internalSubscriptionId: `S-${name}`, ...fields });
const asked = eventOf('END', 'cancellation', { orderId: '90', date: day(20) });
const any = () => true;

/** All that is known has happened. */
function running(...drafts: ReturnType<typeof once>[]): Running {
  const courses = drafts.map((draft) => new Course(draft));
  const all = new Running(courses, [asked]);
  const steps = [...all.steps].sort((a, b) =>
    (a.step.event.date ?? '') < (b.step.event.date ?? '') ? -1 : 1
  );
  for (const { draft, step } of steps) all.advance(draft, step);
  return all;
}

describe('a cell of purchases that are alike', () => {
  const [a, b, c] = [once('A', 1), once('B', 2), once('C', 3)];

  it('knows which price points run', () => {
    const cell = new Cell(Trait.OneTime);
    cell.run(a, '1');
    cell.run(b, '1');
    cell.run(c, null);
    expect([...cell.pricePoints]).toEqual([
      ['1', 2],
      [null, 1],
    ]);
    cell.stop(a, '1');
    expect(cell.pricePoints.get('1')).toBe(1);
    cell.stop(b, '1');
    expect([...cell.pricePoints.keys()]).toEqual([null]);
    cell.stop(b, '1');
    expect(cell.running).toEqual(new Set([c]));
  });

  it('knows the first that runs', () => {
    const cell = new Cell(Trait.OneTime);
    expect(cell.firstRunning).toBeNull();
    for (const draft of [a, b, c]) cell.run(draft, null);
    expect(cell.firstRunning).toBe(a);
    cell.stop(a, null);
    expect(cell.firstRunning).toBe(b);
    cell.stop(c, null);
    expect(cell.firstRunning).toBe(b);
    cell.stop(b, null);
    expect(cell.firstRunning).toBeNull();
  });

  it('of several subscriptions it names none', () => {
    const cell = new Cell(Trait.Internal);
    cell.run(a, null);
    expect(cell.firstRunning).toBe(a);
    cell.run(b, null);
    expect(cell.firstRunning).toBeNull();
    expect(cell.isOneTime).toBe(false);
  });
});

describe('the purchases that an event can mean', () => {
  const traits = (...drafts: ReturnType<typeof once>[]) =>
    running(...drafts)
      .cellsFor(asked)
      .map((cell) => `${cell.traits}: ${cell.all.size} of which ${cell.running.size} run`);

  it('are those of its person and product', () => {
    expect(traits(once('A', 1), once('B', 2))).toEqual([
      `${Trait.OneTime | Trait.Orders}: 2 of which 2 run`,
    ]);
    expect(traits(once('A', 1, lee), once('B', 2, { productId: 'Q' }))).toEqual([]);
  });

  it('are told apart by what their payments name', () => {
    expect(traits(plan('A', 1))).toEqual([`${Trait.Internal | Trait.Orders}: 1 of which 1 run`]);
    expect(traits(once('A', 1, { processorSubscriptionId: 'I-1', orderId: null }))).toEqual([
      `${Trait.Processor}: 1 of which 1 run`,
    ]);
    expect(traits(once('A', 1, { surface: 'ipn' }))).toEqual([
      `${Trait.OneTime | Trait.SurelyOneTime | Trait.Orders}: 1 of which 1 run`,
    ]);
  });

  it('do not run once they have ended, and run again once they are paid', () => {
    const draft = plan('A', 1);
    const cancel = eventOf('C', 'cancellation', { orderId: '91', date: day(2) });
    draft.others.push(cancel);
    expect(traits(draft)).toEqual([`${Trait.Internal | Trait.Orders}: 1 of which 0 run`]);
    draft.pay(
      eventOf('R', 'rebill', { orderId: '92', internalSubscriptionId: 'S-A', date: day(3) })
    );
    expect(traits(draft)).toEqual([`${Trait.Internal | Trait.Orders}: 1 of which 1 run`]);
  });

  it('are another kind once they are paid in full', () => {
    const draft = plan('A', 1, { paymentsLeft: 1 });
    draft.pay(
      eventOf('R', 'rebill', {
        orderId: '92',
        internalSubscriptionId: 'S-A',
        paymentsLeft: 0,
        date: day(3),
      })
    );
    const kind = Trait.Internal | Trait.Orders;
    expect(traits(draft)).toEqual([
      `${kind}: 0 of which 0 run`,
      `${kind | Trait.PaidInFull}: 1 of which 1 run`,
    ]);
  });

  it('what turns out to be theirs ends them', () => {
    const draft = plan('A', 1);
    const all = running(draft);
    all.addEvent(draft, eventOf('C', 'cancellation', { orderId: '91', date: day(5) }));
    expect(all.latestFor(asked, any)).toBeNull();
  });

  it('of purchases of others nothing is kept', () => {
    const theirs = once('A', 1, lee);
    const all = running(theirs);
    expect(all.steps).toEqual([]);
    all.addEvent(theirs, asked);
    expect(all.cellsFor(asked)).toEqual([]);
  });
});

describe('the latest begun that runs', () => {
  const [a, b, c] = [plan('A', 1), once('B', 2), plan('C', 3)];

  it('whatever kind it is of', () => {
    expect(running(a, b).latestFor(asked, any)).toBe(b);
    expect(running(b, c).latestFor(asked, any)).toBe(c);
    expect(running(a, b, c).latestFor(asked, any)).toBe(c);
  });

  it('of those that may be meant', () => {
    expect(running(a, b, c).latestFor(asked, (draft) => draft.type === 'subscription')).toBe(c);
    expect(running(a, b).latestFor(asked, (draft) => draft.type === 'subscription')).toBe(a);
    expect(running(b).latestFor(asked, (draft) => draft.type === 'subscription')).toBeNull();
  });

  it('not one that has ended', () => {
    const over = once('D', 4);
    over.others.push(eventOf('X', 'refund', { orderId: '93', parentId: 'D', date: day(5) }));
    expect(running(b, over).latestFor(asked, any)).toBe(b);
  });

  it('none where nothing was begun', () => {
    expect(running().latestFor(asked, any)).toBeNull();
  });
});
