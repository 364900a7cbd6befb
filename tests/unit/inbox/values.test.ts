/** What the sentence of an outcome names. */
import type { EventKind } from '../../../server/src/core/kartra/event';
import type { Case } from '../../../server/src/core/inbox/case';
import { valuesOf } from '../../../server/src/core/inbox/values';
import { caseOf, event, purchase, term } from '../../builders/judgement';
import type { Because } from '../../../server/src/core/access/decide';
import { GOLD, holding, KETO, mapping, NOW, RULES, SILVER } from '../../builders/member';
import { memberResult } from '../../builders/verdict';

const nameOf = (roleId: number) => RULES.roles.all.find(({ id }) => id === roleId)?.name;

const values = (
  kind: EventKind,
  told: Partial<Case>,
  denied: readonly number[] = [],
  known: Partial<Parameters<typeof valuesOf>[1]> = {}
): ReturnType<typeof valuesOf> =>
  valuesOf(caseOf(kind, told, null), {
    rules: RULES,
    memberResult: null,
    change: null,
    before: null,
    isDenied: (roleId) => denied.includes(roleId),
    now: NOW,
    ...known,
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
    ['of a renewal is its own where nothing is given', 'rebill', { levelsIfLive: [] }, [], SILVER],
    [
      'of a renewal of several is what its mapping gives',
      'rebill',
      { mappedLevels: [SILVER, KETO], levelsIfLive: [GOLD] },
      [KETO],
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
  expect(values('cancellation', told).product).toBe('Starter (Q)');
  expect(values('rebill', told).product).toBe('Starter (P)');
});

it.each([
  ['its own', 'Own', 'Said', 'Own (Q)'],
  ['else that of the event', null, 'Said', 'Said (Q)'],
  ['else its number', null, null, 'Q'],
])('the name of the product that ended: %s', (_which, productName, said, expected) => {
  const told = {
    purchase: { ...purchase, productId: 'Q', productName },
    event: { ...event('refund'), productName: said },
  };
  expect(values('refund', told).product).toBe(expected);
});

it('of the account: its role now, and who is in its way', () => {
  const known = memberResult({ user: null, status: 'address-in-the-way' });
  const inTheWay = { ...known, account: { ...known.account, inTheWay: 9 } };
  expect(values('sale', {}, [], { memberResult: known })).toMatchObject({
    ...{ after: nameOf(known.roleAfter ?? 0), account: null },
  });
  expect(values('sale', {}, [], { memberResult: inTheWay })).toMatchObject({ account: 9 });
  expect(values('sale', {})).toMatchObject({ after: null, account: null });
});

describe('the other product', () => {
  const entitlements = [
    { ...holding([GOLD], { purchaseKey: 'first', productId: 'Q' }), productName: 'Keto' },
    { ...holding([GOLD], { purchaseKey: 'second', productId: 'S' }), productName: null },
  ];
  const of = (roleChange: ReturnType<typeof memberResult>['roleChange']) =>
    values('refund', {}, [], { memberResult: { ...memberResult(), entitlements, roleChange } })
      .otherProduct;
  const keep = (because: Because) =>
    of({ kind: 'keep', reason: 'already-right', level: GOLD, because });

  it('is that of the purchase which gives the level', () => {
    expect(keep({ type: 'entitlement', id: 'first' })).toBe('Keto (Q)');
    expect(keep({ type: 'entitlement', id: 'second' })).toBe('S');
  });

  it('is none where something else gives it, or nothing was decided', () => {
    expect(keep({ type: 'fallback' })).toBeNull();
    expect(keep({ type: 'override', id: 1 })).toBeNull();
    expect(of(null)).toBeNull();
  });
});

it('a deleted account names the day on which it was found gone, else nothing does', () => {
  expect(values('sale', { account: 'deleted' }).goneAt).toBe(new Date(NOW).toISOString());
  expect(values('sale', {}).goneAt).toBeNull();
});

it('names what was, what is, and until when', () => {
  const told = values(
    'failed',
    {
      levels: [GOLD, SILVER],
      duplicateOf: 7,
      term: term('leaving', { endsOn: '2026-06-03 10:00:00' }),
      termBefore: () => term('past-due'),
    },
    [],
    { before: 'Silver' }
  );
  expect(told).toMatchObject({
    ...{ kind: 'failed payment', current: 'Gold', before: 'Silver', after: null, n: 7 },
    ...{ until: '2026-06-03 10:00:00', purchaseBefore: 'past-due', purchaseAfter: 'leaving' },
  });
  expect(values('sale', { term: null, purchase: null, levels: [] })).toMatchObject({
    ...{ current: null, n: null, until: null, purchaseBefore: null, purchaseAfter: null },
  });
});

it('a refund of what the subscription was before names that product', () => {
  const refund = { ...event('refund'), productName: 'Starter' };
  expect(values('refund', { isOfOldProduct: true, event: refund }).refunded).toBe('Starter');
  expect(values('refund', { isOfOldProduct: true }).refunded).toBe('P');
  expect(values('refund', {})).not.toHaveProperty('refunded');
});

describe('a change of product', () => {
  const change = { from: 'OLD', to: 'P', at: '2026-05-03 10:00:00' };
  const old = { ...event('sale'), productId: 'OLD', pricePoint: 'monthly', productName: 'Starter' };
  const events = [
    { ...old, productName: 'Beginner', pricePoint: 'yearly' },
    old,
    { ...event('rebill'), productId: 'OLD' },
    { ...event('cancellation'), productId: 'OLD', productName: 'Ended', pricePoint: 'x' },
    { ...event('rebill'), productName: 'Family', pricePoint: 'x' },
  ];
  const changed = { changesProduct: true, purchase: { ...purchase, events } };
  const mappings = [
    mapping([SILVER], { productId: 'OLD' }),
    mapping([KETO, GOLD], { id: 8, productId: 'OLD', pricePoint: 'monthly' }),
  ];

  it('names the product before by its last name, and all that its price point gives', () => {
    const rules = { ...RULES, mappings };
    expect(values('rebill', changed, [], { rules, change })).toMatchObject({
      ...{ fromProduct: 'Starter (OLD)', fromLevel: 'Gold + Keto', changedAt: change.at },
    });
  });

  it('where nothing else is known, by its number', () => {
    const bare = { ...changed, purchase: { ...purchase, events: [] } };
    expect(values('rebill', bare, [], { change })).toMatchObject({
      ...{ fromProduct: 'OLD', fromLevel: null },
    });
  });

  it.each([
    ['where none is told', values('rebill', changed)],
    [
      'where the payment is not the first to tell it',
      values('rebill', { purchase }, [], { change }),
    ],
    ['without a purchase', values('rebill', { ...changed, purchase: null }, [], { change })],
  ])('not %s', (_where, told) => {
    expect(told).not.toHaveProperty('fromProduct');
  });
});

it.each<[EventKind, string]>([
  ['sale', 'purchase'],
  ['rebill', 'renewal'],
  ['failed', 'failed payment'],
  ['partial-refund', 'partial refund'],
  ['cancellation', 'cancellation'],
  ['refund', 'refund'],
  ['chargeback', 'chargeback'],
])('%s is called a %s', (kind, name) => {
  expect(values(kind, {})).toMatchObject({ kind: name });
});
