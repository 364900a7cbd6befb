import { readFileSync } from 'node:fs';
import path from 'node:path';
import { decodeBody } from '../../../server/src/core/kartra/decode';
import type { Buyer, MoneyEvent } from '../../../server/src/core/kartra/event';
import { meaningOf } from '../../../server/src/core/kartra/meaning';
import { buildTransaction, ipn, outbound, outboundWithStrings } from '../../builders/kartra';
import { SAMPLES } from '../../fixtures/kartra';

const FIXTURES = path.resolve(__dirname, '../../fixtures/kartra');

const meaning = (payload: string | object) =>
  meaningOf(
    decodeBody(Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload)))
  );

function event(payload: string | object): MoneyEvent {
  const told = meaning(payload);
  if (told.type !== 'money') throw new Error(`No event: ${JSON.stringify(told)}`);
  return told.events[0];
}

/** Column names of the ledger, as the fixtures give them, to fields of the event. */
const camel = (name: string) =>
  name.replace(/_(\w)/g, (_all, letter: string) => letter.toUpperCase());

describe.each(SAMPLES)('$file', ({ file, kind, event: columns, buyer }) => {
  const told = meaningOf(decodeBody(readFileSync(path.join(FIXTURES, file))));
  const surface = file.startsWith('ipn') ? 'ipn' : 'outbound';

  it('means what it says', () => {
    const teller = told.type === 'money' ? told.events[0] : told;
    expect(teller.surface).toBe(surface);
    expect(teller.buyer.email).toBe(buyer);
    expect(teller.buyer.leadId).toMatch(/^\d{7}$/);
    if (told.type !== 'money') {
      expect(kind).toBeNull();
      return;
    }
    const expected = Object.entries(columns ?? {}).map(([name, value]) => [camel(name), value]);
    expect(told.events).toHaveLength(1);
    expect(told.events[0]).toMatchObject({ kind, ...Object.fromEntries(expected) });
  });
});

it('the same transaction means the same over either surface, quoted or not', () => {
  const transaction = buildTransaction({ type: 'refund', parentId: '771', originalId: '770' });
  const quoted = event(outboundWithStrings(transaction));
  expect(event(outbound(transaction))).toEqual(quoted);
  expect({ ...event(ipn(transaction)), surface: 'outbound' }).toEqual(quoted);
});

it('every field of a first payment with a trial is read', () => {
  const details = {
    transaction_id: 8870555,
    transaction_type: 'sale',
    transaction_date: '2026-03-10 05:30:12',
    transaction_full_amount: 1.5,
    transaction_parent_id: 0,
    original_id: 8870555,
    transaction_subscription_id: 'I-SAMPLE7PAYPAL',
    transaction_internal_subscription_id: 15202,
    transaction_subscription_pay_number: 1,
    product_id: 558475,
    product_name: 'Plan',
    product_price_point: 3,
    trial: 1,
    trial_period: 7,
    payments_left: 0,
    lead_id: 12,
    lead_email: ' Ann@Example.com ',
    lead_first_name: 'Ann',
    lead_last_name: 'N/A',
  };
  expect(
    event({ action: 'buy_product', action_details: { transaction_details: details } })
  ).toEqual({
    surface: 'outbound',
    kind: 'sale',
    productId: '558475',
    productName: 'Plan',
    pricePoint: '3',
    orderId: '8870555',
    parentId: null,
    originalId: '8870555',
    internalSubscriptionId: '15202',
    processorSubscriptionId: 'I-SAMPLE7PAYPAL',
    payNumber: '1',
    date: '2026-03-10 05:30:12',
    trial: true,
    trialDays: 7,
    paymentsLeft: 0,
    amount: '1.5',
    buyer: { leadId: '12', email: 'Ann@Example.com', firstName: 'Ann', lastName: null },
  });
});

describe('each field of the buyer comes on its own', () => {
  const buyerOf = (details: object, lead: unknown): Buyer =>
    event({ lead, action: 'buy_product', action_details: { transaction_details: details } }).buyer;
  const lead = { id: 1, email: 'lead@example.com', first_name: 'Lea', last_name: 'Lead' };

  it('from lead_*, before buyer_*, before the contact', () => {
    const details = {
      lead_id: '3',
      buyer_id: '2',
      buyer_email: 'buyer@example.com',
      lead_first_name: 'N/A',
      buyer_first_name: 'Bo',
      lead_last_name: '',
      buyer_last_name: null,
    };
    expect(buyerOf(details, lead)).toEqual({
      leadId: '3',
      email: 'buyer@example.com',
      firstName: 'Bo',
      lastName: 'Lead',
    });
  });

  it.each([[[]], [null], ['text'], [[{ id: 1 }]], [7]])(
    'and is absent where the contact is %j',
    (odd) => {
      expect(buyerOf({}, odd)).toEqual({
        leadId: null,
        email: null,
        firstName: null,
        lastName: null,
      });
    }
  );
});

describe('odd payloads are no crash and no wrong join', () => {
  it.each([
    [{ action: 'buy_product' }],
    [{ action: 'buy_product', action_details: [] }],
    [{ action: 'buy_product', action_details: null, lead: null }],
    [{ action: 'buy_product', action_details: { transaction_details: [] } }],
    [{ action: 'buy_product', action_details: { transaction_details: 'text' } }],
    [
      {
        action: 'buy_product',
        action_details: { transaction_details: { product_id: {}, transaction_id: [1] } },
      },
    ],
  ])('%j', (payload) => {
    expect(event(payload)).toMatchObject({
      kind: 'sale',
      productId: null,
      orderId: null,
      date: null,
    });
  });

  it('a field that only the prototype has is absent', () => {
    const told = meaning(
      '{"action":"buy_product","action_details":{"__proto__":{"transaction_details":{"product_id":"1"}}}}'
    );
    expect(told).toMatchObject({ type: 'money', events: [{ productId: null }] });
  });

  it.each([
    [{ action: ['buy_product'] }],
    [{ action: { name: 'buy_product' } }],
    [{ lead: {} }],
    [{}],
  ])('without a readable action it says nothing about money: %j', (payload) =>
    expect(meaning(payload)).toMatchObject({ type: 'not-money', action: null })
  );
});

it('a tag named like a purchase, with the fields of one, is no purchase', () => {
  const sale = outbound(buildTransaction());
  expect(meaning({ ...sale, action: 'assign_tag' })).toMatchObject({
    type: 'not-money',
    action: 'assign_tag',
  });
});

it('an action is kept as sent, cleaned and cut', () => {
  expect(meaning({ action: `moon\u0000\u202e${'x'.repeat(500)}` })).toMatchObject({
    type: 'not-money',
    action: `moon  ${'x'.repeat(94)}`,
  });
});

it('an address above 254 characters is not cut into a good one', () => {
  const email = `${'a'.repeat(60)}@${'b.'.repeat(200)}example.com`;
  const told = meaning({ action: 'buy_product', lead: { email } });
  expect(told).toMatchObject({ events: [{ buyer: { email: email.slice(0, 255) } }] });
});

describe('transaction_details as a list', () => {
  const listed = (action: string, ...details: unknown[]) =>
    meaning({
      lead: { id: 7, email: 'lead@example.com' },
      action,
      action_details: { product_name: 'Outer', transaction_details: details },
    });

  it('is an event for each element, with its own product, type and buyer', () => {
    const told = listed(
      'buy_product',
      { product_id: 1, product_name: 'One', transaction_id: 5, lead_email: 'ann@example.com' },
      { product_id: 2, transaction_id: 5, transaction_type: 'rebill' }
    );
    expect(told).toMatchObject({
      type: 'money',
      events: [
        { kind: 'sale', productId: '1', productName: 'One', buyer: { email: 'ann@example.com' } },
        {
          kind: 'rebill',
          productId: '2',
          productName: 'Outer',
          buyer: { email: 'lead@example.com' },
        },
      ],
    });
  });

  it('of one is the same as that one alone', () => {
    const details = outbound(buildTransaction()).action_details['transaction_details'];
    expect(
      meaning({ action: 'buy_product', action_details: { transaction_details: [details] } })
    ).toEqual(meaning({ action: 'buy_product', action_details: { transaction_details: details } }));
  });

  it.each<[string, unknown[]]>([
    ['no element', []],
    ['nothing but texts', ['a', 'b']],
  ])('of %s is one event that names nothing', (_name, details) => {
    expect(listed('buy_product', ...details)).toMatchObject({
      type: 'money',
      events: [{ kind: 'sale', productId: null }],
    });
  });

  it('leaves out what is no transaction, and what changes no access', () => {
    const details = [
      null,
      'x',
      { product_id: 1 },
      { product_id: 2, transaction_type: 'terminated' },
    ];
    expect(listed('buy_product', ...details)).toMatchObject({ events: [{ productId: '1' }] });
    expect(listed('buy_product', ...details)).not.toHaveProperty(['events', 1]);
  });

  it('of nothing that changes access says so', () => {
    expect(listed('buy_product', { product_id: 2, transaction_type: 'terminated' })).toMatchObject({
      type: 'known-type',
      productId: '2',
    });
    expect(listed('assign_tag', { product_id: 2, transaction_type: 'sale' })).toMatchObject({
      type: 'not-money',
    });
  });
});

describe('an IPN', () => {
  it.each([
    ['a word that nobody knows', 'transaction_type=subscr_cancel&product_id=1', 'subscr_cancel'],
    ['a word, cleaned and cut', `transaction_type=a%00b${'x'.repeat(200)}`, `a b${'x'.repeat(97)}`],
    ['no word, of a transaction', 'transaction_id=7&product_id=1', null],
  ])('of %s is for a person to read', (_name, form, action) => {
    expect(meaning(form)).toMatchObject({ type: 'unknown-type', surface: 'ipn', action });
  });

  it('of an unknown type says whom and what it is about', () => {
    const fields = { transaction_type: 'gift', product_id: '71', product_name: 'Plan' };
    const form = new URLSearchParams({
      ...fields,
      product_price_point: '2',
      lead_email: 'ann@example.com',
    });
    expect(meaning(form.toString())).toEqual({
      type: 'unknown-type',
      surface: 'ipn',
      action: 'gift',
      productId: '71',
      productName: 'Plan',
      pricePoint: '2',
      buyer: { leadId: null, email: 'ann@example.com', firstName: null, lastName: null },
    });
  });

  it.each(['chargeback won', 'Terminated'])('of the type %s changes nothing', (word) => {
    expect(meaning(new URLSearchParams({ transaction_type: word }).toString())).toMatchObject({
      type: 'known-type',
      action: word,
    });
  });

  it('is none without a type and a transaction', () => {
    expect(meaning('a=b&product_id=1')).toMatchObject({ type: 'not-money', action: null });
  });
});

it('an ending whose type says that nothing ended is told by that type', () => {
  const details = { product_id: 1, transaction_type: 'Terminated' };
  expect(
    meaning({ action: 'cancel_subscription', action_details: { transaction_details: details } })
  ).toMatchObject({ type: 'known-type', action: 'Terminated', productId: '1' });
});
