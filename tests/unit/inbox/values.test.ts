/** What the sentence of an outcome names. */
import type { EventKind } from '../../../server/src/core/kartra/event';
import type { Case } from '../../../server/src/core/inbox/case';
import { valuesOf } from '../../../server/src/core/inbox/values';
import { caseOf, purchase } from '../../builders/judgement';
import { GOLD, KETO, NOW, RULES, SILVER } from '../../builders/member';

const nameOf = (roleId: number) => RULES.roles.all.find(({ id }) => id === roleId)?.name;

const values = (
  kind: EventKind,
  told: Partial<Case>,
  denied: readonly number[] = []
): ReturnType<typeof valuesOf> =>
  valuesOf(caseOf(kind, told, null), {
    rules: RULES,
    standing: null,
    change: null,
    before: null,
    isDenied: (roleId) => denied.includes(roleId),
    now: NOW,
  });

describe('the level', () => {
  it.each<[string, EventKind, Partial<Case>, readonly number[], number]>([
    ['of a sale is what its mapping gives', 'sale', { levelsIfLive: [GOLD] }, [], SILVER],
    ['of a renewal is the highest there is', 'rebill', { levelsIfLive: [GOLD] }, [], GOLD],
    ['of a renewal that gives the highest is its own', 'rebill', {}, [], SILVER],
    [
      'of a payment that changes the product is what its mapping gives',
      'rebill',
      { levelsIfLive: [GOLD], changesProduct: true },
      [],
      SILVER,
    ],
    ['that is denied is named where there is no other', 'sale', {}, [SILVER], SILVER],
    ['that is denied is left out', 'sale', { mappedLevels: [SILVER, KETO] }, [SILVER], KETO],
  ])('%s', (_name, kind, told, denied, expected) => {
    const { level } = values(
      kind,
      { mappedLevels: [SILVER], levelsIfLive: [SILVER], ...told },
      denied
    );
    expect(level).toBe(nameOf(expected));
  });
});

it('an ending names the product of the purchase that it ends, a payment its own', () => {
  const told = { purchase: { ...purchase, productId: 'Q', productName: 'Starter' } };
  expect(values('cancellation', told).product).toContain('Starter');
  expect(values('rebill', told).product).not.toContain('(Q)');
});

it('a deleted account names the day on which it was found gone, else nothing does', () => {
  expect(values('sale', { account: 'deleted' }).goneAt).toBe(new Date(NOW).toISOString());
  expect(values('sale', {}).goneAt).toBeNull();
});
