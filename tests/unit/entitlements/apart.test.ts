/** Which members may be folded in one go, each as if alone. */
import { areApart } from '../../../server/src/core/entitlements/apart';
import type { Fact } from '../../../server/src/core/entitlements/fact';
import { foldFacts } from '../../../server/src/core/entitlements/fold';
import { day, named } from '../../model/named-facts';

const DANA = 1;
const LEE = 2;

const of = (memberId: number, name: string, kind: Fact['kind'], fields: Partial<Fact> = {}): Fact =>
  named(name, kind, {
    leadToken: `lead-${memberId}`,
    emailToken: `mail-${memberId}`,
    orderId: name,
    date: day(1, memberId),
    memberId,
    ...fields,
  });
const together = (...facts: Fact[]): boolean => areApart(foldFacts(facts), [DANA, LEE]);

it('two who bought the same product are', () => {
  expect(together(of(DANA, 'A', 'sale'), of(LEE, 'B', 'sale'))).toBe(true);
  expect(together(of(DANA, 'A', 'sale'), of(DANA, 'B', 'sale'), of(LEE, 'C', 'sale'))).toBe(true);
});

/** The second member is known by an address that the first used too. */
const shared = [
  of(DANA, 'A', 'sale', { internalSubscriptionId: 'S1' }),
  of(LEE, 'B', 'rebill', { internalSubscriptionId: 'S1', leadToken: `lead-${DANA}`, date: day(2) }),
];

it('two of one purchase are not', () => {
  expect(together(...shared)).toBe(false);
});

it('two of one event that belongs to no purchase are not', () => {
  const cancelled = { orderId: 'X', date: day(3) };
  const ofDana = of(DANA, 'A', 'cancellation', cancelled);
  const ofLee = of(LEE, 'B', 'cancellation', { ...cancelled, leadToken: `lead-${DANA}` });
  expect(foldFacts([ofDana, ofLee]).unmatched).toHaveLength(1);
  expect(together(ofDana, ofLee)).toBe(false);
});

it('who is not asked about does not matter', () => {
  expect(areApart(foldFacts(shared), [DANA])).toBe(true);
});
