/** Other accounts that may be the same person's. */
import { eachOnce, withoutCommonNames, type Likely } from '../../../server/src/core/members/likely';

const by = (reason: Likely['reason'], ...ids: number[]): Likely[] =>
  ids.map((id) => ({ user: { id }, reason }));

it('each account once, for the surest reason', () => {
  expect(eachOnce([...by('lead', 1), ...by('spelling', 2, 1), ...by('name', 2, 3)])).toEqual([
    ...by('lead', 1),
    ...by('spelling', 2),
    ...by('name', 3),
  ]);
});

it('at most three namesakes are worth asking about; of four, none', () => {
  const others = [...by('lead', 8), ...by('spelling', 9)];
  expect(withoutCommonNames([...others, ...by('name', 1, 2, 3)])).toEqual([
    ...others,
    ...by('name', 1, 2, 3),
  ]);
  expect(withoutCommonNames([...others, ...by('name', 1, 2, 3, 4)])).toEqual(others);
});
