import { readGrace } from '../../../server/src/core/rules/grace';

it.each([
  ['keep', { onFailedPayment: 'keep', graceDays: 5 }, { graceDays: null }],
  ['grace without days', { onFailedPayment: 'grace' }, { graceDays: 7 }],
  ['grace with null days', { onFailedPayment: 'grace', graceDays: null }, { graceDays: 7 }],
  ['grace with days', { onFailedPayment: 'grace', graceDays: 3 }, { graceDays: 3 }],
  ['days alone', { graceDays: 3 }, { graceDays: 3 }],
  ['no days alone', { graceDays: null }, { graceDays: null }],
  ['neither', {}, {}],
] as const)('reads %s', (_, asked, expected) => {
  expect(readGrace(asked)).toEqual(expected);
});
