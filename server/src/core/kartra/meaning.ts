import type { Decoded, Json } from './decode';
import type { Buyer, EventKind, Meaning, MoneyEvent, Surface } from './event';
import {
  fieldsOf,
  readDate,
  readFlag,
  readId,
  readInteger,
  readName,
  readText,
  readUpTo,
  type Fields,
} from './fields';
import { kindOfAction, kindOfType } from './kind';

const NOBODY: Fields = () => undefined;

/** What a decoded webhook says (DESIGN section 4, "Parsing"). Never throws; what is missing is null. */
export function meaningOf(decoded: Decoded): Meaning {
  switch (decoded.type) {
    case 'json': {
      const payload = fieldsOf(decoded.value);
      const outer = fieldsOf(payload('action_details'));
      const inner = fieldsOf(outer('transaction_details'));
      // Documented inside transaction_details; receivers have met other groups laid out flat.
      const details: Fields = (name) => inner(name) ?? outer(name);
      const lead = fieldsOf(payload('lead'));
      const action = readUpTo(payload('action'), 100);
      const kind = kindOfAction(action, readText(details('transaction_type')));
      return tell('outbound', kind, action, details, lead);
    }
    case 'form': {
      const fields: Fields = (name) => decoded.fields.get(name);
      const type = readUpTo(fields('transaction_type'), 100);
      return tell('ipn', kindOfType(type), type, fields, NOBODY);
    }
    case 'empty':
    case 'unreadable':
      return tell('outbound', null, null, NOBODY, NOBODY);
    default:
      return decoded satisfies never;
  }
}

function tell(
  surface: Surface,
  kind: EventKind | null,
  action: string | null,
  details: Fields,
  lead: Fields
): Meaning {
  const buyer = readBuyer(details, lead);
  return kind === null
    ? { type: 'not-money', surface, action, buyer }
    : { type: 'money', event: readEvent(surface, kind, details, buyer) };
}

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
    productId: readId(details('product_id')),
    productName: readName(details('product_name')),
    pricePoint: readId(details('product_price_point')),
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
