import { wereLeftAlone, type MemberRow } from '../../../server/src/repositories/members';

const row = (id: number, updatedAtMs: number | null) => ({ id, updatedAtMs }) as MemberRow;

/** Holding a member raises their number by one; whoever read it before sees whether it was their own hold alone. */
it.each([
  {
    name: 'a member held by this transaction alone',
    read: [row(1, 7)],
    held: [row(1, 8)],
    alone: true,
  },
  { name: 'a member never held before', read: [row(1, null)], held: [row(1, 1)], alone: true },
  {
    name: 'a member held by another since it was read',
    read: [row(1, 7)],
    held: [row(1, 9)],
    alone: false,
  },
  {
    name: 'a member held by an earlier version, which writes the time',
    read: [row(1, 7)],
    held: [row(1, 1_780_000_000_001)],
    alone: false,
  },
  {
    name: 'two members, one of them held by another',
    read: [row(1, 7), row(2, 3)],
    held: [row(1, 8), row(2, 5)],
    alone: false,
  },
  { name: 'a member who is gone', read: [row(1, 7), row(2, 3)], held: [row(1, 8)], alone: false },
  {
    name: 'a member who was not read',
    read: [row(1, 7)],
    held: [row(1, 8), row(2, 1)],
    alone: false,
  },
])('$name', ({ read, held, alone }) => {
  expect(wereLeftAlone(read, held)).toBe(alone);
});
