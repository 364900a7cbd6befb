import { nameOfMember } from '../../../server/src/core/members/person';

it.each([
  ['Ann', 'Miller', 'Ann Miller'],
  ['Ann', null, 'Ann'],
  [null, 'Miller', 'Miller'],
  ['', 'Miller', 'Miller'],
  [null, null, null],
])('%j and %j are the name %j', (firstName, lastName, name) => {
  expect(nameOfMember({ firstName, lastName })).toBe(name);
});
