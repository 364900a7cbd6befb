/** By which of its events a webhook with several is shown. */
import { mostTelling, type Told } from '../../../server/src/core/inbox/most-telling';

/** The most telling first. */
const ORDER: readonly Told[] = [
  { state: 'held', reason: 'unmatched-purchase' },
  { state: 'applied', reason: 'granted' },
  { state: 'applied', reason: 'no-change' },
  { state: 'ignored', reason: 'offer-ignored' },
  { state: 'ignored', reason: 'duplicate' },
];

it.each(ORDER.map((told, rank) => [told.reason, told, ORDER.slice(rank)] as const))(
  '%s says more than all that follow, wherever it stands',
  (_reason, told, less) => {
    const [first, ...rest] = less;
    if (!first) throw new Error('None is left.');
    expect(mostTelling([first, ...rest])).toBe(told);
    const [last, ...before] = less.toReversed();
    if (!last) throw new Error('None is left.');
    expect(mostTelling([last, ...before])).toBe(told);
  }
);

it('of several that say as much, the first', () => {
  const granted: Told = { state: 'applied', reason: 'granted' };
  expect(mostTelling([granted, { state: 'applied', reason: 'revoked' }])).toBe(granted);
});
