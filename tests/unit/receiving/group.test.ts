import fc from 'fast-check';
import { setImmediate as nextTurn } from 'node:timers/promises';

import { createGroup, type Group } from '../../../server/src/services/receiving/group';

interface Item {
  readonly name: number;
  readonly weight: number;
  readonly isPoison: boolean;
}

class Poisoned extends Error {}
class Outage extends Error {}

const SIZE = 4;
const WEIGHT = 10;

/** A group whose goes begin by themselves and end when the test says so. */
function stage(turn: (work: Promise<void>) => Promise<void> = (work) => work) {
  const goes: (readonly Item[])[] = [];
  const underWay: { readonly end: (outage?: boolean) => void }[] = [];
  let most = 0;
  const group: Group<Item, string> = createGroup<Item, string>({
    run: (items) => {
      goes.push(items);
      return new Promise((resolve, reject) => {
        const end = (outage = false): void => {
          if (outage) return reject(new Outage());
          const poison = items.find(({ isPoison }) => isPoison);
          if (poison) return reject(new Poisoned(String(poison.name)));
          resolve(items.map(({ name }) => `answer ${name}`));
        };
        underWay.push({ end });
        most = Math.max(most, underWay.length);
      });
    },
    size: SIZE,
    weight: WEIGHT,
    weigh: ({ weight }) => weight,
    isShared: (error) => error instanceof Outage,
    gather: () => Promise.resolve(),
    turn,
  });
  let items = 0;
  return {
    goes,
    names: () => goes.map((go) => go.map(({ name }) => name)),
    most: () => most,
    isUnderWay: () => underWay.length > 0,
    come: (some: Partial<Item> = {}): { readonly item: Item; readonly answer: Promise<string> } => {
      const item = { name: (items += 1), weight: 1, isPoison: false, ...some };
      const answer = group.add(item);
      answer.catch(() => undefined);
      return { item, answer };
    },
    /** Ends what is longest under way. */
    end: async (outage = false): Promise<void> => {
      underWay.shift()?.end(outage);
      await nextTurn();
    },
  };
}

it('whoever comes first goes at once, and alone', async () => {
  const { come, names } = stage();
  come();
  await nextTurn();
  come();
  expect(names()).toEqual([[1]]);
});

it('those who come at the same moment go together', async () => {
  const { come, names } = stage();
  [1, 2, 3].forEach(() => come());
  await nextTurn();
  expect(names()).toEqual([[1, 2, 3]]);
});

it('whoever comes while a go is under way waits for its end, and then all go together', async () => {
  const { come, end, names } = stage();
  const first = come();
  await nextTurn();
  const others = [come(), come()];
  await nextTurn();
  expect(names()).toEqual([[1]]);
  await end();
  expect(await first.answer).toBe('answer 1');
  expect(names()).toEqual([[1], [2, 3]]);
  await end();
  expect(await Promise.all(others.map(({ answer }) => answer))).toEqual(['answer 2', 'answer 3']);
});

it('a heavy one goes alone, and light ones together as far as the weight allows', async () => {
  const { come, end, names } = stage();
  come();
  await nextTurn();
  [WEIGHT + 5, 6, 4, 1].forEach((weight) => come({ weight }));
  for (let go = 0; go < 4; go += 1) await end();
  expect(names()).toEqual([[1], [2], [3, 4], [5]]);
});

it('one that cannot be stored harms nobody who went along', async () => {
  const { come, end, names } = stage();
  const all = [come(), come({ isPoison: true }), come()];
  await nextTurn();
  for (let go = 0; go < 4; go += 1) await end();
  expect(names()).toEqual([[1, 2, 3], [1], [2], [3]]);
  const answers = await Promise.allSettled(all.map(({ answer }) => answer));
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});

it('an outage fails everybody at once, and nobody is tried alone', async () => {
  const { come, end, names } = stage();
  const all = [come(), come()];
  await nextTurn();
  await end(true);
  expect(names()).toEqual([[1, 2]]);
  for (const { answer } of all) await expect(answer).rejects.toThrow(Outage);
});

it('a go that takes too long no longer holds up the others, and still answers its own', async () => {
  let lose: () => void = () => undefined;
  const tooLong = new Promise<void>((resolve) => (lose = resolve));
  const { come, end, names } = stage((work) => Promise.race([work, tooLong]));
  const stuck = come();
  await nextTurn();
  const next = come();
  await nextTurn();
  expect(names()).toEqual([[1]]);
  lose();
  await nextTurn();
  expect(names()).toEqual([[1], [2]]);
  await end();
  await end();
  expect(await stuck.answer).toBe('answer 1');
  expect(await next.answer).toBe('answer 2');
});

const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ weight: fc.nat(WEIGHT + 3), isPoison: fc.boolean() }) },
  { weight: 2, arbitrary: fc.constant('end' as const) },
  { weight: 1, arbitrary: fc.constant('outage' as const) }
);

it('whatever comes when: own answers, in order, never two goes at once, never too many', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const { come, end, goes, most, isUnderWay } = stage();
      const all: ReturnType<typeof come>[] = [];
      for (const what of steps) {
        if (what === 'end') await end();
        else if (what === 'outage') await end(true);
        else all.push(come(what));
        await nextTurn();
      }
      while (isUnderWay()) await end();

      const answers = await Promise.allSettled(all.map(({ answer }) => answer));
      answers.forEach((answer, index) => {
        const item = all[index]?.item;
        if (answer.status === 'fulfilled') {
          expect(item?.isPoison).toBe(false);
          expect(answer.value).toBe(`answer ${item?.name}`);
        } else if (answer.reason instanceof Poisoned) {
          expect(answer.reason.message).toBe(String(item?.name));
        } else {
          expect(answer.reason).toBeInstanceOf(Outage);
        }
      });
      expect(most()).toBeLessThanOrEqual(1);
      for (const go of goes) {
        expect(go.length).toBeLessThanOrEqual(SIZE);
        const sum = go.reduce((weight, item) => weight + item.weight, 0);
        if (go.length > 1) expect(sum).toBeLessThanOrEqual(WEIGHT);
      }
      // Nobody overtakes: the first go of each is in the order in which they came.
      const seen = [...new Set(goes.flat().map(({ name }) => name))];
      expect(seen).toEqual(all.map(({ item }) => item.name));
    }),
    { numRuns: 300 }
  );
});
