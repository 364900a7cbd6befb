import { isAlarming, nextAttemptAt } from '../../../server/src/core/inbox/retry';

const NOW = 1_000_000;
const PLAN = { backoffMs: 100, backoffMaxMs: 1_000, maxFailures: 8 };

describe('back-off: after each failure twice the wait, up to the longest', () => {
  it.each([
    [1, 100],
    [2, 200],
    [3, 400],
    [4, 800],
    [5, 1_000],
    [7, 1_000],
  ])('after failure %i in %i ms', (failures, wait) => {
    expect(nextAttemptAt(failures, NOW, PLAN)).toBe(NOW + wait);
  });

  it('what never failed waits no less than after the first time', () => {
    expect(nextAttemptAt(0, NOW, PLAN)).toBe(NOW + 100);
  });

  it.each([8, 9])('after failure %i it is given up', (failures) => {
    expect(nextAttemptAt(failures, NOW, PLAN)).toBeNull();
  });
});

it('alert at the third failure, and at each after it', () => {
  expect([1, 2, 3, 4].map(isAlarming)).toEqual([false, false, true, true]);
});
