import type { Decoded, Json } from './decode';
import type { Buyer, EventKind, Meaning, MoneyEvent, Surface } from './event';
import {
  fieldsOf,
  isList,
  isObject,
  readDate,
  readFlag,
  readId,
  readInteger,
  readName,
  readText,
  readUpTo,
  type Fields,
} from './fields';
import { isCommerce, kindOfAction, kindOfType } from './kind';

const NOBODY: Fields = () => undefined;

/** What a decoded webhook says (DESIGN section 4, "Parsing"). Never throws; what is missing is null. */
export function meaningOf(decoded: Decoded): Meaning {
  switch (decoded.type) {
    case 'json':
      return meaningOfOutbound(fieldsOf(decoded.value));
    case 'form':
      return meaningOfIpn((name) => decoded.fields.get(name));
    case 'empty':
    case 'unreadable':
      return notMoney('outbound', null, readBuyer(NOBODY, NOBODY));
    default:
      return decoded satisfies never;
  }
}

function meaningOfOutbound(payload: Fields): Meaning {
  const outer = fieldsOf(payload('action_details'));
  const lead = fieldsOf(payload('lead'));
  const action = readUpTo(payload('action'), 100);
  const read = (entry: Json | undefined) => {
    const inner = fieldsOf(entry);
    // Documented inside transaction_details; receivers have met other groups laid out flat.
    const details: Fields = (name) => inner(name) ?? outer(name);
    const type = readUpTo(details('transaction_type'), 100);
    return { details, type, buyer: readBuyer(details, lead), kind: kindOfAction(action, type) };
  };
  const [first, ...more] = entriesOf(outer('transaction_details'));
  const entries = [read(first), ...more.map(read)] as const;
  const [event, ...others] = entries.flatMap(({ kind, details, buyer }) =>
    kind === null ? [] : readEvent('outbound', kind, details, buyer)
  );
  if (event) return { type: 'money', events: [event, ...others] };
  const [{ details, type, buyer }] = entries;
  return isCommerce(action)
    ? { type: 'known-type', surface: 'outbound', action: type, buyer, ...readOffer(details) }
    : notMoney('outbound', action, buyer);
}

/** Of a list, each transaction. Entries that are none count only where the list has no transaction. */
function entriesOf(details: Json | undefined): readonly [Json | undefined, ...Json[]] {
  if (!isList(details)) return [details];
  const [first, ...others] = details.filter(isObject);
  return [first, ...others];
}

/** Kartra sends an IPN only when money moved: a word that we do not know is for a person to read. */
function meaningOfIpn(fields: Fields): Meaning {
  const word = readUpTo(fields('transaction_type'), 100);
  const kind = kindOfType(word);
  const buyer = readBuyer(fields, NOBODY);
  if (kind !== null && kind !== 'nothing') {
    return { type: 'money', events: [readEvent('ipn', kind, fields, buyer)] };
  }
  if (word === null && readId(fields('transaction_id')) === null)
    return notMoney('ipn', null, buyer);
  const type = kind === 'nothing' ? 'known-type' : 'unknown-type';
  return { type, surface: 'ipn', action: word, buyer, ...readOffer(fields) };
}

const notMoney = (surface: Surface, action: string | null, buyer: Buyer): Meaning => ({
  type: 'not-money',
  surface,
  action,
  buyer,
  ...readOffer(NOBODY),
});

/** Each field on its own: at the time of purchase, else by its older name, else from the contact's profile. */
function readBuyer(details: Fields, lead: Fields): Buyer {
  const first = (read: (value: Json | undefined) => string | null, name: string) =>
    read(details(`lead_${name}`)) ?? read(details(`buyer_${name}`)) ?? read(lead(name));
  return {
    leadId: first(readId, 'id'),
    // Cut one character above what an address may have, so that a longer one is seen to be too long.
    email: first(readText, 'email'),
    firstName: first(readName, 'first_name'),
    lastName: first(readName, 'last_name'),
  };
}

function readEvent(surface: Surface, kind: EventKind, details: Fields, buyer: Buyer): MoneyEvent {
  return {
    surface,
    kind,
    buyer,
    ...readOffer(details),
    orderId: readId(details('transaction_id')),
    parentId: readId(details('transaction_parent_id')),
    originalId: readId(details('original_id')),
    internalSubscriptionId: readId(details('transaction_internal_subscription_id')),
    processorSubscriptionId: readId(details('transaction_subscription_id')),
    payNumber: readId(details('transaction_subscription_pay_number')),
    date: readDate(details('transaction_date')),
    trial: readFlag(details('trial') ?? details('trial_payment')),
    trialDays: readInteger(details('trial_period')),
    paymentsLeft: readInteger(details('payments_left')),
    amount: readUpTo(details('transaction_full_amount'), 40),
  };
}

const readOffer = (details: Fields) => ({
  productId: readId(details('product_id')),
  productName: readName(details('product_name')),
  pricePoint: readId(details('product_price_point')),
});
