import { decodeText } from '../../../server/src/core/kartra/decode';
import type { MoneyEvent } from '../../../server/src/core/kartra/event';
import { hashFact } from '../../../server/src/core/kartra/fact-hash';
import { meaningOf } from '../../../server/src/core/kartra/meaning';
import {
  buildPerson,
  buildTransaction,
  ipn,
  outbound,
  outboundWithStrings,
  type Transaction,
} from '../../builders/kartra';

const SALT = 'a salt';

function eventOf(payload: object | string): MoneyEvent {
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
  const told = meaningOf(decodeText(text));
  if (told.type !== 'money') throw new Error('Not about money.');
  return told.events[0];
}

const transaction = buildTransaction({ person: buildPerson({ email: 'ann@example.com' }) });
const hash = (payload: object | string) => hashFact(eventOf(payload), SALT);
const plain = hash(outbound(transaction));

it('is the same for the same fields in other bytes', () => {
  expect(plain).toMatch(/^[0-9a-f]{64}$/);
  expect(hash(outboundWithStrings(transaction))).toBe(plain);
  expect(hash(JSON.stringify(outbound(transaction), null, 2))).toBe(plain);
  const person = { ...transaction.person, email: ' Ann@Example.COM ' };
  expect(hash(outbound({ ...transaction, person }))).toBe(plain);
});

it('is not that of the other surface', () => {
  expect(hash(ipn(transaction))).not.toBe(plain);
});

it.each<[keyof Transaction, Partial<Transaction>]>([
  ['type', { type: 'rebill' }],
  ['orderId', { orderId: '1' }],
  ['productId', { productId: '1' }],
  ['pricePoint', { pricePoint: '9' }],
  ['date', { date: '2026-05-03 14:02:12' }],
  ['parentId', { parentId: '1' }],
  ['originalId', { originalId: '1' }],
  ['internalSubscriptionId', { internalSubscriptionId: '1' }],
  ['processorSubscriptionId', { processorSubscriptionId: '1' }],
  ['payNumber', { payNumber: '1' }],
  ['person', { person: buildPerson() }],
])('changes with the %s', (_name, change) => {
  expect(hash(outbound({ ...transaction, ...change }))).not.toBe(plain);
});

it('depends on the salt only where there is an address to hide', () => {
  const event = eventOf(outbound(transaction));
  expect(hashFact(event, 'another')).not.toBe(plain);
  const unnamed = { ...event, buyer: { ...event.buyer, email: null } };
  expect(hashFact(unnamed, 'another')).toBe(hashFact(unnamed, SALT));
});
