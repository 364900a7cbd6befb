import { createHash } from 'node:crypto';
import type { EventKind, Surface } from './event';

/** A transaction as Kartra would report it; the counterpart of `meaningOf`. */
export interface ComposedTransaction {
  readonly kind: EventKind;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly leadId: number;
  /** Order id of this entry. */
  readonly orderId: number;
  /** Order that a refund or chargeback names; 0: none. */
  readonly parentId: number;
  readonly productId: string;
  readonly productName: string;
  readonly pricePoint: string;
  /** Kartra's own text: `YYYY-MM-DD HH:MM:SS`, US Eastern. */
  readonly date: string;
  /** Null: a one-time purchase. */
  readonly subscription: {
    readonly id: number;
    readonly processorId: string;
    readonly firstOrderId: number;
    readonly payNumber: number;
  } | null;
}

/** What Kartra's Outbound API never reports; its IPN does. */
const IPN_ONLY: readonly EventKind[] = ['rebill', 'failed', 'chargeback'];

export const isIpnOnly = (kind: EventKind): boolean => IPN_ONLY.includes(kind);

/** The way on which Kartra reports this kind when both are set up. */
export const surfaceOf = (kind: EventKind): Surface => (isIpnOnly(kind) ? 'ipn' : 'outbound');

const ACTIONS: Readonly<Partial<Record<EventKind, string>>> = {
  sale: 'buy_product',
  refund: 'refund_product',
  'partial-refund': 'partial_refund_product',
  cancellation: 'cancel_subscription',
};

const typeOf = (kind: EventKind): string => kind.replace('-', '_');

type Fields = Readonly<Record<string, string | number>>;

const ABSENT = 'N/A';
const AMOUNT = 49;
const PART = 20;

const entryOf = ({ date, kind }: ComposedTransaction): Fields => ({
  transaction_date: date,
  transaction_type: typeOf(kind),
});

function amountsOf({ kind }: ComposedTransaction): Fields {
  const amount = kind === 'partial-refund' ? PART : AMOUNT;
  return {
    transaction_full_amount: amount,
    transaction_base_amount: amount,
    transaction_discount: 0,
    transaction_shipping: 0,
    transaction_tax: 0,
  };
}

const partnersOf = ({ parentId }: ComposedTransaction): Fields => ({
  transaction_parent_id: parentId,
  transaction_affiliate: ABSENT,
  transaction_jv: ABSENT,
});

const subscriptionOf = ({ subscription }: ComposedTransaction): Fields => ({
  transaction_subscription_id: subscription?.processorId ?? ABSENT,
  transaction_internal_subscription_id: subscription?.id ?? ABSENT,
});

const cardOf = ({ subscription }: ComposedTransaction): Fields => ({
  transaction_last_4_card_digits: 4242,
  original_id: subscription?.firstOrderId ?? 0,
});

const payNumberOf = ({ subscription }: ComposedTransaction): Fields => ({
  transaction_subscription_pay_number: subscription?.payNumber ?? ABSENT,
});

const productOf = (transaction: ComposedTransaction): Fields => ({
  product_name: transaction.productName,
  product_id: numeric(transaction.productId),
  product_price_point: numeric(transaction.pricePoint),
});

const TRIAL: Fields = { trial: 0, trial_amount: ABSENT, trial_period: ABSENT };

const nameOf = (transaction: ComposedTransaction): Fields => ({
  lead_first_name: transaction.firstName,
  lead_last_name: transaction.lastName,
  lead_email: transaction.email,
  lead_username: ABSENT,
});

const PHONE: Fields = { lead_phone_country_code: '+1', lead_phone_number: '5550100' };
const STREET: Fields = {
  lead_address: '12 Sample Street',
  lead_city: 'Columbus',
  lead_zip: '43004',
};
const COUNTRY: Fields = {
  lead_country: 'United States',
  lead_country_code_2: 'US',
  lead_country_code_3: 'USA',
};
const STATE: Fields = { lead_state: 'Ohio' };
const IP: Fields = { lead_ip: '203.0.113.24' };

/** A number as Kartra's JSON has it; an id that no number holds exactly stays a text. */
function numeric(text: string): string | number {
  return /^(0|[1-9]\d*)$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : text;
}

/** The body of an Outbound webhook. Only kinds that Kartra documents there have one. */
export function composeOutbound(transaction: ComposedTransaction): string {
  const action = ACTIONS[transaction.kind];
  if (action === undefined) throw new Error(`Kartra reports a ${transaction.kind} by IPN only.`);
  const details =
    transaction.kind === 'cancellation'
      ? cancellationDetails(transaction)
      : paymentDetails(transaction);
  return JSON.stringify({
    lead: profileOf(transaction),
    action,
    action_details: { transaction_details: details },
  });
}

const paymentDetails = (transaction: ComposedTransaction): Fields => {
  return {
    transaction_id: transaction.orderId,
    ...nameOf(transaction),
    lead_id: transaction.leadId,
    ...productOf(transaction),
    transaction_quantity: 1,
    ...amountsOf(transaction),
    ...entryOf(transaction),
    ...partnersOf(transaction),
    ...subscriptionOf(transaction),
    ...payNumberOf(transaction),
    ...cardOf(transaction),
    ...TRIAL,
    payments_left: 0,
    ...whereabouts(),
  };
};

const cancellationDetails = (transaction: ComposedTransaction): Fields => {
  return {
    transaction_id: transaction.orderId,
    ...nameOf(transaction),
    lead_id: transaction.leadId,
    ...productOf(transaction),
    ...entryOf(transaction),
    ...subscriptionOf(transaction),
    ...cardOf(transaction),
    ...whereabouts(),
  };
};

const whereabouts = (): Fields => ({
  ...COUNTRY,
  ...IP,
  ...STATE,
  ...PHONE,
  ...STREET,
  payment_processor_type: 'stripe',
});

/** The contact as every Outbound webhook shows it. */
function profileOf(transaction: ComposedTransaction) {
  return {
    id: transaction.leadId,
    first_name: transaction.firstName,
    middle_name: '',
    last_name: transaction.lastName,
    last_name2: '',
    email: transaction.email,
    phone_country_code: '+1',
    phone: '5550100',
    company: '',
    address: '12 Sample Street',
    city: 'Columbus',
    zip: '43004',
    state: 'Ohio',
    country: 'United States',
    date_joined: '2026-01-11 08:20:41',
    website: '',
    ip: '203.0.113.24',
    ip_country: 'United States',
    facebook: '',
    twitter: '',
    linkedin: '',
    sales_tax_id: '',
    lead_picture: '',
    source: 'checkout',
    score: 10,
    referring_id: 0,
    blacklisted: 0,
    source_id: numeric(transaction.productId),
    gdpr_lead_status: 1,
    gdpr_lead_status_date: '11 Jan 2026 08:20:41',
    gdpr_lead_status_ip: '203.0.113.24',
    gdpr_lead_communications: 1,
    lead_preferred_time_zone: 'America/New_York',
    custom_fields: [],
  };
}

/** The body of an IPN; the secret key is the one the seller typed into Kartra. */
export function composeIpn(transaction: ComposedTransaction, secretKey: string): string {
  const amounts = Object.entries(amountsOf(transaction)).map(([name, value]) => [
    name,
    Number(value).toFixed(2),
  ]);
  const isCancellation = transaction.kind === 'cancellation';
  const fields: Fields = {
    transaction_id: transaction.orderId,
    ...(isCancellation ? {} : (Object.fromEntries(amounts) as Fields)),
    ...entryOf(transaction),
    ...(isCancellation ? {} : partnersOf(transaction)),
    ...subscriptionOf(transaction),
    ...(isCancellation ? {} : payNumberOf(transaction)),
    ...cardOf(transaction),
    ...(isCancellation ? {} : { transaction_quantity: 1 }),
    ...productOf(transaction),
    ...trialOf(transaction),
    lead_id: transaction.leadId,
    ...nameOf(transaction),
    ...PHONE,
    ...STREET,
    ...STATE,
    ...COUNTRY,
    ...IP,
    secret_key: secretKey,
    vendor_tracking_id_1: ABSENT,
    vendor_tracking_id_2: ABSENT,
    vendor_tracking_link: ABSENT,
    gdpr_lead_status: 1,
    gdpr_lead_status_date: '11 Jan 2026 08:20:41',
    gdpr_lead_status_ip: '203.0.113.24',
    gdpr_lead_communications: 1,
  };
  return new URLSearchParams(
    Object.entries(fields).map(([name, value]): [string, string] => [name, String(value)])
  ).toString();
}

/** Kartra's three IPN pages differ here: one-time, first payment of a subscription, whatever follows. */
function trialOf({ kind, subscription }: ComposedTransaction): Fields {
  if (kind === 'cancellation') return {};
  if (subscription === null) return { ...TRIAL, payments_left: 0 };
  return kind === 'sale' ? TRIAL : {};
}

/** Far above Kartra's own numbers, so that a made-up order or subscription never meets a real one. */
const MADE_UP = 8_000_000_000_000_000;

/** The same number for the same words. */
export function madeUpId(...words: readonly string[]): number {
  const hash = createHash('sha256').update(JSON.stringify(words)).digest('hex');
  return MADE_UP + (Number.parseInt(hash.slice(0, 12), 16) % 1_000_000_000_000_000);
}
