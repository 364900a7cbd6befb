/** Purchases by the ids that an ending names: whose they are, and which product they have (RULES M2, M4). */
import type { Draft } from '../../../server/src/core/entitlements/drafts';
import { IdIndex } from '../../../server/src/core/entitlements/id-index';
import { draftOf, eventOf, lineOf } from '../../builders/ledger';
import type { FactContent } from '../../model/histories';
import { day, lee, nobody } from '../../model/named-facts';

type Fields = Partial<FactContent>;
const sale = (name: string, fields: Fields = {}) =>
  eventOf(name, 'sale', { date: day(1), ...fields });
const refund = (fields: Fields = {}) => eventOf('END', 'refund', { date: day(9), ...fields });
const namesOf = (drafts: Iterable<Draft>) =>
  [...drafts].map(({ firstPayment }) => firstPayment.key).join(' ');
const ids = (...named: string[]) => new Set(named);

/** The index of these purchases, as it is asked by an event that names all that the tests name. */
const named = refund({ orderId: '100', parentId: '200', internalSubscriptionId: 'S1' });
const indexOf = (...drafts: Draft[]) => new IdIndex(drafts, [named]);

describe('of its person', () => {
  const a = draftOf(sale('A', { orderId: '100' }));
  const b = draftOf(sale('B', { orderId: '100', date: day(2) }));
  const theirs = draftOf(sale('THEIRS', { ...lee, orderId: '100' }));
  const index = indexOf(a, theirs, b);

  it('are those that carry the id, in the order of their starts', () => {
    expect(namesOf(index.own('order', ids('100'), refund()))).toBe('A B');
    expect(namesOf(index.own('order', ids('200'), refund()))).toBe('');
    expect(namesOf(index.own('order', ids(), refund()))).toBe('');
    expect(namesOf(index.own('order', ids('100', '200'), refund(lee)))).toBe('THEIRS');
  });

  it('the first is the one that started first', () => {
    expect(index.firstOwn('order', ids('100'), refund())).toBe(a);
    expect(index.firstOwn('order', ids('200'), refund())).toBeUndefined();
    expect(index.firstOwn('order', ids(), refund())).toBeUndefined();
  });

  it('are those of the event’s product', () => {
    expect(namesOf(index.own('order', ids('100'), refund({ productId: 'Q' })))).toBe('');
  });

  it('where neither has a lead, the address decides for each of them', () => {
    const unled = draftOf(sale('UNLED', { orderId: '100', leadToken: null }));
    const both = indexOf(unled, b);
    expect(namesOf(both.own('order', ids('100'), refund({ leadToken: null })))).toBe('UNLED B');
  });

  it('an equal lead under one id beats an equal address under another', () => {
    const byMail = draftOf(sale('MAIL', { orderId: '200', leadToken: 'lead-2' }));
    const two = indexOf(byMail, a);
    expect(namesOf(two.own('order', ids('100', '200'), refund()))).toBe('A');
  });
});

describe('the lines of its person’s subscription', () => {
  const S1 = { internalSubscriptionId: 'S1' };
  const changed = lineOf(sale('CHANGED', S1));
  changed.becomes('Q', sale('CHANGE', { ...S1, productId: 'Q', date: day(3) }));
  const present = lineOf(sale('PRESENT', { ...S1, date: day(2) }));
  const theirs = lineOf(sale('THEIRS', { ...S1, ...lee }));
  const index = indexOf(changed, present, theirs);
  const lines = (fields: Fields) => namesOf(index.ownLines(refund({ ...S1, ...fields })));

  it('are the one that has the product now', () => {
    expect(lines({ productId: 'P' })).toBe('PRESENT');
    expect(lines({ productId: 'Q' })).toBe('CHANGED');
    expect(lines({ productId: 'P', ...lee })).toBe('THEIRS');
  });

  it('else the one that had it before', () => {
    const alone = indexOf(changed, theirs);
    expect(namesOf(alone.ownLines(refund(S1)))).toBe('CHANGED');
  });

  it('else all of it', () => {
    expect(lines({ productId: 'Z' })).toBe('CHANGED PRESENT');
  });

  it('and none where it names no subscription', () => {
    expect(lines({ internalSubscriptionId: null })).toBe('');
  });

  it('are found by an equal lead alone, where there is one', () => {
    const byMail = lineOf(sale('MAIL', { ...S1, leadToken: 'lead-2' }));
    const two = indexOf(present, byMail);
    const of = (fields: Fields) => namesOf(two.linesWith('now', refund({ ...S1, ...fields })));
    expect(of({})).toBe('PRESENT');
    expect(of({ leadToken: 'lead-3' })).toBe('MAIL PRESENT');
  });
});

describe('a purchase of an order', () => {
  const a = draftOf(sale('A', { orderId: '100' }));
  const other = draftOf(sale('OTHER', { orderId: '200' }));
  const index = indexOf(a, other);

  it('has a payment of one of them, and of the event’s product', () => {
    expect(index.isOfOrder(a, ids('100', '200'), refund())).toBe(true);
    expect(index.isOfOrder(a, ids('200'), refund())).toBe(false);
    expect(index.isOfOrder(a, ids('300'), refund())).toBe(false);
    expect(index.isOfOrder(a, ids('100'), refund({ productId: 'Q' }))).toBe(false);
  });

  it('is paid, by whomever', () => {
    expect(index.isPaid(ids('100', '300'), refund(lee))).toBe(true);
    expect(index.isPaid(ids('300'), refund())).toBe(false);
    expect(index.isPaid(ids('100'), refund({ productId: 'Q' }))).toBe(false);
  });

  it('of several that pass, the first two are told', () => {
    const [one, two, three] = [1, 2, 3].map((of) =>
      draftOf(sale(`OF${of}`, { orderId: '100', date: day(of) }))
    ) as [Draft, Draft, Draft];
    const many = indexOf(one, two, three);
    const told = (passes: (draft: Draft) => boolean) =>
      namesOf(many.firstTwoOfOrder(ids('100'), refund(), passes));
    expect(told(() => true)).toBe('OF1 OF2');
    expect(told((draft) => draft !== one)).toBe('OF2 OF3');
    expect(told((draft) => draft === three)).toBe('OF3');
  });
});

describe('what others say', () => {
  const theirs = draftOf(sale('THEIRS', { ...lee, orderId: '100' }));
  const unnamed = draftOf(sale('UNNAMED', { ...nobody, orderId: '200' }));
  const index = indexOf(theirs, unnamed);
  const of = (orders: ReadonlySet<string>, fields: Fields = {}) => {
    const { isAny, hasStrangers } = index.others('order', orders, refund(fields));
    return { isAny, hasStrangers };
  };

  it('one that can be compared is a stranger’s', () => {
    expect(of(ids('100', '300'))).toEqual({ isAny: true, hasStrangers: true });
  });

  it('one that cannot be compared is any', () => {
    expect(of(ids('200', '300'))).toEqual({ isAny: true, hasStrangers: false });
    expect(of(ids('100'), nobody)).toEqual({ isAny: true, hasStrangers: false });
  });

  it('none is none', () => {
    expect(of(ids('300'))).toEqual({ isAny: false, hasStrangers: false });
    expect(of(ids())).toEqual({ isAny: false, hasStrangers: false });
    expect(of(ids('100'), { productId: 'Q' })).toEqual({ isAny: false, hasStrangers: false });
  });
});
