import { Highest } from '../../../server/src/core/entitlements/latest';
import { shuffled } from '../../model/arrivals';

const all = () => true;
const none = () => false;

/** Takes the highest again and again until none is left. */
function takeAll(ranks: readonly number[]): number[] {
  const highest = new Highest<number>();
  for (const rank of ranks) highest.add(rank, rank);
  const gone = new Set<number>();
  const taken: number[] = [];
  for (;;) {
    const next = highest.find((item) => gone.has(item), all);
    if (next === null) return taken;
    gone.add(next);
    taken.push(next);
  }
}

it('gives the highest first, in whatever order they came', () => {
  const ranks = Array.from({ length: 30 }, (_, at) => at);
  const falling = [...ranks].reverse();
  for (const order of [ranks, falling, ...[1, 2, 3, 4, 5].map((seed) => shuffled(ranks, seed))]) {
    expect(takeAll(order)).toEqual(falling);
  }
});

it('has none where none was added', () => {
  expect(new Highest<string>().find(none, all)).toBeNull();
});

it('one that does not pass is passed over, and is there the next time', () => {
  const highest = new Highest<string>();
  ['low', 'middle', 'high', 'top'].forEach((name, rank) => {
    highest.add(name, rank);
  });
  expect(highest.find(none, (item) => item === 'low')).toBe('low');
  expect(highest.find(none, (item) => item === 'none')).toBeNull();
  expect(highest.find(none, all)).toBe('top');
  expect(highest.find(none, (item) => item !== 'top')).toBe('high');
});

it('one that is gone does not come back', () => {
  const highest = new Highest<string>();
  highest.add('low', 1);
  highest.add('high', 2);
  expect(highest.find((item) => item === 'high', all)).toBe('low');
  expect(highest.find(none, all)).toBe('low');
});
