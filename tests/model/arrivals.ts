/** Ways in which the same set of things may arrive. */

/** Small seeded generator (mulberry32): the same seed gives the same arrival, so that a counter-example can be run again. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function shuffled<T>(items: readonly T[], seed: number): T[] {
  const random = randomFrom(seed);
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

/** Every item at least once, some again, in any order; repeats are copies, as a second reading of a row would be. */
export function shuffledWithRepeats<T extends object>(items: readonly T[], seed: number): T[] {
  const random = randomFrom(seed + 1);
  const again = items.filter(() => random() < 0.4).map((item) => ({ ...item }));
  return shuffled([...items, ...again], seed);
}

export function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, at) =>
    permutations(items.filter((_, other) => other !== at)).map((rest) => [item, ...rest])
  );
}

const MANY = 300;

/** `ARRIVALS=2` tries only as many orders, for runs that repeat every test thousands of times. */
const FEW = Number(process.env['ARRIVALS'] ?? Number.POSITIVE_INFINITY);

/** All orders of up to six, of more a few hundred of them. */
export function arrivalsOf<T extends object>(items: readonly T[]): T[][] {
  if (items.length <= 6 && FEW > MANY) return permutations(items);
  return Array.from({ length: Math.min(MANY, FEW) }, (_, seed) => shuffled(items, seed));
}
