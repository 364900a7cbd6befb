import { createHash, createHmac } from 'node:crypto';
import { normaliseEmail } from '../members/email';
import type { MoneyEvent } from './event';

/**
 * Names a fact by its content: the same fields in other bytes are the same fact. The e-mail goes in keyed with
 * `salt`, so that the hash, which is kept for ever, gives no address away.
 */
export function hashFact(event: MoneyEvent, salt: string): string {
  const { buyer } = event;
  const checked = normaliseEmail(buyer.email);
  const address = checked.ok ? checked.email : buyer.email;
  const content = [
    event.surface,
    event.kind,
    event.productId,
    event.productName,
    event.pricePoint,
    event.orderId,
    event.parentId,
    event.originalId,
    event.internalSubscriptionId,
    event.processorSubscriptionId,
    event.payNumber,
    event.date,
    event.trial,
    event.trialDays,
    event.paymentsLeft,
    event.amount,
    buyer.leadId,
    address === null ? null : createHmac('sha256', salt).update(address).digest('hex'),
  ];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}
