/**
 * Webhooks as Kartra sends them, on either surface, from one description: a test says what it is about
 * and leaves the rest. Field names follow Kartra's pages; what has no value is `N/A` or `0`, as there.
 */
export interface Person {
  readonly leadId: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
}

export type TransactionType =
  | 'sale'
  | 'rebill'
  | 'failed'
  | 'refund'
  | 'partial_refund'
  | 'chargeback'
  | 'cancellation';

export interface Transaction {
  readonly type: TransactionType;
  readonly person: Person;
  readonly orderId: string;
  readonly productId: string;
  readonly productName: string;
  readonly pricePoint: string;
  /** Kartra's own text, without a zone. */
  readonly date: string;
  /** The order that a reversal reverses. */
  readonly parentId: string;
  /** The first order of the subscription. */
  readonly originalId: string;
  readonly internalSubscriptionId: string;
  readonly processorSubscriptionId: string;
  readonly payNumber: string;
  /** Instalments left after this payment; left out where the payload has none. */
  readonly paymentsLeft?: string;
  readonly amount: string;
}

let people = 0;

/** Somebody whom no other test has met. */
export function buildPerson(overrides: Partial<Person> = {}): Person {
  people += 1;
  const number = 5_100_000 + people;
  return {
    leadId: String(number),
    email: `buyer.${number}@example.com`,
    firstName: 'Dana',
    lastName: `Rivers ${people}`,
    ...overrides,
  };
}

let orders = 0;

export const nextOrderId = (): string => String(9_400_000 + (orders += 1));

let products = 850_000;

/** A product that no other test maps. */
export const newProduct = (): string => String((products += 1));

export function buildTransaction(overrides: Partial<Transaction> = {}): Transaction {
  return {
    type: 'sale',
    person: overrides.person ?? buildPerson(),
    orderId: nextOrderId(),
    productId: '700100',
    productName: 'Sourdough School',
    pricePoint: '1',
    date: '2026-05-03 14:02:11',
    parentId: '0',
    originalId: '0',
    internalSubscriptionId: 'N/A',
    processorSubscriptionId: 'N/A',
    payNumber: 'N/A',
    amount: '49.00',
    ...overrides,
  };
}

let subscriptions = 0;

/** The first payment of a new subscription; the events of its life are built with `later`. */
export function buildSubscriptionSale(overrides: Partial<Transaction> = {}): Transaction {
  subscriptions += 1;
  const orderId = overrides.orderId ?? nextOrderId();
  return buildTransaction({
    orderId,
    originalId: orderId,
    internalSubscriptionId: String(61_000 + subscriptions),
    processorSubscriptionId: `sub_test${61_000 + subscriptions}`,
    payNumber: '1',
    ...overrides,
  });
}

/** A later event of the same purchase: same person, product and subscription, an order id of its own. */
export function later(
  sale: Transaction,
  overrides: Partial<Transaction> & Pick<Transaction, 'type' | 'date'>
): Transaction {
  const isReversal = ['refund', 'partial_refund', 'chargeback'].includes(overrides.type);
  return {
    ...sale,
    orderId: nextOrderId(),
    parentId: isReversal ? sale.orderId : '0',
    ...overrides,
  };
}

/** Types that the Outbound API is documented to send, and the action it names each by. */
const ACTIONS: Readonly<Record<TransactionType, string>> = {
  sale: 'buy_product',
  rebill: 'buy_product',
  refund: 'refund_product',
  partial_refund: 'partial_refund_product',
  cancellation: 'cancel_subscription',
  // Not documented there; Kartra may send them under an action that nobody has seen.
  failed: 'transaction_update',
  chargeback: 'transaction_update',
};

const numeric = (value: string): number | string => (/^\d+$/.test(value) ? Number(value) : value);

function buyer({ leadId, email, firstName, lastName }: Person) {
  return {
    lead_id: leadId,
    lead_first_name: firstName,
    lead_last_name: lastName,
    lead_email: email,
    lead_username: 'N/A',
  };
}

function fieldsOf(transaction: Transaction): Record<string, string> {
  return {
    transaction_id: transaction.orderId,
    transaction_date: transaction.date,
    transaction_type: transaction.type,
    transaction_full_amount: transaction.amount,
    transaction_parent_id: transaction.parentId,
    transaction_affiliate: 'N/A',
    transaction_jv: 'N/A',
    transaction_subscription_id: transaction.processorSubscriptionId,
    transaction_internal_subscription_id: transaction.internalSubscriptionId,
    transaction_subscription_pay_number: transaction.payNumber,
    ...(transaction.paymentsLeft === undefined ? {} : { payments_left: transaction.paymentsLeft }),
    transaction_last_4_card_digits: '4242',
    original_id: transaction.originalId,
    transaction_quantity: '1',
    product_name: transaction.productName,
    product_id: transaction.productId,
    product_price_point: transaction.pricePoint,
    ...buyer(transaction.person),
  };
}

export interface OutboundWebhook {
  readonly lead: Readonly<Record<string, unknown>>;
  readonly action: string;
  readonly action_details: Readonly<Record<string, unknown>>;
}

function leadOf({ leadId, email, firstName, lastName }: Person): Record<string, unknown> {
  return {
    id: numeric(leadId),
    first_name: firstName,
    last_name: lastName,
    email,
    country: 'United States',
    ip: '203.0.113.24',
    custom_fields: [],
  };
}

/** As the Outbound API sends it: numbers as numbers. */
export function outbound(transaction: Transaction, action?: string): OutboundWebhook {
  const details = Object.entries(fieldsOf(transaction)).map(([name, value]) => [
    name,
    numeric(value),
  ]);
  return {
    lead: leadOf(transaction.person),
    action: action ?? ACTIONS[transaction.type],
    action_details: { transaction_details: Object.fromEntries(details) },
  };
}

/** As some Kartra accounts send it: every number quoted. */
export function outboundWithStrings(transaction: Transaction): OutboundWebhook {
  return {
    lead: { ...leadOf(transaction.person), id: transaction.person.leadId },
    action: ACTIONS[transaction.type],
    action_details: { transaction_details: fieldsOf(transaction) },
  };
}

/** As the IPN sends it: one flat form. */
export function ipn(transaction: Transaction, secretKey?: string): string {
  const fields = fieldsOf(transaction);
  if (secretKey !== undefined) fields['secret_key'] = secretKey;
  return new URLSearchParams(fields).toString();
}

/** Something that happened to a lead and has nothing to do with money. */
export function outboundAction(
  person: Person,
  action: string,
  details: Readonly<Record<string, unknown>>
): OutboundWebhook {
  return { lead: leadOf(person), action, action_details: details };
}
