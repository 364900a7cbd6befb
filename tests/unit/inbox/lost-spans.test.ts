/** Kartra sends no webhook twice: how many could not be stored is all that is left of them. */
import { withSpan, type LostSpan } from '../../../server/src/core/inbox/lost-spans';

const MINUTE = 60_000;
const NEVER = 0;
const span = (from: number, to = from, count = 1): LostSpan => ({ from, to, count });
const many = (count: number): LostSpan[] =>
  Array.from({ length: count }, (_, index) => span((index + 1) * 60 * MINUTE));

it('the first loss', () => {
  expect(withSpan([], span(5), NEVER)).toEqual([span(5)]);
});

it('losses less than ten minutes apart are one trouble', () => {
  const known = [span(1, 2 * MINUTE, 3)];
  expect(withSpan(known, span(12 * MINUTE - 1, 12 * MINUTE, 4), NEVER)).toEqual([
    span(1, 12 * MINUTE, 7),
  ]);
  expect(withSpan(known, span(12 * MINUTE), NEVER)).toEqual([...known, span(12 * MINUTE)]);
});

it('another trouble long ago stays as it is', () => {
  const old = span(1, 2, 9);
  const last = span(60 * MINUTE);
  expect(withSpan([old, last], span(61 * MINUTE), NEVER)).toEqual([
    old,
    span(60 * MINUTE, 61 * MINUTE, 2),
  ]);
});

it('what an administrator dismissed is not counted again', () => {
  const seen = span(1, 2 * MINUTE, 3);
  expect(withSpan([seen], span(3 * MINUTE), 2 * MINUTE)).toEqual([seen, span(3 * MINUTE)]);
  expect(withSpan([seen], span(3 * MINUTE), 2 * MINUTE - 1)).toEqual([span(1, 3 * MINUTE, 4)]);
});

it('twenty are kept; of more, the two oldest become one, and none is lost from the count', () => {
  const full = many(20);
  const next = span(1000 * MINUTE * 60);
  expect(withSpan(many(19), next, NEVER)).toEqual([...many(19), next]);
  const kept = withSpan(full, next, NEVER);
  expect(kept).toHaveLength(20);
  expect(kept[0]).toEqual(span(60 * MINUTE, 120 * MINUTE, 2));
  expect(kept.slice(1)).toEqual([...full.slice(2), next]);
});
