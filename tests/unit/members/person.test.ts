import { nameOfMember, personOf } from '../../../server/src/core/members/person';

it.each([
  ['Ann', 'Miller', 'Ann Miller'],
  ['Ann', null, 'Ann'],
  [null, 'Miller', 'Miller'],
  ['', 'Miller', 'Miller'],
  [null, null, null],
])('%j and %j are the name %j', (firstName, lastName, name) => {
  expect(nameOfMember({ firstName, lastName })).toBe(name);
});

it('without the permission the name is hidden and the address masked', () => {
  const ann = { firstName: 'Ann', lastName: 'Miller', email: 'ann@example.com' };
  expect(personOf(ann, true)).toEqual({ name: 'Ann Miller', email: 'ann@example.com' });
  expect(personOf(ann, false)).toEqual({ name: null, email: 'a•••@example.com' });
  expect(personOf({ ...ann, email: null }, false)).toEqual({ name: null, email: null });
});
