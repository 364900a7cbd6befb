/** In which order facts arrived, and what a fact was the first to tell. */
import {
  arePaymentsKnown,
  buyersOfNewSales,
  firstRowOf,
  rowsBefore,
} from '../../../server/src/core/entitlements/arrivals';
import type { Located } from '../../../server/src/core/entitlements/locate';
import { event, purchase } from '../../builders/judgement';

const rows = ['first', 'again', 'other'].map((factHash, index) => ({ id: index + 1, factHash }));
const rowOf = new Map(rows.map((row) => [row.factHash, row]));
type Facts = ReturnType<typeof event>['facts'];

const told = (kind: Parameters<typeof event>[0], ...hashes: string[]) => ({
  ...event(kind),
  facts: hashes.map((hash) => ({ hash })) as unknown as Facts,
});

it('of several facts of one event the first to arrive told of it', () => {
  expect(firstRowOf(told('sale', 'again', 'first'), rowOf)).toBe(rows[0]);
  expect(firstRowOf(told('sale', 'first', 'again'), rowOf)).toBe(rows[0]);
  expect(firstRowOf(told('sale', 'unknown'), rowOf)).toBeNull();
});

it('what arrived before', () => {
  expect(rowsBefore(rows, { id: 3, factHash: 'other' })).toEqual(rows.slice(0, 2));
});

it.each([
  ['a payment that arrived before', 'sale', 'first', true],
  ['one that arrived with it', 'sale', 'again', false],
  ['one that arrived later', 'rebill', 'other', false],
  ['one that is no row', 'sale', 'unknown', false],
  ['no ending', 'cancellation', 'first', false],
] as const)('%s is known', (_what, kind, hash, isKnown) => {
  const known = { ...purchase, events: [told(kind, hash)] };
  expect(arePaymentsKnown(known, rowOf, { id: 2, factHash: 'again' })).toBe(isKnown);
});

describe('for whom a deleted account is made anew', () => {
  const [ANN, BEN] = [1, 2];
  const located = (
    kind: Parameters<typeof event>[0],
    hashes: readonly string[],
    owners: readonly (number | null)[] = [ANN, BEN]
  ): Located => ({
    event: told(kind, ...hashes),
    purchases: owners.map((memberId) => ({ ...purchase, memberId })),
    unmatched: null,
  });
  const buyers = (hash: string, found: Located | null) =>
    buyersOfNewSales([hash], (asked) => (asked === hash ? found : null), rowOf);

  it('the owner of a new sale', () => {
    expect(buyers('first', located('sale', ['first']))).toEqual([ANN]);
  });

  it('a repeated sale does not re-create a deleted account', () => {
    expect(buyers('again', located('sale', ['first', 'again']))).toEqual([]);
    expect(buyers('first', located('sale', ['first', 'again']))).toEqual([ANN]);
  });

  it.each(['rebill', 'cancellation', 'refund', 'failed'] as const)('never a %s', (kind) => {
    expect(buyers('first', located(kind, ['first']))).toEqual([]);
  });

  it('nobody where no purchase is anyone’s', () => {
    expect(buyers('first', located('sale', ['first'], []))).toEqual([]);
    expect(buyers('first', located('sale', ['first'], [null]))).toEqual([]);
    expect(buyers('first', null)).toEqual([]);
  });
});
