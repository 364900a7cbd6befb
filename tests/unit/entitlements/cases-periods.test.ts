/** RULES, "Cases": until when it is paid (2 to 9 and 20 to 22), from the facts to the end, in every order of arrival. */
import { GUIDE_POLICY, type Policy } from '../../../server/src/core/rules/policy';
import { epochOf } from '../../../server/src/core/entitlements/calendar';
import type { Fact } from '../../../server/src/core/entitlements/fact';
import { foldFacts } from '../../../server/src/core/entitlements/fold';
import { termOf } from '../../../server/src/core/entitlements/term';
import { arrivalsOf } from '../../model/arrivals';
import type { FactContent } from '../../model/histories';
import { named } from '../../model/named-facts';

const LEAVES: Policy = { ...GUIDE_POLICY, onCancellation: 'end-of-period' };
const MONTHLY: Policy = { ...LEAVES, period: 'P1M' };

const at = (date: string): string => (date.length === 10 ? `${date} 10:00:00` : date);

const told = (kind: Fact['kind'], date: string, fields: Partial<FactContent> = {}): Fact =>
  named(`${kind} ${date} ${fields.surface ?? 'ipn'}`, kind, {
    surface: 'ipn',
    internalSubscriptionId: 'S1',
    orderId: `${kind} ${date.slice(0, 10)}`,
    date: at(date),
    ...fields,
  });
const paid = (
  [first = '', ...rest]: readonly string[],
  fields: Partial<FactContent> = {}
): Fact[] => [told('sale', first, fields), ...rest.map((date) => told('rebill', date, fields))];
const cancelled = (date: string, fields: Partial<FactContent> = {}): Fact =>
  told('cancellation', date, fields);

/** Right after the cancellation, then at the end; the same in every order of arrival. */
function expectEnd(
  facts: readonly Fact[],
  policy: Policy,
  end: string,
  because = 'cancelled'
): void {
  for (const arrival of arrivalsOf(facts)) {
    const [purchase, ...others] = foldFacts(arrival).purchases;
    expect(others).toEqual([]);
    const term = (now: number) => purchase && termOf(purchase.history, policy, now);
    const before = epochOf(at(end)) - 1000;
    expect(term(before)).toMatchObject({
      state: 'leaving',
      endsOn: at(end),
      endsBecause: because,
    });
    expect(term(epochOf(at(end)))).toMatchObject({ state: 'ended', endedAt: at(end) });
  }
}

function expectEnded(facts: readonly Fact[], policy: Policy, on: string): void {
  for (const arrival of arrivalsOf(facts)) {
    const [purchase] = foldFacts(arrival).purchases;
    expect(purchase && termOf(purchase.history, policy, epochOf(at(on)))).toMatchObject({
      state: 'ended',
      reason: 'cancelled',
      endedAt: at(on),
    });
  }
}

const FROM_MARCH = [3, 4, 5, 6, 7, 8].map((month) => `2026-0${month}-01`);
const OUTBOUND = { surface: 'outbound' } as const;

test('2: the second charge came on the third try', () => {
  const facts = [...paid(['2026-01-01', '2026-02-07', ...FROM_MARCH]), cancelled('2026-08-02')];
  expectEnd(facts, LEAVES, '2026-09-01');
  const failures = [told('failed', '2026-02-01'), told('failed', '2026-02-04')];
  expectEnd([...facts, ...failures], LEAVES, '2026-09-01');
});

test('3: a late second payment', () => {
  const later = ['03', '04', '05', '06', '07', '08', '09', '10'].map((month) => `2026-${month}-28`);
  const facts = [...paid(['2026-01-28', '2026-03-09', ...later]), cancelled('2026-11-01')];
  expectEnd(facts, LEAVES, '2026-11-28');
});

test('4: the billing day was moved', () => {
  const facts = [...paid(['2026-02-01', '2026-03-01', '2026-04-15']), cancelled('2026-04-20')];
  expectEnd(facts, LEAVES, '2026-05-15');
});

test('5: another price point, whose period is known or not', () => {
  const facts = [
    ...paid(['2026-01-01', '2026-02-01'], { pricePoint: '1' }),
    told('rebill', '2026-03-01', { pricePoint: '2' }),
    cancelled('2026-05-01'),
  ];
  expectEnd(facts, { ...LEAVES, period: 'P1Y' }, '2027-03-01');
  expectEnd(facts, LEAVES, '2026-06-01', 'unknown-period');
});

test('6: both surfaces, one second apart', () => {
  const days = ['2026-02-01', '2026-03-01', '2026-04-01'];
  const echo = days.map((day, number) =>
    told(number === 0 ? 'sale' : 'rebill', `${day} 10:00:01`, OUTBOUND)
  );
  expectEnd([...paid(days), ...echo, cancelled('2026-04-10')], LEAVES, '2026-05-01');
});

test('7: a trial of seven days', () => {
  const trial = told('sale', '2026-05-01', { trial: true, trialDays: 7 });
  expectEnd([trial, cancelled('2026-05-03')], LEAVES, '2026-05-08');
});

test('8: cancelled after failed charges', () => {
  const failures = ['2026-11-20', '2026-11-23', '2026-11-26'].map((date) => told('failed', date));
  const facts = [told('sale', '2026-10-20'), ...failures, cancelled('2026-11-27')];
  expectEnded(facts, MONTHLY, '2026-11-27');
});

test('9: a delayed cancellation just after the due day', () => {
  const facts = [...paid(['2026-01-01', '2026-02-01']), cancelled('2026-03-01 10:05:00')];
  expectEnded(facts, LEAVES, '2026-03-01 10:05:00');
});

test('10: what is paid in full stays, though a later charge fails and nothing else is paid', () => {
  const facts = [
    told('sale', '2026-01-01', { payNumber: '1', paymentsLeft: 1 }),
    told('rebill', '2026-02-01', { payNumber: '2', paymentsLeft: 0 }),
    told('failed', '2026-03-01'),
  ];
  const policy: Policy = { ...GUIDE_POLICY, graceDays: 3 };
  for (const arrival of arrivalsOf(facts)) {
    const [purchase] = foldFacts(arrival).purchases;
    const term = purchase && termOf(purchase.history, policy, epochOf('2026-06-01 10:00:00'));
    expect(term).toMatchObject({ state: 'completed' });
  }
});

test('20: renewals are not told', () => {
  const facts = [told('sale', '2026-01-01', OUTBOUND), cancelled('2026-06-15', OUTBOUND)];
  expectEnd(facts, MONTHLY, '2026-07-01');
});

test('21: a stray failed charge', () => {
  const facts = [
    ...paid(['2026-01-01', '2026-02-01']),
    told('failed', '2026-02-15'),
    cancelled('2026-02-20'),
  ];
  expectEnd(facts, LEAVES, '2026-03-01');
});

test('22: the end of the month', () => {
  const facts = [...paid(['2026-01-31', '2026-02-28']), cancelled('2026-03-05')];
  expectEnd(facts, LEAVES, '2026-03-31');
});

test('16: what is kept after a refund stays, and the chargeback ends the other order', () => {
  const keeps: Policy = { ...GUIDE_POLICY, onRefund: 'keep' };
  const order = { internalSubscriptionId: null };
  const facts = [
    told('sale', '2026-01-01', { ...order, orderId: '100' }),
    told('refund', '2026-02-01', { ...order, orderId: '101', parentId: '100' }),
    told('sale', '2026-03-01', { ...order, orderId: '200' }),
    told('chargeback', '2026-04-01', { ...order, orderId: '300' }),
  ];
  for (const arrival of arrivalsOf(facts)) {
    const states = foldFacts(arrival).purchases.map(
      ({ firstPayment, history }) =>
        `${firstPayment.orderId} ${termOf(history, keeps, epochOf('2026-05-01 10:00:00')).state}`
    );
    expect(states.sort()).toEqual(['100 active', '200 ended']);
  }
});
