import fs from 'node:fs';
import path from 'node:path';
import {
  composeIpn,
  composeOutbound,
  madeUpId,
  surfaceOf,
  type ComposedTransaction,
} from '../../../server/src/core/kartra/compose';
import { decodeText } from '../../../server/src/core/kartra/decode';
import { EVENT_KINDS } from '../../../server/src/core/kartra/event';
import { meaningOf } from '../../../server/src/core/kartra/meaning';

/** What the test button and the command send has to be what Kartra sends. */
const SAMPLES = path.resolve(__dirname, '../../fixtures/kartra');
const sample = (file: string) => fs.readFileSync(path.join(SAMPLES, file), 'utf8').trim();

const subscription = {
  id: 14833,
  processorId: 'sub_1SampleAmyHarland',
  firstOrderId: 8841201,
  payNumber: 1,
};
const compose = (overrides: Partial<ComposedTransaction>): ComposedTransaction => ({
  kind: 'sale',
  email: 'amy.harland@example.com',
  firstName: 'Amy',
  lastName: 'Harland',
  leadId: 4174086,
  orderId: 8841201,
  parentId: 0,
  productId: '558475',
  productName: 'Family Meal Plan Membership',
  pricePoint: '1',
  date: '2026-03-02 09:14:27',
  subscription,
  ...overrides,
});

/** Every name in its place, and the type of its value; lists are compared as lists. */
const shape = (value: unknown): unknown =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.entries(value).map(([name, inner]) => [name, shape(inner)])
    : Array.isArray(value)
      ? 'list'
      : typeof value;

it.each([
  ['outbound-buy_product-subscription.json', compose({})],
  ['outbound-buy_product-one_time.json', compose({ subscription: null })],
  ['outbound-refund_product-subscription.json', compose({ kind: 'refund' })],
  ['outbound-refund_product-one_time.json', compose({ kind: 'refund', subscription: null })],
  ['outbound-partial_refund_product.json', compose({ kind: 'partial-refund', subscription: null })],
  ['outbound-cancel_subscription.json', compose({ kind: 'cancellation' })],
])('%s has the same fields, in the same order, of the same types', (file, transaction) => {
  const kartras = JSON.parse(sample(file)) as { action: string };
  const ours = JSON.parse(composeOutbound(transaction)) as { action: string };
  expect(shape(ours)).toEqual(shape(kartras));
  expect(ours.action).toBe(kartras.action);
});

it.each([
  ['ipn-sale-subscription.form', compose({})],
  ['ipn-sale-one_time.form', compose({ subscription: null })],
  ['ipn-rebill.form', compose({ kind: 'rebill' })],
  ['ipn-failed.form', compose({ kind: 'failed' })],
  ['ipn-refund-subscription.form', compose({ kind: 'refund' })],
  ['ipn-refund-one_time.form', compose({ kind: 'refund', subscription: null })],
  ['ipn-partial_refund.form', compose({ kind: 'partial-refund', subscription: null })],
  ['ipn-chargeback.form', compose({ kind: 'chargeback' })],
  ['ipn-cancellation.form', compose({ kind: 'cancellation' })],
])('%s has the same fields, in the same order', (file, transaction) => {
  const kartras = new URLSearchParams(sample(file));
  const ours = new URLSearchParams(composeIpn(transaction, 'secret'));
  expect([...ours.keys()]).toEqual([...kartras.keys()]);
  expect(ours.get('transaction_type')).toBe(kartras.get('transaction_type'));
});

it('the sale of a sample can be composed again, value by value', () => {
  const composed = new URLSearchParams(composeIpn(compose({}), 'sample-ipn-secret-1f6c'));
  const kartras = new URLSearchParams(sample('ipn-sale-subscription.form'));
  kartras.set('lead_username', 'N/A');
  expect(Object.fromEntries(composed)).toEqual(Object.fromEntries(kartras));
});

it.each(EVENT_KINDS)('a %s is read back as what it was', (kind) => {
  const parentId = ['refund', 'partial-refund', 'chargeback'].includes(kind) ? 8902544 : 0;
  const transaction = compose({ kind, parentId });
  const body =
    surfaceOf(kind) === 'ipn' ? composeIpn(transaction, '') : composeOutbound(transaction);
  expect(meaningOf(decodeText(body))).toMatchObject({
    type: 'money',
    events: [
      {
        surface: surfaceOf(kind),
        kind,
        orderId: '8841201',
        productId: '558475',
        date: '2026-03-02 09:14:27',
        internalSubscriptionId: '14833',
        parentId: parentId === 0 ? null : '8902544',
        buyer: { email: 'amy.harland@example.com', leadId: '4174086' },
      },
    ],
  });
});

it('what the Outbound API does not know is not made up for it', () => {
  expect(() => composeOutbound(compose({ kind: 'rebill' }))).toThrow('by IPN only');
});

it('a made-up id is the same for the same words, and larger than any of Kartra’s', () => {
  expect(madeUpId('a', 'b')).toBe(madeUpId('a', 'b'));
  expect(madeUpId('a', 'b')).not.toBe(madeUpId('ab'));
  expect(Number.isSafeInteger(madeUpId('x'))).toBe(true);
  expect(madeUpId('x')).toBeGreaterThan(7_999_999_999_999_999);
});

it('the contact is whole, and made up but for the buyer', () => {
  const { lead } = JSON.parse(composeOutbound(compose({}))) as { lead: unknown };
  const blank = Object.fromEntries(
    ['middle_name', 'last_name2', 'company', 'website', 'facebook', 'twitter', 'linkedin']
      .concat('sales_tax_id', 'lead_picture')
      .map((name) => [name, ''])
  );
  expect(lead).toEqual({
    ...blank,
    id: 4174086,
    first_name: 'Amy',
    last_name: 'Harland',
    email: 'amy.harland@example.com',
    phone_country_code: '+1',
    phone: '5550100',
    address: '12 Sample Street',
    city: 'Columbus',
    zip: '43004',
    state: 'Ohio',
    country: 'United States',
    date_joined: '2026-01-11 08:20:41',
    ip: '203.0.113.24',
    ip_country: 'United States',
    source: 'checkout',
    score: 10,
    referring_id: 0,
    blacklisted: 0,
    source_id: 558475,
    gdpr_lead_status: 1,
    gdpr_lead_status_date: '11 Jan 2026 08:20:41',
    gdpr_lead_status_ip: '203.0.113.24',
    gdpr_lead_communications: 1,
    lead_preferred_time_zone: 'America/New_York',
    custom_fields: [],
  });
});

it('part of the money is less than all of it', () => {
  const amountOf = (kind: ComposedTransaction['kind']) =>
    Number(new URLSearchParams(composeIpn(compose({ kind }), '')).get('transaction_full_amount'));
  expect(amountOf('refund')).toBe(amountOf('sale'));
  expect(amountOf('partial-refund')).toBeLessThan(amountOf('refund'));
});

it.each([
  ['558475', 558475],
  ['0558475', '0558475'],
  ['558475x', '558475x'],
  ['12345678901234567890', '12345678901234567890'],
])('the product %j is sent as %j', (productId, sent) => {
  const { action_details: details } = JSON.parse(composeOutbound(compose({ productId }))) as {
    action_details: { transaction_details: { product_id: unknown } };
  };
  expect(details.transaction_details.product_id).toBe(sent);
});
